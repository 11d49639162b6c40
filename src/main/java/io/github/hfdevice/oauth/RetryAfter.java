package io.github.hfdevice.oauth;

import io.github.hfdevice.http.HttpReply;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The {@code Retry-After} header (RFC 9110, 10.2.3): seconds, or a date. */
final class RetryAfter {
  /** A century; longer is a mistake, and would overflow sums of times. */
  private static final Duration MOST = Duration.ofDays(36_525);

  private RetryAfter() {}

  /**
   * How long the server wants to be left alone; nothing if it did not say so readably, or named a
   * moment that has passed.
   */
  static Optional<Duration> parse(HttpReply reply, Instant now) {
    return reply
        .retryAfter()
        .map(String::strip)
        .flatMap(value -> parse(value, now))
        .filter(wait -> !wait.isNegative())
        .map(wait -> wait.compareTo(MOST) < 0 ? wait : MOST);
  }

  private static Optional<Duration> parse(String value, Instant now) {
    try {
      return Optional.of(Duration.ofSeconds(Long.parseLong(roundedUp(value))));
    } catch (NumberFormatException e) {
      return isNumber(value)
          ? Optional.of(MOST)
          : parseDate(value, now).map(date -> Duration.between(now, date));
    }
  }

  /** Some servers send a fraction, though the standard has whole seconds. */
  private static String roundedUp(String value) {
    int point = value.indexOf('.');
    if (point < 1
        || !isNumber(value.substring(0, point))
        || !isNumber(value.substring(point + 1))) {
      return value;
    }
    return new BigDecimal(value).setScale(0, RoundingMode.CEILING).toString();
  }

  /** Then it is only too large for Java. */
  private static boolean isNumber(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return !value.isEmpty();
  }

  private static Optional<Instant> parseDate(String value, Instant now) {
    for (DateTimeFormatter format : formats(now)) {
      try {
        return Optional.of(ZonedDateTime.parse(value, format).toInstant());
      } catch (DateTimeException e) {
        // It may be of the next form.
      }
    }
    return Optional.empty();
  }

  /** The three forms that RFC 9110, 5.6.7 wants a recipient to read. */
  private static List<DateTimeFormatter> formats(Instant now) {
    return List.of(
        DateTimeFormatter.RFC_1123_DATE_TIME, rfc850(now), form("EEE MMM ppd HH:mm:ss yyyy"));
  }

  /** Its year has two digits, and lies at most 50 years ahead. */
  private static DateTimeFormatter rfc850(Instant now) {
    int firstYear = now.atZone(ZoneOffset.UTC).getYear() - 49;
    return new DateTimeFormatterBuilder()
        .appendPattern("EEEE, dd-MMM-")
        .appendValueReduced(ChronoField.YEAR, 2, 2, firstYear)
        .appendPattern(" HH:mm:ss 'GMT'")
        .toFormatter(Locale.ENGLISH)
        .withZone(ZoneOffset.UTC);
  }

  private static DateTimeFormatter form(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }
}
