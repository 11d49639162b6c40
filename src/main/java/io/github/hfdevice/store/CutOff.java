package io.github.hfdevice.store;

import io.github.hfdevice.time.WaitClock;
import java.time.Duration;

/**
 * {@code hf} empties a file before it fills it: what looks cut off is read again, for about a tenth
 * of a second, before it is believed.
 */
final class CutOff {
  private static final int READS = 5;
  private static final Duration PAUSE = Duration.ofMillis(25);

  private final WaitClock clock;
  private int reads;

  CutOff(WaitClock clock) {
    this.clock = clock;
  }

  /** Waits and says true when it is time to read again; an interrupt ends this and stays set. */
  boolean isReadAgain() {
    if (++reads == READS) {
      return false;
    }
    try {
      clock.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      // What is there now counts.
      reads = READS - 1;
    }
    return true;
  }
}
