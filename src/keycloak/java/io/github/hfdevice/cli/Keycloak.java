package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/** A real Keycloak on this machine alone, with the realm of {@code realm.json}. */
final class Keycloak implements AutoCloseable {
  static final String REALM = "/realms/devices";

  /** A slow machine builds the server for minutes at its first start. */
  private static final int SECONDS = 600;

  private static final Path HOME = Path.of(System.getProperty("hfdevice.keycloak"));
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path log = HOME.resolve("test.log");
  private final String address;

  /** Starts it and waits until it answers. */
  Keycloak() throws IOException, InterruptedException {
    Path realms = Files.createDirectories(HOME.resolve("data/import"));
    Files.copy(
        Path.of("src/keycloak/realm.json"),
        realms.resolve("devices.json"),
        StandardCopyOption.REPLACE_EXISTING);
    int port = freePort();
    address = "http://127.0.0.1:" + port;
    // The archive was unpacked by Maven, which may leave scripts without their mode.
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/bash",
            HOME.resolve("bin/kc.sh").toString(),
            "start-dev",
            "--import-realm",
            "--db=dev-mem",
            "--http-host=127.0.0.1",
            "--http-port=" + port);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    process = builder.start();
    awaitAnswer();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    URI metadata = URI.create(address + REALM + "/.well-known/openid-configuration");
    for (int i = 0; i < SECONDS * 2; i++) {
      if (!process.isAlive()) {
        break;
      }
      try {
        HttpResponse<Void> reply =
            HTTP.send(
                HttpRequest.newBuilder(metadata).build(), HttpResponse.BodyHandlers.discarding());
        if (reply.statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      Thread.sleep(500);
    }
    close();
    fail("Keycloak did not start: " + BuiltProgram.text(log));
  }

  /** Where it listens. */
  String address() {
    return address;
  }

  /** The script starts a process of its own for the server: both are ended. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
