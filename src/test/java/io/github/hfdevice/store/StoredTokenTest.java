package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTokenTest {
  private static StoredToken token(String name, String access) {
    return new StoredToken(name, access, Optional.empty(), Optional.empty());
  }

  @Test
  void textForm_showsNoSecret() {
    StoredToken token =
        new StoredToken(
            "oauth-alice",
            "hf_access",
            Optional.of("hf_refresh"),
            Optional.of(Instant.ofEpochSecond(1)));
    assertFalse(token.toString().contains("hf_"), token.toString());
    assertTrue(token.toString().contains("oauth-alice"));
    assertTrue(token.toString().contains("1970-01-01T00:00:01Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " hf_x",
        "hf_x ",
        "hf\n_x",
        "hf_x\r",
        "hf\0",
        "\u00a0x",
        "a\u2028b",
        "a\ud800"
      })
  void accessToken_thatCouldAddALineOrChange_isRefused(String value) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> token("n", value));
    assertTrue(e.getMessage().contains("access token"), e.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new StoredToken("n", "hf_x", Optional.of(value), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "DEFAULT", "a\nb", "a\rb", "\udc00"})
  void name_thatIsNoSection_isRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> token(name, "hf_x"));
  }

  @ParameterizedTest
  @CsvSource({
    "oauth-alice, oauth-alice",
    "' my laptop\u00a0', my laptop",
    "'', token",
    "' \n ', token",
    "DEFAULT, DEFAULT-token",
    "default, default",
    "'a\nhf_token = x', a-hf_token = x",
    "'\u001b[31mred', -[31mred",
    "a]b, a]b",
    "[x, [x",
    "'#c', '#c'",
    "'é \uD83D\uDE00', 'é \uD83D\uDE00'",
  })
  void sectionName_isSafe_stable_andReadBack(String text, String expected) throws Exception {
    String name = StoredToken.sectionName(text);
    assertEquals(expected, name);
    assertEquals(name, StoredToken.sectionName(name));
    Map<String, Map<String, String>> sections = Map.of(name, token(name, "hf_x").toSection());
    assertEquals(sections, IniText.parse(IniText.format(sections)));
  }

  @Test
  void sectionName_ofHalfACharacter_isReplaced() {
    assertEquals("a-b", StoredToken.sectionName("a\ud83db"));
  }

  @ParameterizedTest
  @CsvSource({
    "1798017359, 1798017359",
    "1798017359.9, 1798017359",
    "1798017359., 1798017359",
    "-5, -5",
  })
  void expiry_isUnixSeconds_withItsFractionCutOff(String text, long expected) {
    assertEquals(Optional.of(Instant.ofEpochSecond(expected)), UnixSeconds.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "soon", "1.x", ".5", "1e9", "99999999999999999999", "9223372036854775807"})
  void expiry_thatIsNoTime_isUnknown(String text) {
    assertEquals(Optional.empty(), UnixSeconds.parse(text));
  }

  @Test
  void sectionWithATokenOfSeveralLines_isNoToken() {
    assertEquals(Optional.empty(), StoredToken.fromSection("s", Map.of("hf_token", "hf_x\nhf_y")));
    assertEquals(Optional.empty(), StoredToken.fromSection("s", Map.of("refresh_token", "r")));
  }

  @Test
  void origin_isKeptInKeysOfItsOwn_andAnUnreadableOneCostsTheRefreshToken() {
    LoginOrigin origin =
        new LoginOrigin(
            URI.create("https://auth.example.org"),
            "a client\nid",
            URI.create("https://auth.example.org/token"),
            Optional.of(URI.create("https://auth.example.org/me")),
            Optional.empty(),
            true);
    StoredToken token =
        new StoredToken("s", "hf_x", Optional.of("r"), Optional.empty())
            .withOrigin(Optional.of(origin));
    Map<String, String> section = token.toSection();
    assertEquals(Optional.of(token), StoredToken.fromSection("s", section));
    assertEquals("https://auth.example.org/token", section.get("token_endpoint"));
    section.put("token_endpoint", "https://auth example");
    StoredToken read = StoredToken.fromSection("s", section).orElseThrow();
    assertEquals(Optional.empty(), read.refreshToken());
    assertEquals("hf_x", read.accessToken());
  }
}
