package io.github.hfdevice.cli;

import java.time.Duration;
import java.time.Instant;

/** When something ends, for a script that compares and for a person who plans. */
final class Expiry {
  private Expiry() {}

  /**
   * {@code at}, and how far that is from {@code now}: {@code 2026-12-28T14:58:40Z (in 30 days)}.
   */
  static String words(Instant at, Instant now) {
    return at + distance(at, now);
  }

  /** The same for a table: {@code 2026-12-28 (in 30 days)}. */
  static String shortWords(Instant at, Instant now) {
    String whole = at.toString();
    return whole.substring(0, whole.indexOf('T')) + distance(at, now);
  }

  private static String distance(Instant at, Instant now) {
    Duration left = Duration.between(now, at);
    return left.isNegative() || left.isZero()
        ? " (expired " + rounded(left.negated()) + " ago)"
        : " (in " + rounded(left) + ")";
  }

  /** In the largest unit of which there are nearly two or more, as people say it. */
  private static String rounded(Duration duration) {
    long seconds = duration.plusMillis(500).toSeconds();
    if (seconds < 90) {
      return counted(seconds, 1, "second");
    }
    if (seconds < 90 * 60) {
      return counted(seconds, 60, "minute");
    }
    return seconds < 36 * 3600
        ? counted(seconds, 3600, "hour")
        : counted(seconds, 24 * 3600, "day");
  }

  private static String counted(long seconds, long unit, String name) {
    long count = (seconds + unit / 2) / unit;
    return count + " " + name + (count == 1 ? "" : "s");
  }
}
