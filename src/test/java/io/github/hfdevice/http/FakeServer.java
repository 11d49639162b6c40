package io.github.hfdevice.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/** A server on loopback that says exactly the bytes that a test wants, however wrong. */
public final class FakeServer implements AutoCloseable {
  /** What one connection gets; it is closed afterwards. */
  public interface Handler {
    void handle(Connection connection) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final Handler handler;
  private final String scheme;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);

  public FakeServer(Handler handler) throws IOException {
    this("http", ServerSocketFactory.getDefault(), handler);
  }

  public FakeServer(String scheme, ServerSocketFactory sockets, Handler handler)
      throws IOException {
    this.scheme = scheme;
    this.handler = handler;
    socket = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Answers every request with {@code raw}. */
  public static FakeServer answering(String raw) throws IOException {
    return new FakeServer(
        connection -> {
          connection.readRequest();
          connection.write(raw);
        });
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "fake-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (true) {
      try {
        Socket accepted = socket.accept();
        open.add(accepted);
        start(() -> serve(accepted));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket accepted) {
    try (accepted) {
      handler.handle(new Connection(accepted));
    } catch (IOException | InterruptedException e) {
      // The client left, which many of the tests are about.
    }
  }

  public URI uri(String path) {
    return URI.create(scheme + "://127.0.0.1:" + port() + path);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Head and body of every request, as they came. */
  public List<String> requests() {
    return requests;
  }

  public void awaitRequest() throws InterruptedException {
    if (!asked.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("no request came");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket accepted : open) {
      accepted.close();
    }
  }

  /** The server's end of a connection. */
  public final class Connection {
    private final Socket accepted;
    private final InputStream in;
    private final OutputStream out;

    Connection(Socket accepted) throws IOException {
      this.accepted = accepted;
      in = accepted.getInputStream();
      out = accepted.getOutputStream();
    }

    /** The next whole request; empty at the end of the connection. */
    public String readRequest() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return "";
        }
        head.write(next);
      }
      String text = head.toString(StandardCharsets.ISO_8859_1);
      String request = text + new String(in.readNBytes(length(text)), StandardCharsets.ISO_8859_1);
      requests.add(request);
      asked.countDown();
      return request;
    }

    private int length(String head) {
      for (String line : head.split("\r\n", -1)) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          return Integer.parseInt(line.substring(15).strip());
        }
      }
      return 0;
    }

    public byte[] read(int length) throws IOException {
      return in.readNBytes(length);
    }

    public void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** One byte each 20 ms, on and on. */
    public void drip(String text) throws IOException, InterruptedException {
      for (int i = 0; ; i = (i + 1) % text.length()) {
        write(text.substring(i, i + 1));
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }

    /** Says nothing until the client or the test ends it. */
    public void hang() throws IOException {
      in.read();
    }

    /** Takes all bytes and says nothing. */
    public void hangReading() throws IOException {
      in.transferTo(OutputStream.nullOutputStream());
    }

    public void reset() throws IOException {
      accepted.setSoLinger(true, 0);
      accepted.close();
    }

    /** Carries bytes both ways between this connection and {@code port} of loopback. */
    public void tunnelTo(int port) throws IOException {
      try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
        start(
            () -> {
              try {
                in.transferTo(target.getOutputStream());
              } catch (IOException e) {
                // Either end left.
              }
            });
        target.getInputStream().transferTo(out);
      }
    }
  }
}
