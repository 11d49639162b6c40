package io.github.hfdevice.cli;

import java.time.Duration;
import java.util.Optional;

/** Reads a time span as people write it: {@code 90}, {@code 30s}, {@code 5m}, {@code 1h30m}. */
final class TimeSpan {
  /** More digits cannot be meant. */
  private static final int MOST_DIGITS = 9;

  private TimeSpan() {}

  /** The span of {@code text}; a number without a unit counts seconds. Nothing if it is none. */
  static Optional<Duration> parse(String text) {
    Duration sum = Duration.ZERO;
    String rest = text.strip();
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    while (!rest.isEmpty()) {
      int digits = 0;
      while (digits < rest.length() && rest.charAt(digits) >= '0' && rest.charAt(digits) <= '9') {
        digits++;
      }
      if (digits == 0 || digits > MOST_DIGITS) {
        return Optional.empty();
      }
      long number = Long.parseLong(rest.substring(0, digits));
      boolean bare = digits == rest.length();
      Duration unit = bare ? Duration.ofSeconds(1) : unit(rest.charAt(digits));
      if (unit.isZero() || (bare && !sum.isZero())) {
        return Optional.empty();
      }
      sum = sum.plus(unit.multipliedBy(number));
      rest = bare ? "" : rest.substring(digits + 1);
    }
    return Optional.of(sum);
  }

  private static Duration unit(char letter) {
    return switch (letter) {
      case 's' -> Duration.ofSeconds(1);
      case 'm' -> Duration.ofMinutes(1);
      case 'h' -> Duration.ofHours(1);
      default -> Duration.ZERO;
    };
  }
}
