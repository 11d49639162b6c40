package io.github.hfdevice.oauth;

import java.time.Duration;
import java.util.Optional;

/**
 * How fast to poll: the interval that the server wants, and how often in a row it failed.
 *
 * @param interval the least wait; only ever grows
 * @param failures polls without a usable answer since the last good one
 */
record PollPace(Duration interval, int failures) {
  /** Added for good by each {@code slow_down} (RFC 8628, 3.5). */
  private static final Duration SLOW_DOWN = Duration.ofSeconds(5);

  /** Where the doubling ends. */
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(60);

  private static final int MOST_DOUBLINGS = 6;

  static PollPace of(Duration interval) {
    return new PollPace(interval, 0);
  }

  PollPace afterGoodAnswer() {
    return of(interval);
  }

  PollPace slowedDown(Optional<Duration> demanded) {
    Duration slower = interval.plus(SLOW_DOWN);
    return of(demanded.filter(d -> d.compareTo(slower) > 0).orElse(slower));
  }

  PollPace afterFailure() {
    return new PollPace(interval, failures + 1);
  }

  /** The wait before the next poll: the interval, doubled for each failure, within a minute. */
  Duration delay(Optional<Duration> retryAfter) {
    Duration wait = interval;
    if (failures > 0) {
      Duration doubled = interval.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
      Duration capped = doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
      wait = capped.compareTo(interval) > 0 ? capped : interval;
    }
    Duration least = wait;
    return retryAfter.filter(d -> d.compareTo(least) > 0).orElse(least);
  }
}
