package io.github.hfdevice.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.api.Test;

class StyledTextTest {
  private static final Screen COLOURED = new Screen(true, true, true);

  private static StyledText visit(String address, String code) {
    return new StyledText()
        .text("Visit ")
        .link(URI.create(address))
        .text(" and enter ")
        .strong(code);
  }

  @Test
  void terminal_getsTheAddressAsALink_andTheCodeBold() {
    assertEquals(
        "Visit \u001b]8;;https://hf.co/d\u001b\\https://hf.co/d\u001b]8;;\u001b\\ and enter"
            + " \u001b[1mABCD\u001b[0m",
        visit("https://hf.co/d", "ABCD").on(COLOURED));
  }

  @Test
  void terminalWithoutColours_getsTheLinkAlone_andAPipeNeither() {
    assertEquals(
        "Visit \u001b]8;;https://hf.co/d\u001b\\https://hf.co/d\u001b]8;;\u001b\\ and enter ABCD",
        visit("https://hf.co/d", "ABCD").on(new Screen(true, true, false)));
    assertEquals(
        "Visit https://hf.co/d and enter ABCD", visit("https://hf.co/d", "ABCD").toString());
  }

  @Test
  void textOfAServer_addsNoStyle() {
    assertEquals("a[1mb", new StyledText().text("a\u001b[1mb").on(COLOURED));
    assertEquals(
        "\u001b[1ma[0mb\u001b[0m", new StyledText().strong("a\u001b[0m\u009bb").on(COLOURED));
  }

  @Test
  void target_isAscii_whateverTheLabel() {
    assertEquals(
        "\u001b]8;;https://hf.co/%C3%A9\u001b\\https://hf.co/\u00e9\u001b]8;;\u001b\\",
        new StyledText().link(URI.create("https://hf.co/\u00e9")).on(COLOURED));
  }
}
