package io.github.hfdevice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs batch files as Windows does, nearly: wine's cmd is not Microsoft's. */
final class Wine {
  private final Path folder;

  record Result(int exitCode, String stdout, String stderr) {
    List<String> lines() {
      return stdout.lines().toList();
    }
  }

  /** Makes a Windows of its own in {@code folder}, which takes a minute on a slow machine. */
  Wine(Path folder) throws Exception {
    this.folder = folder;
    assertEquals(0, start(Map.of(), "wineboot", "-i").exitCode());
  }

  /** A path as programs for Windows see it. */
  static String path(Path unix) {
    return "Z:" + unix.toString().replace('/', '\\');
  }

  /** Runs {@code line} from a batch file, in which {@code %} is written twice. */
  Result batch(Map<String, String> environment, String line) throws Exception {
    Path file = folder.resolve("run.cmd");
    Files.writeString(file, "@echo off\r\n" + line + "\r\n", UTF_8);
    return start(environment, "wine", "cmd", "/c", path(file));
  }

  private Result start(Map<String, String> environment, String... command) throws Exception {
    Path stdout = folder.resolve("stdout");
    Path stderr = folder.resolve("stderr");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("WINEPREFIX", folder.resolve("windows").toString());
    builder.environment().put("WINEDEBUG", "-all");
    builder.environment().put("WINEDLLOVERRIDES", "mscoree,mshtml="); // else it asks for them
    builder.environment().putAll(environment);
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
    Process process = builder.start();
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertTrue(ended, "did not end in time");
    return new Result(process.exitValue(), read(stdout), read(stderr));
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, UTF_8).replace("\r\n", "\n");
  }
}
