package io.github.hfdevice.blackbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers every refresh in one way, and knows every token as alice's. */
final class ScriptedServer implements AutoCloseable {

  /** What happens while a refresh is under way. */
  interface Meanwhile {
    void run() throws IOException;
  }

  private final List<String> refreshes = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile int status = 400;
  private volatile String answer = "{\"error\":\"invalid_request\"}";
  private volatile Meanwhile meanwhile = () -> {};

  ScriptedServer() throws IOException {
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> send(exchange, 404, "{\"error\":\"Not here\"}"));
    server.createContext(
        "/api/whoami-v2",
        exchange -> send(exchange, 200, "{\"type\":\"user\",\"name\":\"alice\",\"orgs\":[]}"));
    server.createContext("/oauth/token", this::refresh);
    server.start();
  }

  ScriptedServer answers(int newStatus, String newAnswer) {
    status = newStatus;
    answer = newAnswer;
    return this;
  }

  ScriptedServer meanwhile(Meanwhile action) {
    meanwhile = action;
    return this;
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The forms of the refreshes that came. */
  List<String> refreshes() {
    return refreshes;
  }

  private void refresh(HttpExchange exchange) throws IOException {
    refreshes.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    try {
      meanwhile.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    send(exchange, status, answer);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
