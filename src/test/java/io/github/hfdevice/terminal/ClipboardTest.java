package io.github.hfdevice.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClipboardTest {
  private static final String COPY = "\u001b]52;c;QUJDRC0xMjM0\u0007";

  @Test
  void terminal_isTheCommandWithTheTextInBase64() {
    assertEquals(COPY, Clipboard.copying("ABCD-1234", Map.of("TMUX", "")));
  }

  @Test
  void tmux_getsItForItself_andWrappedForTheTerminalAroundIt() {
    assertEquals(
        COPY + "\u001bPtmux;\u001b" + COPY + "\u001b\\",
        Clipboard.copying("ABCD-1234", Map.of("TMUX", "/tmp/tmux-0/default,1,0")));
  }

  @Test
  void screen_passesItOn() {
    assertEquals(
        "\u001bP" + COPY + "\u001b\\", Clipboard.copying("ABCD-1234", Map.of("STY", "1.pts-0")));
  }
}
