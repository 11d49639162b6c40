package io.github.hfdevice.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenTest {
  @ParameterizedTest
  @CsvSource({
    "xterm-256color, true, true, true",
    "tmux-256color, true, true, true",
    "linux, true, false, true",
    "vt220, true, false, false",
  })
  void terminal_isJudgedByItsName(
      String term, boolean redraws, boolean obeysOsc, boolean showsColours) {
    assertEquals(
        new Screen(redraws, obeysOsc, showsColours), Screen.of(Map.of("TERM", term), true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dumb", "unknown", "emacs"})
  void terminalThatOnlyPrints_getsPlainText(String term) {
    assertEquals(Screen.NONE, Screen.of(Map.of("TERM", term), true));
  }

  @Test
  void noTerm_andNoTerminal_getPlainText() {
    assertEquals(Screen.NONE, Screen.of(Map.of(), true));
    assertEquals(Screen.NONE, Screen.of(Map.of("TERM", "xterm"), false));
  }

  @Test
  void terminalOfACiJob_isALog() {
    assertEquals(Screen.NONE, Screen.of(Map.of("TERM", "xterm", "CI", "true"), true));
    assertEquals(
        new Screen(true, true, true), Screen.of(Map.of("TERM", "xterm", "CI", "false"), true));
  }

  @Test
  void noColor_onlyTakesTheColours_andOnlyWhenNotEmpty() {
    assertEquals(
        new Screen(true, true, false), Screen.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), true));
    assertEquals(
        new Screen(true, true, true), Screen.of(Map.of("TERM", "xterm", "NO_COLOR", ""), true));
  }

  @ParameterizedTest
  @CsvSource({
    "FORCE_COLOR, 1, true",
    "FORCE_COLOR, true, true",
    "FORCE_COLOR, 0, false",
    "FORCE_COLOR, false, false",
    "FORCE_COLOR, '', true",
    "CLICOLOR_FORCE, 1, true",
    "CLICOLOR_FORCE, 0, true",
    "CLICOLOR, 0, false",
    "CLICOLOR, 1, true",
    "NO_COLOR, 0, false",
  })
  void atATerminal_aVariableTakesTheColours(String variable, String value, boolean coloured) {
    assertEquals(
        new Screen(true, true, coloured),
        Screen.of(Map.of("TERM", "xterm", variable, value), true));
  }

  @ParameterizedTest
  @CsvSource({
    "FORCE_COLOR, 3, true",
    "FORCE_COLOR, 0, false",
    "CLICOLOR_FORCE, 1, true",
    "CLICOLOR_FORCE, 0, false",
    "CLICOLOR_FORCE, '', false",
    "CLICOLOR, 1, false",
  })
  void withoutATerminal_aVariableForcesColours_andNothingElse(
      String variable, String value, boolean coloured) {
    assertEquals(
        new Screen(false, false, coloured),
        Screen.of(Map.of("TERM", "xterm", variable, value), false));
    assertEquals(
        new Screen(false, false, coloured),
        Screen.of(Map.of("TERM", "dumb", variable, value), true));
    assertEquals(
        new Screen(false, false, coloured),
        Screen.of(Map.of("TERM", "xterm", "CI", "true", variable, value), true));
  }

  @Test
  void noColor_winsOverWhatForces_andForceColorOverTheOthers() {
    assertEquals(Screen.NONE, Screen.of(Map.of("NO_COLOR", "1", "FORCE_COLOR", "1"), false));
    assertEquals(Screen.NONE, Screen.of(Map.of("FORCE_COLOR", "0", "CLICOLOR_FORCE", "1"), false));
    assertEquals(
        new Screen(true, true, true),
        Screen.of(Map.of("TERM", "xterm", "FORCE_COLOR", "1", "CLICOLOR", "0"), true));
  }
}
