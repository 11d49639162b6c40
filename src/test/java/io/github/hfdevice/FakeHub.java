package io.github.hfdevice;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A Hub that grants the first poll, unless a path is given another answer. */
final class FakeHub implements AutoCloseable {
  static final String ACCESS_TOKEN = "hf_oauth_SECRET";

  private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  FakeHub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange ->
            answers
                .getOrDefault(exchange.getRequestURI().getPath(), json(404, "{}"))
                .handle(exchange));
    answer(
        "/oauth/device",
        200,
        "{\"device_code\":\"SECRET-d\",\"user_code\":\"WXYZ\\u001b-1234\","
            + "\"verification_uri\":\"https://hub.test/device\",\"expires_in\":300}");
    answer(
        "/oauth/token",
        200,
        "{\"access_token\":\"" + ACCESS_TOKEN + "\",\"refresh_token\":\"r\",\"expires_in\":60}");
    answer("/api/whoami-v2", 200, "{\"name\":\"bob\"}");
    server.start();
  }

  void answer(String path, int status, String body) {
    answer(path, json(status, body));
  }

  void answer(String path, HttpHandler handler) {
    answers.put(path, handler);
  }

  private static HttpHandler json(int status, String body) {
    return exchange -> send(exchange, status, body.getBytes(UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
