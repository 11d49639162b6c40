package io.github.hfdevice.oauth;

import io.github.hfdevice.http.HttpReply;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The {@code Retry-After} header (RFC 9110, 10.2.3): seconds, or a date. */
final class RetryAfter {
  private static final long MOST_SECONDS = Duration.ofDays(1).toSeconds();

  private RetryAfter() {}

  /**
   * How long the server wants to be left alone, at most a day; nothing if it did not say so
   * readably.
   */
  static Optional<Duration> parse(HttpReply reply, Instant now) {
    return reply.retryAfter().map(String::strip).flatMap(value -> parse(value, now));
  }

  private static Optional<Duration> parse(String value, Instant now) {
    try {
      long seconds = Long.parseLong(value);
      return seconds < 0
          ? Optional.empty()
          : Optional.of(Duration.ofSeconds(Math.min(seconds, MOST_SECONDS)));
    } catch (NumberFormatException e) {
      return parseDate(value, now);
    }
  }

  private static Optional<Duration> parseDate(String value, Instant now) {
    try {
      Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, date);
      if (wait.isNegative()) {
        return Optional.empty();
      }
      return Optional.of(wait.compareTo(Duration.ofDays(1)) < 0 ? wait : Duration.ofDays(1));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
