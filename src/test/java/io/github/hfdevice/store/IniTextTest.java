package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IniTextTest {
  private static Map<String, Map<String, String>> parse(String text) throws IniParseException {
    return IniText.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String format(Map<String, Map<String, String>> sections) {
    return new String(IniText.format(sections), StandardCharsets.UTF_8);
  }

  private static String problem(String text) {
    return assertThrows(IniParseException.class, () -> parse(text)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ok",
        "ok_no_expiry_no_refresh",
        "ok_expiry_without_refresh",
        "existing_other_sections",
        "token_percent",
        "whoami_displayName",
        "whoami_name_with_bracket"
      })
  void whatHfWrote_comesBackByteForByte(String golden) throws Exception {
    byte[] written = Folder.golden(golden + "/stored_tokens");
    assertArrayEquals(written, IniText.format(IniText.parse(written)));
  }

  @Test
  void sections_areSortedByCodePoint() throws Exception {
    String text = "[\ud83d\ude00]\n[\uffee]\n[b]\n[B]\n[ab]\n[a]\n";
    assertEquals(
        List.of("B", "a", "ab", "b", "\uffee", "\ud83d\ude00"), List.copyOf(parse(text).keySet()));
  }

  @Test
  void header_reachesToTheLastBracket() throws Exception {
    assertEquals(Map.of("oauth-a]b", Map.of()), parse("[oauth-a]b] rest\n"));
    assertEquals(Map.of("]", Map.of()), parse("[]]"));
    assertEquals(Map.of(" x ", Map.of()), parse("  [ x ]"));
  }

  @Test
  void keys_areLowerCase_andEitherDelimiterEnds() throws Exception {
    assertEquals(
        Map.of("s", Map.of("hf_token", "a=b", "x y", "c : d", "empty", "", "é", "ü")),
        parse("[s]\nHF_Token=a=b\nx y : c : d\nempty =\nÉ = ü\n"));
  }

  @Test
  void deeperLines_goOn_andComeBackWithATab() throws Exception {
    Map<String, Map<String, String>> sections =
        parse("[s]\nk = a\n   b = c\n\n  [d]\n  # no line\n\nl = 2\n");
    assertEquals(Map.of("s", Map.of("k", "a\nb = c\n\n[d]", "l", "2")), sections);
    assertEquals("[s]\nk = a\n\tb = c\n\t\n\t[d]\nl = 2\n\n", format(sections));
  }

  @Test
  void comments_areWholeLinesOnly() throws Exception {
    assertEquals(
        Map.of("s", Map.of("k", "v # w", "l", "x ; y")),
        parse("# c\n[s]\n; c\nk = v # w\n  # c\nl = x ; y\n"));
  }

  @Test
  void defaults_standFirstInEverySection_whereverTheyAre() throws Exception {
    Map<String, Map<String, String>> sections =
        parse("[a]\nx = own\nz = 1\n[DEFAULT]\nd = 9\nx = default\n[b]\n[DEFAULT]\ne = 8\n");
    assertEquals(
        "[a]\nd = 9\nx = own\ne = 8\nz = 1\n\n[b]\nd = 9\nx = default\ne = 8\n\n",
        format(sections));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void everyLineEnd_isRead_andTheLastMayBeMissing(String end) throws Exception {
    assertEquals(
        Map.of("s", Map.of("k", "v", "l", "w")), parse(String.join(end, "[s]", "k = v", "l = w")));
  }

  @Test
  void byteOrderMark_isSkipped() throws Exception {
    assertEquals(Map.of("s", Map.of("k", "v")), parse("\ufeff[s]\nk = v\n"));
  }

  @Test
  void percent_isNothingSpecial() throws Exception {
    assertEquals(Map.of("s", Map.of("k", "%(x)s%%50%")), parse("[s]\nk = %(x)s%%50%\n"));
  }

  @Test
  void blanks_areThoseOfPython() throws Exception {
    assertEquals(
        Map.of("s", Map.of("k", "\u200bv")),
        parse("\u00a0[s]\nk\u3000=\u2028\u200bv\u0085\u001c\n"));
  }

  @Test
  void whatPythonRefuses_isRefused_withTheLine() {
    assertEquals("line 2: text before the first [section]", problem("# c\nk = hf_secret\n[s]\n"));
    assertEquals("line 3: a section is there twice", problem("[s]\nk = v\n[s]\n"));
    assertEquals("line 3: a key is there twice in its section", problem("[s]\nk = v\nK = w\n"));
    assertEquals(
        "line 4: a key is there twice in its section", problem("[DEFAULT]\nk=\n[DEFAULT]\nk="));
    assertEquals("line 2: neither a [section] nor 'key = value'", problem("[s]\nhf_secret\n"));
    assertEquals("line 2: a value without a key", problem("[s]\n= hf_secret\n"));
    assertEquals("line 1: text before the first [section]", problem("[]\n"));
  }

  @Test
  void malformedUtf8_isRefused() {
    byte[] bytes = {'[', 's', ']', '\n', 'k', '=', (byte) 0xff};
    String message = assertThrows(IniParseException.class, () -> IniText.parse(bytes)).getMessage();
    assertEquals("it is not UTF-8 text", message);
  }

  @Test
  void noMessage_quotesTheLine() {
    assertFalse(problem("[s]\nhf_secret\n").contains("hf_secret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[\n", "[s]\n", "[s]\nk\n", "[s", "]", "k = v\n", "  \n", "[s]\nk =\n  v\n"})
  void textOfFourMebibytes_isReadOrRefusedInItsTime(String piece) {
    byte[] text =
        "[a]\nk = v\n"
            .concat(piece.repeat((4 << 20) / piece.length()))
            .getBytes(StandardCharsets.UTF_8);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try {
            IniText.format(IniText.parse(text));
          } catch (IniParseException e) {
            assertFalse(e.getMessage().isEmpty());
          }
        });
  }

  @Test
  void defaultsThatWouldFillTheMemory_areRefused() {
    StringBuilder text = new StringBuilder("[DEFAULT]\n");
    for (int i = 0; i < 100_000; i++) {
      text.append("k").append(i).append(" =\n");
    }
    for (int i = 0; i < 100_000; i++) {
      text.append("[").append(i).append("]\n");
    }
    assertEquals("its [DEFAULT] is too large for its sections", problem(text.toString()));
  }

  /** What {@code str.isspace} says in Python. */
  @Test
  void whiteSpace_isThatOfPython() {
    Set<Integer> expected = new TreeSet<>();
    for (int c = '\t'; c <= '\r'; c++) {
      expected.add(c);
    }
    for (int c = 0x1c; c <= 0x20; c++) {
      expected.add(c);
    }
    for (int c = 0x2000; c <= 0x200a; c++) {
      expected.add(c);
    }
    expected.addAll(List.of(0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000));
    Set<Integer> found = new TreeSet<>();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      if (PythonText.isSpace((char) c)) {
        found.add(c);
      }
    }
    assertEquals(expected, found);
  }

  private static String withDefaults(int length) {
    return "[DEFAULT]\nkey = " + "v".repeat(length) + "\n[a]\n[b]\n[c]\n[d]\n";
  }

  @Test
  void defaults_mayFillAFileThatCanBeReadBack_andNoMore() throws Exception {
    int most = SecretFile.MAX_BYTES / 4 - "key".length() - " = \n".length();
    byte[] largest = withDefaults(most).getBytes(StandardCharsets.UTF_8);
    assertEquals(Set.of("a", "b", "c", "d"), IniText.parse(largest).keySet());
    byte[] larger = withDefaults(most + 1).getBytes(StandardCharsets.UTF_8);
    assertThrows(IniParseException.class, () -> IniText.parse(larger));
  }
}
