package io.github.hfdevice.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps wrong user codes from being tried in bulk (RFC 8628, section 5.1). For one thread at a
 * time.
 */
final class GuessLimit {
  /** Wrong codes that may be typed within {@link #WINDOW}. */
  static final int MAX_WRONG = 10;

  static final Duration WINDOW = Duration.ofMinutes(1);

  private final Deque<Instant> wrong = new ArrayDeque<>();
  private final Clock clock;

  GuessLimit(Clock clock) {
    this.clock = clock;
  }

  /** Whether no code may be tried for now, right or wrong. */
  boolean exhausted() {
    Instant now = clock.instant();
    while (!wrong.isEmpty() && !now.isBefore(wrong.peek().plus(WINDOW))) {
      wrong.remove();
    }
    return wrong.size() >= MAX_WRONG;
  }

  void countWrong() {
    wrong.add(clock.instant());
  }
}
