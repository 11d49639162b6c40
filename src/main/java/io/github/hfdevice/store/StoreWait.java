package io.github.hfdevice.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The clock of waiting and deadlines, one object so that a test's two halves cannot disagree. */
interface StoreWait {
  /** A monotonic clock, in nanoseconds; only differences mean something. */
  long nanoTime();

  void sleep(Duration duration) throws InterruptedException;

  /** The machine's own time. */
  final class OfTheMachine implements StoreWait {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }
  }
}
