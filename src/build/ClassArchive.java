import io.github.hfdevice.demo.PracticeHub;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Makes the class-data archive of a built hf-device for the JVM that runs this: a rehearsal of the
 * usual commands against the practice Hub, over http and TLS, tells what belongs into it. The
 * launcher finds it by its name, and the JVM checks that it wrote it itself.
 *
 * <p>Its argument is the folder of that hf-device. With a second folder, that of a runtime of the same Java, it makes the archive which that
 * runtime takes by itself.
 */
final class ClassArchive {
  private static final String PASSWORD = "practice";
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  /** The launcher's options that decide whether an archive fits. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xmx64m",
          "-Xmn24m",
          "-XX:-UsePerfData",
          "-XX:ReservedCodeCacheSize=16m");

  /** Another one of them; to write an archive takes more than to use it. */
  private static final String CLASS_SPACE = "-XX:CompressedClassSpaceSize=16m";

  private final Path work;
  private final Path lib;
  private final Path runtime;

  private ClassArchive(Path work, Path home, Path runtime) throws IOException {
    this.work = work;
    this.lib = home.toRealPath().resolve("lib");
    this.runtime = runtime.toRealPath();
  }

  public static void main(String[] args) throws Exception {
    Path work = Files.createTempDirectory("hf-device-archive");
    try (PracticeHub hub =
            PracticeHub.start(
                PracticeHub.Options.builder()
                    .interval(Duration.ofSeconds(1))
                    .autoApprove(Duration.ofMillis(1))
                    .build());
        ServerSocket tls = tlsServer(work)) {
      Thread tunnel = new Thread(() -> forward(tls, hub.endpoint().getPort()));
      tunnel.setDaemon(true);
      tunnel.start();
      new ClassArchive(work, Path.of(args[0]), args.length > 1 ? Path.of(args[1]) : JDK)
          .make(hub.endpoint().toString(), "https://127.0.0.1:" + tls.getLocalPort());
    } finally {
      delete(work);
    }
  }

  private void make(String http, String https) throws Exception {
    String rehearsal =
        String.join(
            " , ",
            "auth login --json --force --endpoint " + http,
            "auth login --force --activate --endpoint " + https,
            "auth token --endpoint " + https,
            "auth git-credential get",
            "auth exec -- true",
            "auth list",
            "auth status --offline",
            "--version",
            "auth login --help");
    Path archive = work.resolve("archive");
    List<String> play = new ArrayList<>(List.of("io.github.hfdevice.Rehearsal"));
    play.addAll(List.of(rehearsal.split(" ")));
    String name = "hf-device-" + System.getProperty("java.version");
    // One with the JDK's classes inside: Java 17 crashes on one without them that was cut off. On
    // Java 25 it also took less time than an AOT cache, which loads all its classes at each start.
    // Only G1 can write the JDK's objects into it; every collector can read them.
    Path notes = work.resolve("notes");
    // Most start where no locale is set: see the launcher.
    java(List.of("-XX:DumpLoadedClassList=" + notes, "-Dhfdevice.lcAll="), play);
    List<String> dump =
        List.of(
            "-Xshare:dump",
            "-XX:-UseSerialGC",
            "-XX:+UseG1GC",
            "-XX:SharedClassListFile=" + notes);
    if (!runtime.equals(JDK)) {
      makeDefaultOfRuntime(dump);
      return;
    }
    List<String> toArchive = new ArrayList<>(dump);
    toArchive.add("-XX:SharedArchiveFile=" + archive);
    java(toArchive, List.of());
    // As the launcher starts it.
    java(
        List.of(
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-Xshare:on",
            CLASS_SPACE,
            "-XX:SharedArchiveFile=" + archive),
        List.of("io.github.hfdevice.Main", "--version"));
    Files.move(archive, lib.resolve(name + ".jsa"), StandardCopyOption.REPLACE_EXISTING);
    // Java 17 uses it in the folder that it was made in only, and elsewhere not even its own.
    Files.writeString(lib.resolve(name + ".home"), lib + "\n");
  }

  /** It will be unpacked elsewhere, where Java 17 takes an archive only if no jar is in it. */
  private void makeDefaultOfRuntime(List<String> dump) throws Exception {
    boolean withJars = Runtime.version().feature() >= 24;
    List<String> command = new ArrayList<>(List.of(runtime.resolve("bin/java").toString()));
    command.addAll(OPTIONS);
    command.addAll(dump);
    command.addAll(List.of("-cp", withJars ? lib.resolve("hf-device.jar").toString() : "nothing"));
    run(command, work);
    java(List.of("-Xshare:on", CLASS_SPACE), List.of("io.github.hfdevice.Main", "--version"));
  }

  private void java(List<String> options, List<String> main) throws Exception {
    List<String> command = new ArrayList<>(List.of(runtime.resolve("bin/java").toString()));
    command.addAll(OPTIONS);
    command.addAll(options);
    command.addAll(List.of("-cp", lib.resolve("hf-device.jar").toString()));
    command.addAll(main);
    run(command, work);
  }

  private static ServerSocket tlsServer(Path work) throws Exception {
    Path keys = work.resolve("keys.p12");
    run(
        List.of(
            JDK.resolve("bin/keytool").toString(),
            "-J-XX:TieredStopAtLevel=1",
            "-genkeypair",
            "-alias",
            "hub",
            "-dname",
            "CN=hub",
            "-ext",
            "san=ip:127.0.0.1",
            "-ext",
            "bc:c=ca:true",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-keystore",
            keys.toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD),
        work);
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
    context.init(managers.getKeyManagers(), null, null);
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  }

  /** Passes each connection on to the practice Hub, which speaks plain http only. */
  private static void forward(ServerSocket from, int to) {
    while (!from.isClosed()) {
      try {
        Socket client = from.accept();
        Socket hub = new Socket(InetAddress.getLoopbackAddress(), to);
        copy(client, hub);
        copy(hub, client);
      } catch (IOException e) {
        // One connection less; the client will say what it misses.
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    Thread thread =
        new Thread(
            () -> {
              try (InputStream in = from.getInputStream();
                  OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
              } catch (IOException e) {
                // The other end hung up.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(List<String> command, Path work) throws Exception {
    Path log = work.resolve("log");
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    // Settings of the person who builds are not those of a user.
    environment.keySet().removeIf(name -> name.matches("(?i)HF_.*|HUGGING.*|.*_PROXY|_JAVA.*|JDK_.*"));
    environment.put("HF_HOME", work.resolve("home").toString());
    environment.put("SSL_CERT_FILE", work.resolve("ca.pem").toString());
    environment.put("HFD_EXEC_HANDOVER", "1"); // as the launcher sets it
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(180, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(command + " failed: " + Files.readString(log));
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(folder)) {
      found.forEach(files::add);
    }
    for (int i = files.size() - 1; i >= 0; i--) {
      Files.delete(files.get(i));
    }
  }
}
