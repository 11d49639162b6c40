package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A started program. */
record Running(Process process, Path stdout, Path stderr) {
  /** Far more than anything takes, for a machine that has much else to do. */
  private static final int SECONDS = 300;

  private static final Pattern USER_CODE = Pattern.compile("enter code: (\\S+)\n");

  /** Waits for its end. */
  Run end() throws IOException, InterruptedException {
    boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    if (!ended) {
      fail("did not end: " + BuiltProgram.text(stdout) + BuiltProgram.text(stderr));
    }
    return new Run(process.exitValue(), BuiltProgram.text(stdout), BuiltProgram.text(stderr));
  }

  /** Waits for the line with the code on stderr. */
  String userCode() throws IOException, InterruptedException {
    return await(stderr, USER_CODE);
  }

  /** Waits until {@code file} holds {@code pattern} and gives its first group. */
  String await(Path file, Pattern pattern) throws IOException, InterruptedException {
    for (int i = 0; i < SECONDS * 50; i++) {
      boolean ended = !process.isAlive();
      Matcher found = pattern.matcher(BuiltProgram.text(file));
      if (found.find()) {
        return found.group(1);
      }
      if (ended) {
        break;
      }
      Thread.sleep(20);
    }
    return fail("no " + pattern + " in: " + BuiltProgram.text(file) + BuiltProgram.text(stderr));
  }

  /** Sends a signal such as {@code INT}. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertEquals(0, kill.waitFor());
  }

  /** Whether the program is at work on that signal: the JVM gives it a thread of that name. */
  boolean handles(String signal) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path thread : (Iterable<Path>) threads::iterator) {
        if (BuiltProgram.text(thread.resolve("comm")).equals("SIG" + signal + " handler\n")) {
          return true;
        }
      }
    } catch (NoSuchFileException e) {
      // That thread, or the whole program, has ended.
    }
    return false;
  }
}
