import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Measures the start-up of a built hf-device on the Java that runs this, against a main that prints
 * one line, and prints every target as reached or not. Linux only, for the memory.
 *
 * <p>{@code java src/bench/Bench.java [runs [folder]]}, 15 runs of target/hf-device by default.
 */
final class Bench {
  private static final String PASSWORD = "practice";
  private static final Path JDK = Path.of(System.getProperty("java.home"));
  private static final boolean NEW = Runtime.version().feature() >= 24;

  private final Path work;
  private final Path home;
  private final Hub http;
  private final Hub https;
  private final Map<String, List<Double>> millis = new LinkedHashMap<>();
  private final Map<String, Timed> cases = new LinkedHashMap<>();

  /** Runs something once and gives the figure. */
  private interface Timed {
    double run() throws Exception;
  }

  private Bench(Path work, Path home) throws Exception {
    this.work = work;
    this.home = home;
    this.http = new Hub(null);
    SSLContext authority = authority();
    this.https = new Hub(authority);
    // A Hub that has served others before: its own first handshakes are not what is measured.
    for (int request = 0; request < 300; request++) {
      https.ask(authority.getSocketFactory());
    }
  }

  public static void main(String[] args) throws Exception {
    int runs = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    Path home = Path.of(args.length > 1 ? args[1] : "target/hf-device").toRealPath();
    Path work = Files.createTempDirectory("hf-device-bench");
    try {
      new Bench(work, home).measure(runs);
    } finally {
      try (Stream<Path> files = Files.walk(work)) {
        files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
      }
    }
    System.exit(0); // The Hubs' threads would go on.
  }

  private void measure(int runs) throws Exception {
    String launcher = home.resolve("bin/hf-device").toString();
    Path token = Files.createDirectories(work.resolve("stored")).resolve("token");
    Files.writeString(token, "hf_" + "a".repeat(34));
    Files.writeString(
        token.resolveSibling("stored_tokens"),
        "[bench]\nhf_token = hf_" + "a".repeat(34) + "\nexpires_at = 4102444800\n\n");
    cases.put("floor", () -> wall(floor()));
    cases.put("auth token", () -> wall(launcher, "auth", "token"));
    cases.put("--version", () -> wall(launcher, "--version"));
    cases.put("auth login --help", () -> wall(launcher, "auth", "login", "--help"));
    cases.put("code, http", () -> untilCode(http, launcher));
    cases.put("code, TLS", () -> untilCode(https, launcher));
    for (String peer : List.of("hf", "gh")) {
      if (onPath(peer)) {
        cases.put(peer + " auth token", () -> wall(peer, "auth", "token"));
      }
    }
    for (int run = -1; run < runs; run++) {
      for (Map.Entry<String, Timed> each : cases.entrySet()) {
        double figure = each.getValue().run();
        if (run >= 0) { // The first fills the caches of the disk.
          millis.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(figure);
        }
      }
    }
    double[] waiting = waitAndApprove(launcher);
    print(runs, waiting);
  }

  private void print(int runs, double[] waiting) throws IOException {
    System.out.printf(
        "%s %s, %s, %d processors, medians of %d interleaved runs%n%n",
        System.getProperty("java.vendor"),
        System.getProperty("java.runtime.version"),
        processor(),
        Runtime.getRuntime().availableProcessors(),
        runs);
    System.out.println("| figure | median | ratio | target | | ratio of the least |");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    row("floor: a main that prints one line", "floor", Double.NaN, "");
    ratio("auth token", NEW ? 2.0 : 1.4);
    ratio("--version", NEW ? 1.9 : 1.4);
    ratio("auth login --help", NEW ? 2.3 : 1.7);
    ratio("code, http", NEW ? 3.4 : 2.5);
    ratio("code, TLS", NEW ? 8.0 : 5.5);
    plain("memory while waiting", "%.1f MiB", waiting[0], NEW ? 57 : 46);
    plain("approval to exit, over one interval", "%.0f ms", waiting[1], 150);
    plain("installed, without archives", "%.2f MiB", installed() / 1048576.0, 4.5);
    for (String name : millis.keySet()) {
      if (name.startsWith("hf ") || name.startsWith("gh ")) {
        row("`" + name + "`", name, Double.NaN, "");
      }
    }
  }

  private void ratio(String name, double target) {
    row(name, name, target, "≤ %.1f ×".formatted(target));
  }

  private static void plain(String name, String format, double value, double target) {
    System.out.printf(
        "| %s | %s | | ≤ %s | %s | |%n",
        name,
        format.formatted(value),
        format.formatted(target),
        value <= target ? "reached" : "not reached");
  }

  /** The least of all runs tells more than the median where other programs keep the machine busy. */
  private void row(String title, String name, double target, String wanted) {
    double ratio = median(name) / median("floor");
    System.out.printf(
        "| %s | %.0f ms | %.2f × | %s | %s | %.2f × |%n",
        title,
        median(name),
        ratio,
        wanted,
        Double.isNaN(target) ? "" : ratio <= target ? "reached" : "not reached",
        Collections.min(millis.get(name)) / Collections.min(millis.get("floor")));
  }

  private double median(String name) {
    double[] sorted = millis.get(name).stream().mapToDouble(d -> d).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  // What is measured

  private String[] floor() throws Exception {
    Path source = work.resolve("Floor.java");
    if (!Files.exists(source)) {
      Files.writeString(
          source,
          "class Floor { public static void main(String[] a) { System.out.println(\"x\"); } }");
      wall(JDK.resolve("bin/javac").toString(), "-d", work.toString(), source.toString());
    }
    return new String[] {
      JDK.resolve("bin/java").toString(),
      "-XX:TieredStopAtLevel=1",
      "-XX:+UseSerialGC",
      "-cp",
      work.toString(),
      "Floor"
    };
  }

  private double wall(String... command) throws Exception {
    ProcessBuilder builder = builder(command);
    long start = System.nanoTime();
    Process process = builder.start();
    try (InputStream out = process.getInputStream()) {
      out.readAllBytes();
    }
    int exitCode = process.waitFor();
    double figure = (System.nanoTime() - start) / 1e6;
    if (exitCode != 0) {
      throw new IOException(Arrays.toString(command) + " exits with " + exitCode);
    }
    return figure;
  }

  private double untilCode(Hub hub, String launcher) throws Exception {
    long start = System.nanoTime();
    Process process = login(hub, launcher);
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      double figure = (System.nanoTime() - start) / 1e6;
      if (line == null || !line.contains("\"user_code\":\"")) {
        throw new IOException("no code but: " + line);
      }
      return figure;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private Process login(Hub hub, String launcher) throws IOException {
    ProcessBuilder builder = builder(launcher, "auth", "login", "--format", "json");
    builder.environment().put("HF_ENDPOINT", hub.endpoint());
    builder.environment().put("HF_HOME", Files.createTempDirectory(work, "home").toString());
    builder.environment().put("SSL_CERT_FILE", work.resolve("ca.pem").toString());
    return builder.start();
  }

  /** Memory in MiB while a login waits; ms from approval to exit that are over one interval. */
  private double[] waitAndApprove(String launcher) throws Exception {
    double[] peaks = new double[5];
    double[] ends = new double[5];
    for (int run = 0; run < peaks.length; run++) {
      http.approved = false;
      Process process = login(http, launcher);
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        out.readLine();
        http.awaitPoll();
        String status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
        peaks[run] = Long.parseLong(status.replaceAll("(?s).*VmHWM:\\s*(\\d+).*", "$1")) / 1024.0;
        long approvedAt = System.nanoTime();
        http.approved = true;
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
          throw new IOException("the login failed: " + out.readLine());
        }
        ends[run] = (System.nanoTime() - approvedAt) / 1e6 - 1000 * Hub.INTERVAL_SECONDS;
      } finally {
        process.destroyForcibly();
      }
    }
    Arrays.sort(peaks);
    Arrays.sort(ends);
    return new double[] {peaks[2], ends[2]};
  }

  private long installed() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().matches(".*\\.(jsa|home)"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private static String processor() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.replaceFirst("[^:]*:\\s*", ""))
          .orElse(System.getProperty("os.arch").toLowerCase(Locale.ROOT));
    }
  }

  private static boolean onPath(String name) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(dir -> Files.isExecutable(Path.of(dir, name)));
  }

  private ProcessBuilder builder(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.matches("(?i)HF_.*|HUGGING.*|.*_PROXY|_JAVA.*|JDK_.*"));
    environment.put("JAVA_HOME", JDK.toString());
    environment.put("HF_HOME", work.resolve("stored").toString());
    environment.put("GH_TOKEN", "bench");
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  private SSLContext authority() throws Exception {
    Path keys = work.resolve("keys.p12");
    wall(
        (JDK.resolve("bin/keytool")
                + " -genkeypair -alias hub -dname CN=hub -ext san=ip:127.0.0.1 -ext bc:c=ca:true"
                + " -keyalg EC -groupname secp256r1 -storetype PKCS12 -storepass "
                + PASSWORD
                + " -keystore "
                + keys)
            .split(" "));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    Files.writeString(
        work.resolve("ca.pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(store.getCertificate("hub").getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** Answers as the Hub does, at once; a login there waits until it is approved. */
  private static final class Hub {
    static final int INTERVAL_SECONDS = 1;
    volatile boolean approved;
    private volatile int polls;
    private final HttpServer server;
    private final String scheme;

    Hub(SSLContext context) throws IOException {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
      if (context == null) {
        scheme = "http";
        server = HttpServer.create(address, 0);
      } else {
        scheme = "https";
        HttpsServer secure = HttpsServer.create(address, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context));
        server = secure;
      }
      server.setExecutor(Executors.newFixedThreadPool(4));
      server.createContext("/", this::answer);
      server.start();
    }

    String endpoint() {
      return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    void ask(SSLSocketFactory sockets) throws IOException {
      HttpsURLConnection connection =
          (HttpsURLConnection) URI.create(endpoint()).toURL().openConnection();
      connection.setSSLSocketFactory(sockets);
      connection.setRequestProperty("Connection", "close");
      connection.getInputStream().readAllBytes();
    }

    void awaitPoll() throws InterruptedException {
      for (int before = polls; polls == before; ) {
        Thread.sleep(5);
      }
    }

    private void answer(HttpExchange exchange) throws IOException {
      exchange.getRequestBody().readAllBytes();
      int status = 200;
      String body;
      switch (exchange.getRequestURI().getPath()) {
        case "/oauth/device" ->
            body =
                "{\"device_code\":\"d\",\"user_code\":\"ABCD-1234\",\"verification_uri\":\""
                    + endpoint()
                    + "/oauth/device\",\"expires_in\":300,\"interval\":"
                    + INTERVAL_SECONDS
                    + "}";
        case "/oauth/token" -> {
          status = approved ? 200 : 400;
          body =
              approved
                  ? "{\"access_token\":\"hf_oauth_x\",\"token_type\":\"bearer\","
                      + "\"refresh_token\":\"r\",\"expires_in\":2591999}"
                  : "{\"error\":\"authorization_pending\"}";
          polls++;
        }
        default -> body = "{\"type\":\"user\",\"name\":\"alice\",\"orgs\":[]}";
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
  }
}
