package io.github.hfdevice.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port whose connections are never taken: like a firewall, it says nothing to more of them. Where
 * every address of 127.0.0.0/8 is this machine's, as on Linux, several may share a port.
 */
public final class SilentServer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> waiting = new ArrayList<>();

  /** On {@code port}, or any where that is 0. */
  public SilentServer(String address, int port) throws IOException {
    server = new ServerSocket(port, 1, InetAddress.getByName(address));
    try {
      while (waiting.size() < 20) {
        Socket socket = new Socket();
        waiting.add(socket);
        socket.connect(server.getLocalSocketAddress(), 200);
      }
      throw new AssertionError("the queue of connections has no end");
    } catch (SocketTimeoutException e) {
      // Full, as it should be.
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : waiting) {
      socket.close();
    }
    server.close();
  }
}
