package io.github.hfdevice.time;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Sleeps in no time: a sleep moves its own time on and is recorded. */
public final class FakeWaitClock implements WaitClock {
  private final List<Duration> waits = new ArrayList<>();
  private final Deque<Duration> oversleep = new ArrayDeque<>();
  private Runnable duringSleep = () -> {};
  private Duration now = Duration.ofSeconds(1000);

  /** The planned sleeps in seconds, in their order. */
  public List<Long> waits() {
    return waits.stream().map(Duration::toSeconds).toList();
  }

  /** How long all sleeps together were planned to be. */
  public Duration waited() {
    return waits.stream().reduce(Duration.ZERO, Duration::plus);
  }

  /** The sleeps still to come take longer by these, one each. */
  public FakeWaitClock oversleepBy(Duration... extra) {
    oversleep.addAll(List.of(extra));
    return this;
  }

  /** Runs this in each sleep, as another thread or process might meanwhile. */
  public FakeWaitClock duringSleep(Runnable happening) {
    duringSleep = happening;
    return this;
  }

  public void advance(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public Duration elapsed() {
    return now;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("a sleep of " + duration);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    waits.add(duration);
    Duration extra = oversleep.poll();
    now = now.plus(duration).plus(extra == null ? Duration.ZERO : extra);
    duringSleep.run();
  }
}
