package io.github.hfdevice.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.hfdevice.http.ExchangeLog;
import io.github.hfdevice.http.ExchangeThreads;
import io.github.hfdevice.http.ProxyRules;
import io.github.hfdevice.hub.HubSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on loopback: each path has the answers that a test gave it; requests are recorded. */
public final class FakeLoginServer implements AutoCloseable {
  /** The token of {@link #granting}. */
  public static final String ACCESS_TOKEN = "hf_oauth_SECRET";

  /** What {@link #granting} gives a code with. */
  public static final String DEVICE_ANSWER =
      "{\"device_code\":\"SECRET-d\",\"user_code\":\"WXYZ-1234\","
          + "\"verification_uri\":\"https://hub.test/device\",\"expires_in\":300}";

  /**
   * A request as it came.
   *
   * @param authorization the header of that name, or an empty text
   */
  public record Request(String method, String path, String authorization, String body) {}

  private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
  private final Map<String, Queue<HttpHandler>> next = new ConcurrentHashMap<>();
  private final Map<String, Runnable> meanwhile = new ConcurrentHashMap<>();
  private final List<Request> seen = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  /** A server that has nothing, until it is told. */
  public FakeLoginServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** A Hub that grants the first poll, to bob. */
  public static FakeLoginServer granting() throws IOException {
    return new FakeLoginServer()
        .answer("/oauth/device", 200, DEVICE_ANSWER)
        .answer(
            "/oauth/token",
            200,
            "{\"access_token\":\"" + ACCESS_TOKEN + "\",\"refresh_token\":\"r\",\"expires_in\":60}")
        .answer("/api/whoami-v2", 200, "{\"name\":\"bob\"}");
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    seen.add(
        new Request(
            exchange.getRequestMethod(),
            path,
            authorization == null ? "" : authorization,
            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    meanwhile.getOrDefault(path, () -> {}).run();
    HttpHandler once = next.getOrDefault(path, new ConcurrentLinkedQueue<>()).poll();
    (once == null ? answers.getOrDefault(path, json(404, "{}")) : once).handle(exchange);
  }

  private static HttpHandler json(int status, String body) {
    return exchange -> {
      try (exchange) {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    };
  }

  /** From now on {@code path} is answered so. */
  public FakeLoginServer answer(String path, int status, String body) {
    return answer(path, json(status, body));
  }

  /** From now on {@code path} is answered by {@code handler}, which reads no body. */
  public FakeLoginServer answer(String path, HttpHandler handler) {
    answers.put(path, handler);
    return this;
  }

  /** One request to {@code path} is answered so, before what else is said of it. */
  public FakeLoginServer once(String path, int status, String body) {
    next.computeIfAbsent(path, any -> new ConcurrentLinkedQueue<>()).add(json(status, body));
    return this;
  }

  /** From now on a request to {@code path} gets no answer before {@link #close}. */
  public FakeLoginServer hang(String path) {
    return meanwhile(
        path,
        () -> {
          try {
            closed.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** From now on {@code action} runs before each answer to {@code path}. */
  public FakeLoginServer meanwhile(String path, Runnable action) {
    meanwhile.put(path, action);
    return this;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The paths that were asked for, in their order. */
  public List<String> requests() {
    return seen.stream().map(Request::path).toList();
  }

  /** The requests to {@code path}, in their order. */
  public List<Request> requests(String path) {
    return seen.stream().filter(request -> request.path().equals(path)).toList();
  }

  /** The way to all servers, for an environment that names this one. */
  Servers servers() {
    return servers(Map.of());
  }

  /** The same for an environment with {@code more} variables. */
  Servers servers(Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.putIfAbsent(HubSettings.ENDPOINT, endpoint().toString());
    return serversOf(variables);
  }

  /** The way to all servers, for these variables. */
  static Servers serversOf(Map<String, String> variables) {
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
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
