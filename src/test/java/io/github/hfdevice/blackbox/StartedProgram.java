package io.github.hfdevice.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the built {@code bin/hf-device} with nothing of this one's environment. */
record StartedProgram(Process process, Path stdout, Path stderr) {
  private static final Path LAUNCHER =
      Path.of(System.getProperty("hfdevice.home"), "bin", "hf-device");
  private static final int SECONDS = 40;

  /** How a process ended. */
  record End(int exitCode, String stdout, String stderr) {
    End exits(int expected) {
      assertEquals(expected, exitCode, this::toString);
      return this;
    }

    End prints(String expected) {
      assertEquals(expected, stdout, this::toString);
      return this;
    }

    End warns(String part) {
      assertTrue(stderr.contains(part), this::toString);
      return this;
    }

    End hides(String secret) {
      assertFalse((stdout + stderr).contains(secret), this::toString);
      return this;
    }

    End isSilent() {
      assertEquals("", stderr, this::toString);
      return this;
    }
  }

  static StartedProgram start(TokenFolder files, Object endpoint, String... arguments)
      throws IOException {
    return start(files, endpoint, files.newOutput("stdout"), new File("/dev/null"), arguments);
  }

  static StartedProgram start(
      TokenFolder files, Object endpoint, Path stdout, File stdin, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString(), "auth"));
    command.addAll(List.of(arguments));
    Path stderr = files.newOutput("stderr");
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("HOME", files.root().toString());
    environment.put("HF_HOME", files.home().toString());
    environment.put("HF_ENDPOINT", endpoint.toString());
    environment.putAll(files.environment());
    builder.redirectInput(stdin).redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
    return new StartedProgram(builder.start(), stdout, stderr);
  }

  static End run(TokenFolder files, Object endpoint, String... arguments) throws Exception {
    return start(files, endpoint, arguments).end();
  }

  End end() throws IOException, InterruptedException {
    boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    End end =
        new End(
            ended ? process.exitValue() : -1,
            stdout.startsWith("/proc") || !Files.isRegularFile(stdout)
                ? ""
                : Files.readString(stdout),
            Files.readString(stderr));
    assertTrue(ended, () -> "did not end: " + end);
    return end;
  }
}
