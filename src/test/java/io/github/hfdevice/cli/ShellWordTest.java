package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "hf-device, hf-device",
        "/opt/hf_1.0/bin/hf-device, /opt/hf_1.0/bin/hf-device",
        "/my tools/hf, '/my tools/hf'",
        "/it's/hf, '/it'\\''s/hf'",
        "$(x), '$(x)'",
        "\"\", ''"
      })
  void word_isReadBackByAShell(String text, String word) {
    assertEquals(word, ShellWord.of(text));
  }
}
