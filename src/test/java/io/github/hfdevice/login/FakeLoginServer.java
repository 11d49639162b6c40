package io.github.hfdevice.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.github.hfdevice.http.ExchangeLog;
import io.github.hfdevice.http.ExchangeThreads;
import io.github.hfdevice.http.ProxyRules;
import io.github.hfdevice.hub.HubSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The Hub of the variables: each path has one answer, and each request is recorded. */
final class FakeLoginServer implements AutoCloseable {
  private record Answer(int status, String body) {}

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  FakeLoginServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String path = exchange.getRequestURI().getPath();
            exchange.getRequestBody().readAllBytes();
            requests.add(path);
            Answer answer = answers.getOrDefault(path, new Answer(404, "{}"));
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  FakeLoginServer answer(String path, int status, String body) {
    answers.put(path, new Answer(status, body));
    return this;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The paths that were asked for, in their order. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** All servers, for an environment that names this one. */
  Servers servers() {
    return serversOf(endpoint());
  }

  /** All servers, for an environment that names {@code endpoint}. */
  static Servers serversOf(URI endpoint) {
    Map<String, String> variables = Map.of(HubSettings.ENDPOINT, endpoint.toString());
    HubSettings settings = new HubSettings(variables);
    Network network =
        new Network(
            settings,
            new Network.Caller("test", ExchangeThreads.shared(), ExchangeLog.SILENT),
            new ProxyRules(Map.of()),
            Optional.empty());
    return new Servers(settings, () -> network, Optional.empty());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
