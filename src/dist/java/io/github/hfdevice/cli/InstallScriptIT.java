package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code install.sh}, piped into a shell as its first line says, from a server on this machine. */
@DisabledOnOs(OS.WINDOWS)
class InstallScriptIT {
  private static final Path SCRIPT = Path.of("src/dist/install.sh").toAbsolutePath();

  @TempDir private Path folder;
  private Path release;
  private Path prefix;
  private HttpServer server;

  @BeforeEach
  void serveARelease() throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/bin/curl")) || Files.exists(Path.of("/usr/bin/wget")),
        "needs curl or wget");
    prefix = folder.resolve("a home/.local");
    release = Files.createDirectory(folder.resolve("release"));
    try (Stream<Path> files = Files.list(Packages.TARGET)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (name.equals("SHA256SUMS") || name.matches("hf-device-.*\\.tar\\.gz")) {
          Files.createLink(release.resolve(name), file);
        }
      }
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/release/",
        exchange -> {
          Path file = release.resolve(Path.of(exchange.getRequestURI().getPath()).getFileName());
          if (Files.exists(file)) {
            exchange.sendResponseHeaders(200, Files.size(file));
            Files.copy(file, exchange.getResponseBody());
          } else {
            exchange.sendResponseHeaders(404, -1);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void installs_saysWhatItDid_andCanBeRepeated() throws Exception {
    for (int i = 0; i < 2; i++) {
      Run run = install().exits(0).saysNothing();
      assertTrue(run.stdout().contains("Installed hf-device "), run::toString);
      assertTrue(run.stdout().contains("Put " + prefix + "/bin on your PATH"), run::toString);
    }
    Packages.logsInAndPrintsItsToken(folder, prefix.resolve("bin/hf-device").toString());
    try (Stream<Path> libs = Files.list(prefix.resolve("lib"))) {
      assertEquals(1, libs.count());
    }
  }

  @Test
  void unknownPlatform_getsTheArchiveThatNeedsAJava() throws Exception {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    Path uname = Files.writeString(tools.resolve("uname"), "#!/bin/sh\necho riscv64\n");
    assertTrue(uname.toFile().setExecutable(true));
    BuiltProgram with = script().with("PATH", tools + ":/usr/bin:/bin");
    with.with("JAVA_HOME", System.getProperty("java.home"));

    Run run = with.shell("sh <\"$script\"").exits(0);

    assertFalse(run.stdout().contains("-linux-"), run::toString);
    assertTrue(Files.isExecutable(prefix.resolve("bin/hf-device")));
  }

  @Test
  void downloadThatWasChanged_isNotInstalled() throws Exception {
    Path sums = release.resolve("SHA256SUMS");
    String changed = BuiltProgram.text(sums).replaceAll("(?m)^[0-9a-f]{8}", "00000000");
    Files.delete(sums);
    Files.writeString(sums, changed);

    install().exits(1).says("is not what SHA256SUMS says");

    assertNothingInstalled();
  }

  @Test
  void nothingThere_saysWhichAddressFailed() throws Exception {
    Files.delete(release.resolve("SHA256SUMS"));
    install().exits(1).says("/release/SHA256SUMS could not be downloaded");
    assertNothingInstalled();
  }

  @Test
  void plainHttpFromElsewhere_isRefused() throws Exception {
    script()
        .with("HF_DEVICE_URL", "http://hf-device.invalid")
        .shell("sh <\"$script\"")
        .exits(1)
        .says("must begin with https://");
  }

  @Test
  void scriptThatWasCutOff_doesNothing() throws Exception {
    String whole = BuiltProgram.text(SCRIPT);
    Path half = Files.writeString(folder.resolve("half"), whole.substring(0, whole.length() - 6));
    script().with("script", half).shell("sh <\"$script\"");
    assertFalse(Files.exists(prefix));
  }

  private BuiltProgram script() throws IOException {
    return Packages.program(folder, "script", SCRIPT, "HF_DEVICE_PREFIX", prefix)
        .with("HF_DEVICE_URL", "http://127.0.0.1:" + server.getAddress().getPort() + "/release");
  }

  private Run install() throws Exception {
    return script().shell("sh <\"$script\"");
  }

  private void assertNothingInstalled() throws IOException {
    assertFalse(Files.exists(prefix.resolve("bin/hf-device")));
    try (Stream<Path> left = Files.list(prefix.resolve("lib"))) {
      assertEquals(List.of(), left.toList());
    }
  }
}
