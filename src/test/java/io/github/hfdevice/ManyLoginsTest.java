package io.github.hfdevice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What logins cost that wait on virtual threads. */
@EnabledIfSystemProperty(
    named = "hfdevice.scale",
    matches = "true",
    disabledReason = "takes half a minute: -Dhfdevice.scale=true runs it")
class ManyLoginsTest {
  private static final int LOGINS = 10_000;
  private static final int APPROVED = 20;
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
  private static final Pattern DEVICE_CODE = Pattern.compile("device_code=d(\\d+)");

  @TempDir private Path dir;
  private final AtomicInteger codes = new AtomicInteger();
  private final ConcurrentHashMap<Integer, Integer> polls = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    server.setExecutor(threads);
    server.createContext("/oauth/device", exchange -> send(exchange, 200, newCode()));
    server.createContext("/oauth/token", this::answerPoll);
    server.createContext("/api/whoami-v2", exchange -> send(exchange, 200, "{\"name\":\"alice\"}"));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private String newCode() {
    int code = codes.getAndIncrement();
    return "{\"device_code\":\"d"
        + code
        + "\",\"user_code\":\""
        + code
        + "\",\"verification_uri\":\"https://hub.test/device\",\"expires_in\":900}";
  }

  /** The first poll of every login comes too early. */
  private void answerPoll(HttpExchange exchange) throws IOException {
    Matcher code = DEVICE_CODE.matcher(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    assertTrue(code.find());
    int login = Integer.parseInt(code.group(1));
    if (polls.merge(login, 1, Integer::sum) > 1 && login < APPROVED) {
      send(exchange, 200, "{\"access_token\":\"hf_" + login + "\"}");
    } else {
      send(exchange, 400, "{\"error\":\"authorization_pending\"}");
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Test
  @Timeout(300)
  void tenThousandLogins_waitAtOnce_in256MiB() throws Exception {
    Optional<Path> java = javaWithVirtualThreads();
    assumeTrue(java.isPresent(), "there is no Java 21 or newer beside the one that runs this");
    Process process =
        new ProcessBuilder(
                java.get().toString(),
                "-Xmx256m",
                "-cp",
                classPath(),
                ManyLogins.class.getName(),
                "http://127.0.0.1:" + server.getAddress().getPort(),
                dir.resolve("token").toString(),
                String.valueOf(LOGINS),
                String.valueOf(APPROVED))
            .redirectErrorStream(true)
            .start();
    try (Stream<String> lines = process.inputReader(UTF_8).lines()) {
      List<String> said = lines.toList();
      said.forEach(System.out::println);
      assertEquals(2, said.size(), said::toString);
      assertEquals(APPROVED + " stored, " + (LOGINS - APPROVED) + " interrupted", said.get(1));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.waitFor());
    assertTrue(Files.readString(dir.resolve("token")).startsWith("hf_"));
    assertEquals(LOGINS, polls.size());
  }

  private static String classPath() throws Exception {
    StringBuilder path = new StringBuilder();
    for (Class<?> ofEntry :
        List.of(
            ManyLogins.class,
            DeviceLogin.class,
            JsonNode.class,
            JsonFactory.class,
            JsonInclude.class)) {
      path.append(Path.of(ofEntry.getProtectionDomain().getCodeSource().getLocation().toURI()))
          .append(File.pathSeparator);
    }
    return path.toString();
  }

  /** The newest of this Java and those that are installed beside it. */
  private static Optional<Path> javaWithVirtualThreads() throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    try (Stream<Path> homes = Files.list(home.getParent())) {
      return homes
          .filter(other -> version(other) >= 21)
          .max(Comparator.comparing(ManyLoginsTest::version))
          .map(newest -> newest.resolve("bin").resolve("java"));
    }
  }

  private static int version(Path home) {
    try {
      Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
      return version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
