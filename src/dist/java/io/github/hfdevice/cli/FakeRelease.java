package io.github.hfdevice.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** A server on this machine with the files of a release: the archives that the build made. */
final class FakeRelease implements AutoCloseable {
  private enum Fault {
    NONE,
    ENDS_HALFWAY,
    STOPS_HALFWAY
  }

  private final Path files;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Fault fault = Fault.NONE;

  FakeRelease(Path files) throws IOException {
    this.files = files;
    try (Stream<Path> built = Files.list(Packages.TARGET)) {
      for (Path file : (Iterable<Path>) built::iterator) {
        String name = file.getFileName().toString();
        if (name.equals("SHA256SUMS") || name.matches("hf-device-.*\\.tar\\.gz")) {
          Files.createSymbolicLink(files.resolve(name), file);
        }
      }
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/release/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/release";
  }

  /** What stands in the file of checksums from now on. */
  void hasSums(String sums) throws IOException {
    remove("SHA256SUMS");
    Files.writeString(files.resolve("SHA256SUMS"), sums);
  }

  String sums() throws IOException {
    return BuiltProgram.text(files.resolve("SHA256SUMS"));
  }

  void remove(String name) throws IOException {
    Files.delete(files.resolve(name));
  }

  /** Connections are closed from now on when half of an archive was sent. */
  void endsHalfway() {
    fault = Fault.ENDS_HALFWAY;
  }

  /** Half of an archive is sent from now on, and no more. */
  void stopsHalfway() {
    fault = Fault.STOPS_HALFWAY;
  }

  void awaitStop() throws InterruptedException {
    stopped.await();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = files.resolve(Path.of(exchange.getRequestURI().getPath()).getFileName());
      if (!Files.exists(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] bytes = Files.readAllBytes(file);
      exchange.sendResponseHeaders(200, bytes.length);
      if (fault == Fault.NONE || !file.toString().endsWith(".gz")) {
        exchange.getResponseBody().write(bytes);
        return;
      }
      exchange.getResponseBody().write(Arrays.copyOf(bytes, bytes.length / 2));
      exchange.getResponseBody().flush();
      if (fault == Fault.STOPS_HALFWAY) {
        stopped.countDown();
        closed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
