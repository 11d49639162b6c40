package io.github.hfdevice.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The machine's own time. It goes on while the machine sleeps, which the monotonic clock of Linux
 * does not.
 */
public final class MachineWaitClock implements WaitClock {
  private final long startedNanos = System.nanoTime();
  private final long startedMillis = System.currentTimeMillis();

  /** A clock that starts now. */
  public MachineWaitClock() {}

  @Override
  public Duration elapsed() {
    Duration monotonic = Duration.ofNanos(System.nanoTime() - startedNanos);
    Duration wall = Duration.ofMillis(System.currentTimeMillis() - startedMillis);
    return wall.compareTo(monotonic) > 0 ? wall : monotonic;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
  }
}
