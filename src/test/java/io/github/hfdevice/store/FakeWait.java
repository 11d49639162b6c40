package io.github.hfdevice.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves only when somebody sleeps, and remembers for how long. */
final class FakeWait implements StoreWait {
  final List<Duration> slept = new ArrayList<>();
  private final Runnable duringSleep;
  private long now;

  FakeWait() {
    this(() -> {});
  }

  FakeWait(Runnable duringSleep) {
    this.duringSleep = duringSleep;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    slept.add(duration);
    now += duration.toNanos();
    duringSleep.run();
  }
}
