package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfdevice.demo.PracticeHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packages of the build, and what each of them must do once it is installed. */
final class Packages {
  static final Path TARGET = Path.of(System.getProperty("hfdevice.archives")).getParent();

  private Packages() {}

  /** The package whose name matches; without the tool that makes it there is none to test. */
  static Path named(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(TARGET)) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().matches(pattern)).toList();
      assumeTrue(found.size() == 1, "the build made no " + pattern + ": " + found);
      return found.get(0);
    }
  }

  /** Runs {@code script} with these variables and otherwise a plain environment. */
  static Run shell(Path folder, String script, Object... variables) throws Exception {
    return patiently(program(folder, variables), script);
  }

  /** The tools for packages take their time on a slow machine. */
  static Run patiently(BuiltProgram program, String script) throws Exception {
    Running running = program.startCommand(List.of("/bin/sh", "-c", script));
    assertTrue(running.process().waitFor(10, TimeUnit.MINUTES), "did not end in time");
    return running.end();
  }

  static BuiltProgram program(Path folder, Object... variables) throws IOException {
    BuiltProgram program =
        new BuiltProgram(folder)
            .without("JAVA_HOME")
            .with("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .with("LC_ALL", "C.UTF-8");
    for (int i = 0; i < variables.length; i += 2) {
      program.with(variables[i].toString(), variables[i + 1]);
    }
    return program;
  }

  /** Logs in with the installed {@code program}, which must need no other Java. */
  static void logsInAndPrintsItsToken(Path folder, String program) throws Exception {
    try (PracticeHub hub =
        PracticeHub.start(
            PracticeHub.Options.builder()
                .interval(Duration.ofSeconds(1))
                .autoApprove(Duration.ofMillis(100))
                .build())) {
      BuiltProgram started =
          program(folder, "HF_ENDPOINT", hub.endpoint(), "program", program)
              .with("JAVA_HOME", folder);
      started.shell("\"$program\" auth login").exits(0).says("Logged in as alice");
      Run run = started.shell("exec \"$program\" auth token").exits(0);
      assertTrue(run.stdout().startsWith("hf_oauth_"), run::toString);
    }
  }

  /** Whether the jars that {@code program} starts with still fit its class-data archive. */
  static void takesItsClassesFromItsArchive(Path folder, String program, Path lib)
      throws Exception {
    String release = Files.readString(lib.resolve("runtime/release"));
    boolean withJars = release.matches("(?s).*JAVA_VERSION=\"(2[4-9]|[3-9]\\d).*");
    assumeTrue(withJars, "before Java 24 the archive of a bundled Java holds none of our classes");
    Path log = folder.resolve("classes");
    program(folder, "program", program, "HF_TOKEN", "hf_x")
        .with("HF_DEVICE_JAVA_OPTS", "-Xlog:class+load:file=" + log)
        .shell("\"$program\" auth token")
        .exits(0);
    List<String> ours =
        Files.readAllLines(log).stream()
            .filter(line -> line.contains(" io.github.hfdevice.Main "))
            .toList();
    assertTrue(ours.size() == 1 && ours.get(0).contains("shared objects"), ours::toString);
  }
}
