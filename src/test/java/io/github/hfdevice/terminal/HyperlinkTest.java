package io.github.hfdevice.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.api.Test;

class HyperlinkTest {
  @Test
  void address_becomesALinkToWhatItShows() {
    assertEquals(
        "Visit \u001b]8;;https://hf.co/d\u001b\\https://hf.co/d\u001b]8;;\u001b\\ now",
        Hyperlink.in("Visit https://hf.co/d now", URI.create("https://hf.co/d")));
  }

  @Test
  void lineWithoutTheAddress_staysAsItIs() {
    assertEquals("Visit", Hyperlink.in("Visit", URI.create("https://hf.co/d")));
  }

  @Test
  void target_isAscii_whateverTheLabel() {
    assertEquals(
        "\u001b]8;;https://hf.co/%C3%A9\u001b\\https://hf.co/\u00e9\u001b]8;;\u001b\\",
        Hyperlink.in("https://hf.co/\u00e9", URI.create("https://hf.co/\u00e9")));
  }
}
