package io.github.hfdevice.git;

import io.github.hfdevice.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs git outside of any repository, so that only the user's and the machine's settings count.
 * Thread-safe.
 */
final class Git {
  /** A helper may ask a keyring, and a keyring the person; nobody should wait for it for long. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private static final int POLL_MILLIS = 50;
  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_SHOWN = 500;

  private final Map<String, String> environment;
  private final Duration limit;

  Git(Map<String, String> environment) {
    this(environment, LIMIT);
  }

  Git(Map<String, String> environment, Duration limit) {
    this.environment = environment;
    this.limit = limit;
  }

  /**
   * Runs git with {@code input} on its stdin; blocks until it ended, for at most 15 s.
   *
   * @param input may hold secrets, which arguments must not
   * @throws GitException if git cannot be run or does not end
   */
  Result run(String input, String... arguments) throws GitException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(GitEnvironment.program(environment)));
    command.addAll(List.of(arguments));
    try (EmptyFolder folder = EmptyFolder.create(environment)) {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.path().toFile());
      builder.environment().clear();
      builder.environment().putAll(GitEnvironment.in(folder.path(), environment));
      return finish(start(builder), input);
    }
  }

  private static Process start(ProcessBuilder builder) throws GitException {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new GitException("git cannot be run: " + e.getMessage(), e);
    }
  }

  private Result finish(Process process, String input) throws GitException, InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream words = new ByteArrayOutputStream();
    try {
      feed(process, input);
      long polls = limit.toMillis() / POLL_MILLIS;
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        read(process, output, words);
        if (polls-- == 0) {
          throw new GitException("git did not end within " + limit.toSeconds() + " s", null);
        }
      }
      read(process, output, words);
      return new Result(process.exitValue(), text(output).strip(), text(words));
    } finally {
      if (process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private static void feed(Process process, String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading; its exit code tells how.
    }
  }

  /** What is there: a helper that stays behind as a daemon may keep the pipes open for hours. */
  private static void read(
      Process process, ByteArrayOutputStream output, ByteArrayOutputStream words)
      throws GitException {
    try {
      drain(process.getInputStream(), output);
      drain(process.getErrorStream(), words);
    } catch (IOException e) {
      throw new GitException("git's answer cannot be read: " + e.getMessage(), e);
    }
  }

  private static void drain(InputStream from, ByteArrayOutputStream into) throws IOException {
    byte[] read = from.readNBytes(from.available());
    into.write(read, 0, Math.min(read.length, MOST_BYTES - into.size()));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /**
   * How git ended.
   *
   * @param output what it wrote to stdout, without blanks around it
   * @param stderr as git and its helpers wrote it, at most 64 KiB; it may hold secrets
   */
  record Result(int exitCode, String output, String stderr) {
    boolean succeeded() {
      return exitCode == 0;
    }

    /** What git and its helpers said, on one line that is fit to be shown, empty if nothing. */
    String words(String secret) {
      String said = secret.isEmpty() ? stderr : stderr.replace(secret, "***");
      String line = Printable.of(said.replaceAll("\\s+", " ")).strip();
      return line.length() <= MOST_SHOWN
          ? line
          : Printable.of(line.substring(0, MOST_SHOWN - 3)) + "...";
    }

    /** What failed, in git's words. */
    GitException failure(String job, String secret) {
      String words = words(secret).replaceFirst("^(error|fatal): ", "");
      return new GitException(
          job + " failed: " + (words.isEmpty() ? "it ended with exit code " + exitCode : words),
          null);
    }

    /** Without what may hold secrets. */
    @Override
    public String toString() {
      return "Result[" + exitCode + ", ***]";
    }
  }
}
