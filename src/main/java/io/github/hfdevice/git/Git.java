package io.github.hfdevice.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs git. Thread-safe. */
final class Git {
  /** A helper may ask a keyring, and a keyring the person; nobody should wait for it for long. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final Map<String, String> environment;

  Git(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Runs git with {@code input} on its stdin; blocks until it ended, for at most 15 s.
   *
   * @param input may hold secrets, which arguments must not
   * @throws GitException if git cannot be run or does not end
   */
  Result run(String input, String... arguments) throws GitException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    // Trace output would show what helpers are told, the token too.
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_TRACE"));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new GitException("git cannot be run: is it installed?", e);
    }
    try {
      feed(process, input);
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new GitException("git did not end within " + LIMIT.toSeconds() + " s", null);
      }
      return new Result(process.exitValue(), output(process));
    } finally {
      process.destroyForcibly();
    }
  }

  private static void feed(Process process, String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading; its exit code tells how.
    }
  }

  /** What is there: a helper that stays behind as a daemon may keep the pipe open for hours. */
  private static String output(Process process) throws GitException {
    try {
      InputStream stdout = process.getInputStream();
      return new String(stdout.readNBytes(stdout.available()), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new GitException("git's answer cannot be read", e);
    }
  }

  /**
   * How git ended.
   *
   * @param output of stdout and stderr, without blanks around it
   */
  record Result(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }

    /** What failed, in git's words. */
    GitException failure(String job) {
      String last =
          output.substring(output.lastIndexOf('\n') + 1).replaceFirst("^(error|fatal): ", "");
      return new GitException(
          job + " failed: " + (last.isEmpty() ? "git ended with exit code " + exitCode : last),
          null);
    }
  }
}
