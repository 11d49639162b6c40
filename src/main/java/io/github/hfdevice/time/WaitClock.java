package io.github.hfdevice.time;

import java.time.Duration;

/**
 * The one clock of a login: it both waits and tells how much time has gone, so that a fake cannot
 * let the two disagree. Implementations are thread-safe.
 */
public interface WaitClock {
  /**
   * {@return the time gone since some fixed moment} Never runs backwards; goes on while the machine
   * sleeps.
   */
  Duration elapsed();

  /**
   * Blocks for {@code duration}, or longer if the machine slept meanwhile.
   *
   * @param duration not negative
   * @throws InterruptedException if the thread was interrupted
   */
  void sleep(Duration duration) throws InterruptedException;
}
