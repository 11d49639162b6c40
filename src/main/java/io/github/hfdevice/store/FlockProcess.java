package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * {@code flock(2)} by way of {@code flock(1)}. From Java 22 on Java could make the call itself, but
 * to link it takes as long as ten children, and one command needs one lock. The child holds the
 * lock while its standard input, a pipe from here, is open; the system closes the pipe when this
 * process ends, even when it is killed.
 */
final class FlockProcess implements OsLock {
  // Ctrl-C reaches the whole process group, and must not drop the lock before its holder stops.
  // For writing where that may be, as NFS wants it, and what was removed is no lock any more:
  // see LockFileIdentity.
  private static final String SCRIPT =
      "trap '' INT QUIT TERM HUP; tries=0; lasting=; while [ $tries -lt 40 ]; do"
          + " if [ -w \"$1\" ] || ! [ -e \"$1\" ]; then exec 9<>\"$1\"; else exec 9<\"$1\"; fi;"
          + " [ /proc/self/fd/9 -ef \"$1\" ] && lasting=1; flock -x 9 || exit;"
          + " [ /proc/self/fd/9 -ef \"$1\" ] && break;"
          + " [ \"$lasting\" ] || tries=$((tries + 1)); done; exec cat";
  private static final long CLOSE_LIMIT_SECONDS = 2;
  private static final int MOST_WORDS = 500;

  /** What a shell exits with. */
  private static final int NO_SUCH_COMMAND = 127;

  private final Process process;

  FlockProcess(Path lockFile) throws IOException {
    this("/bin/sh", lockFile);
  }

  FlockProcess(String shell, Path lockFile) throws IOException {
    process = new ProcessBuilder(shell, "-c", SCRIPT, shell, lockFile.toString()).start();
    try {
      // cat gives this back as soon as it runs, and it runs when the lock is held.
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      // It has ended already: the next try says so.
    }
  }

  @Override
  public boolean tryHold() throws IOException {
    if (process.getInputStream().available() > 0) {
      return true;
    }
    if (!process.isAlive()) {
      if (process.exitValue() == NO_SUCH_COMMAND) {
        throw new IOException("there is no flock(1). Install util-linux");
      }
      throw new IOException(words());
    }
    return false;
  }

  /** What the program said last. */
  private String words() throws IOException {
    byte[] told = process.getErrorStream().readNBytes(MOST_WORDS);
    String text = new String(told, Charset.defaultCharset()).strip();
    return text.isEmpty()
        ? "flock(1) ended with exit code " + process.exitValue()
        : text.substring(text.lastIndexOf('\n') + 1);
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The child is gone already.
    }
    try {
      if (process.getInputStream().available() == 0
          || !process.waitFor(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
