package io.github.hfdevice.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharacterSetTest {
  @ParameterizedTest
  @CsvSource({
    "C.UTF-8, true",
    "de_DE.utf8, true",
    "xx_XX.UTF-8@latin, true",
    "UTF-8, true",
    "C, false",
    "POSIX, false",
    "en_US, false",
    "de_DE.ISO-8859-1, false",
    "de_DE@euro, false",
    "ja_JP.eucJP, false",
  })
  void localesName_saysIt(String locale, boolean takesUtf8) {
    assertEquals(takesUtf8, CharacterSet.takesUtf8(Map.of("LANG", locale)));
  }

  @Test
  void withoutALocale_isNotAssumed() {
    assertFalse(CharacterSet.takesUtf8(Map.of()));
    assertFalse(CharacterSet.takesUtf8(Map.of("LANG", "")));
  }

  @Test
  void theStrongerVariableCounts_unlessItIsEmpty() {
    assertFalse(CharacterSet.takesUtf8(Map.of("LANG", "C.UTF-8", "LC_ALL", "C")));
    assertFalse(CharacterSet.takesUtf8(Map.of("LANG", "C.UTF-8", "LC_CTYPE", "C")));
    assertTrue(CharacterSet.takesUtf8(Map.of("LC_CTYPE", "C.UTF-8", "LC_ALL", "", "LANG", "C")));
    assertTrue(CharacterSet.takesUtf8(Map.of("LC_ALL", "C.UTF-8", "LC_CTYPE", "C")));
  }
}
