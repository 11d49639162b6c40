package io.github.hfdevice.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A bare connection to a hub, for what no HTTP client sends. */
record Wire(Socket socket) implements AutoCloseable {
  private static final int MOST_WAIT_MILLIS = 40_000;

  static Wire to(URI hub) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.getPort());
    socket.setSoTimeout(MOST_WAIT_MILLIS);
    return new Wire(socket);
  }

  Wire send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** The next line of the answer, empty at its end. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  /** Everything up to the end of the connection. */
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Whether the hub has closed it, with or without a word; waits for that. */
  boolean isClosedByHub() {
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
