package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryTest {
  private static final Instant AT = Instant.parse("2026-12-28T14:58:40Z");

  @ParameterizedTest
  @CsvSource({
    "P30D, in 30 days",
    "P29DT23H59M58S, in 30 days",
    "PT36H, in 2 days",
    "PT35H59M, in 36 hours",
    "PT90M, in 2 hours",
    "PT89M, in 89 minutes",
    "PT90S, in 2 minutes",
    "PT89S, in 89 seconds",
    "PT0.9S, in 1 second",
    "PT1S, in 1 second",
    "PT0S, expired 0 seconds ago",
    "PT-1S, expired 1 second ago",
    "P-3D, expired 3 days ago",
    "P90000D, in 90000 days",
  })
  void time_isTold_inTheUnitThatPeopleSay(Duration left, String words) {
    assertEquals("2026-12-28T14:58:40Z (" + words + ")", Expiry.words(AT, AT.minus(left)));
    assertEquals("2026-12-28 (" + words + ")", Expiry.shortWords(AT, AT.minus(left)));
  }
}
