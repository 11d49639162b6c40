package io.github.hfdevice.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void textThatFits_isShownWhole_withoutBlanksAroundIt() {
    assertEquals("abc", Printable.of(" a\u0007bc\n", 3));
  }

  @Test
  void textThatIsTooLong_endsWithAnEllipsis_withinTheLimit() {
    assertEquals("ab…", Printable.of("abcd", 3));
    assertEquals("…", Printable.of("ab", 1));
  }

  @Test
  void cut_leavesNoHalfOfASurrogatePair() {
    assertEquals("a…", Printable.of("a\ud83d\ude00bc", 3));
    assertEquals("a\ud83d\ude00…", Printable.of("a\ud83d\ude00bc", 4));
  }
}
