package io.github.hfdevice.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
  @Test
  void size_comesAsRowsThenColumns() {
    assertEquals(Optional.of(new Window(80, 24)), Window.parse("24 80"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0 0", "24", "24 0", "a b", "24 80 1", "999999 80"})
  void sizeThatIsUnknown_isNone(String size) {
    assertEquals(Optional.empty(), Window.parse(size));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "40, 1", "41, 2", "80, 2", "81, 3"})
  void line_takesRowsByItsLength(int length, int rows) {
    assertEquals(rows, new Window(40, 12).rowsOf(length));
  }
}
