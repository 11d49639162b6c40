package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The lock of the shared files, held by another program until the test lets go of it. */
final class HeldLock implements AutoCloseable {
  private final Process holder;

  /** Takes the lock; {@code folder} gets a file by which the holder tells that it has it. */
  HeldLock(TokenFolder files, Path folder) throws IOException, InterruptedException {
    Path held = folder.resolve("held");
    holder =
        new ProcessBuilder(
                "flock", files.lock().toString(), "sh", "-c", "touch '" + held + "'; read -r line")
            .start();
    while (!Files.exists(held)) {
      assertTrue(holder.isAlive(), "the lock could not be taken");
      Thread.sleep(5);
    }
  }

  /** Waits until each of {@code programs} waits for the lock, which none of them can have now. */
  void awaitWaiting(List<Running> programs) throws InterruptedException {
    for (Running program : programs) {
      while (!waits(program)) {
        assertTrue(program.process().isAlive(), () -> "did not wait for the lock: " + program);
        Thread.sleep(5);
      }
    }
  }

  /** The program waits through a child, flock(1). */
  static boolean waits(Running program) {
    return program
        .process()
        .descendants()
        .anyMatch(child -> child.info().command().orElse("").endsWith("/flock"));
  }

  void release() throws IOException, InterruptedException {
    holder.getOutputStream().close();
    assertEquals(1, holder.waitFor());
  }

  @Override
  public void close() {
    holder.destroyForcibly();
  }
}
