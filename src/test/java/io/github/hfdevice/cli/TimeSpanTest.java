package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpanTest {
  @ParameterizedTest
  @CsvSource({"90, 90", "0, 0", "30s, 30", "5m, 300", "1h30m, 5400", "' 2m10s ', 130"})
  void span_isReadAsPeopleWriteIt(String text, long seconds) {
    assertEquals(Optional.of(Duration.ofSeconds(seconds)), TimeSpan.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-5", "5x", "s", "1.5m", "5m30", "5 m", "9999999999", "never"})
  void anythingElse_isNone(String text) {
    assertEquals(Optional.empty(), TimeSpan.parse(text));
  }
}
