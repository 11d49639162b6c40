package io.github.hfdevice.store;

import static io.github.hfdevice.store.StoredTokens.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTokenTest {
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
    assertTrue(token.toString().contains("accessToken=***, refreshToken=***,"), token::toString);
    StoredToken bare = token("n", "hf_access");
    assertTrue(bare.toString().contains("accessToken=***, refreshToken=none,"), bare::toString);
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
  void sectionName_has256CharactersAtMost_andEndsInAWholeOne() {
    assertEquals("a".repeat(256), StoredToken.sectionName("a".repeat(256)));
    assertEquals("a".repeat(256), StoredToken.sectionName("a".repeat(257)));
    assertEquals("a".repeat(255), StoredToken.sectionName("a".repeat(255) + " b"));
    assertEquals("a".repeat(255), StoredToken.sectionName("a".repeat(255) + "\ud83d\ude00"));
    assertEquals(
        "a".repeat(254) + "\ud83d\ude00",
        StoredToken.sectionName("a".repeat(254) + "\ud83d\ude00b"));
    assertEquals("a", StoredToken.sectionName("a" + " ".repeat(300) + "b"));
  }

  @Test
  void sectionName_ofAVeryLongText_takesNoTime() {
    String longest = "\u0007".repeat(3_000_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> assertEquals("-".repeat(256), StoredToken.sectionName(longest)));
  }

  @Test
  void token_has64KibibytesAtMost() {
    String longest = "x".repeat(64 << 10);
    assertEquals(longest, token("n", longest).accessToken());
    assertThrows(IllegalArgumentException.class, () -> token("n", longest.concat("x")));
    assertEquals(
        Optional.empty(), StoredToken.fromSection("n", Map.of("hf_token", longest.concat("x"))));
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

  private static Map<String, String> sectionWithOrigin() {
    LoginOrigin origin =
        new LoginOrigin(
            URI.create("https://auth.example.org"),
            "a client\nid",
            true,
            URI.create("https://auth.example.org/token"),
            Optional.of(URI.create("https://auth.example.org/me")),
            Optional.of(URI.create("http://localhost:8080/revoke?x=y")),
            true);
    StoredToken token =
        new StoredToken("s", "hf_x", Optional.of("r"), Optional.empty(), Optional.of(origin));
    Map<String, String> section = token.toSection();
    assertEquals(Optional.of(token), StoredToken.fromSection("s", section));
    return section;
  }

  @ParameterizedTest
  @ValueSource(strings = {"endpoint", "client_id", "token_endpoint", "discovered"})
  void originWithAMissingPart_isUnreadable_andTheTokensAreStillRead(String key) {
    Map<String, String> section = sectionWithOrigin();
    section.remove(key);
    assertOriginUnreadable(section);
  }

  @Test
  void anyKeyOfAnOrigin_isAnOriginThatIsThere() {
    for (String key : sectionWithOrigin().keySet()) {
      Map<String, String> section = new HashMap<>(Map.of("hf_token", "hf_x", "refresh_token", "r"));
      boolean ofHf = section.containsKey(key);
      section.put(key, sectionWithOrigin().get(key));
      assertEquals(
          !ofHf, StoredToken.fromSection("s", section).orElseThrow().originUnreadable(), key);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint, auth.example.org",
    "endpoint, /relative",
    "endpoint, ftp://auth.example.org",
    "endpoint, https://alice@auth.example.org",
    "endpoint, https://:@auth.example.org",
    "endpoint, https:///path",
    "endpoint, https:opaque",
    "endpoint, https://auth example",
    "endpoint, ''",
    "endpoint, 'https://a.example\nhttps://b.example'",
    "token_endpoint, file:///etc/passwd",
    "token_endpoint, https://auth.example.org/t#fragment",
    "userinfo_endpoint, javascript:alert(1)",
    "revocation_endpoint, https://a.example:port/x",
    "client_id, ''",
    "client_id, 50%",
    "discovered, yes",
    "discovered, ''",
  })
  void originWithAPartThatMakesNoSense_isUnreadable(String key, String value) {
    Map<String, String> section = sectionWithOrigin();
    section.put(key, value);
    assertOriginUnreadable(section);
  }

  @Test
  void addressOfAnOrigin_hasTwoKibibytesAtMost() {
    String longest = "https://auth.example.org/".concat("a".repeat(2048 - 25));
    Map<String, String> section = sectionWithOrigin();
    section.put("token_endpoint", longest);
    assertFalse(StoredToken.fromSection("s", section).orElseThrow().originUnreadable());
    section.put("token_endpoint", longest.concat("a"));
    assertOriginUnreadable(section);
  }

  private static void assertOriginUnreadable(Map<String, String> section) {
    StoredToken read = StoredToken.fromSection("s", section).orElseThrow();
    assertTrue(read.originUnreadable());
    assertEquals(Optional.empty(), read.origin());
    assertEquals("hf_x", read.accessToken());
    assertEquals(Optional.of("r"), read.refreshToken());
    StoredToken after = read.refreshed("hf_y", Optional.empty(), Optional.empty());
    assertTrue(after.originUnreadable());
    Map<String, String> before = new HashMap<>(section);
    after.writeTo(section);
    before.put("hf_token", "hf_y");
    before.remove("refresh_token");
    assertEquals(before, section, "the keys of the origin are left as they were");
  }

  @Test
  void keysThatNobodyKnows_areNoOrigin() {
    StoredToken read =
        StoredToken.fromSection("s", Map.of("hf_token", "hf_x", "note", "n")).orElseThrow();
    assertFalse(read.originUnreadable());
    assertFalse(read.notes().inUse());
  }

  @ParameterizedTest
  @CsvSource({"true, true", "True, false", "1, false", "'', false"})
  void markOfUse_isOneValueOnly(String value, boolean inUse) {
    Map<String, String> section = Map.of("hf_token", "hf_x", "in_use", value);
    assertEquals(inUse, StoredToken.fromSection("s", section).orElseThrow().notes().inUse());
  }

  @Test
  void originThatWasRead_cannotBeUnreadable() {
    StoredToken read = StoredToken.fromSection("s", sectionWithOrigin()).orElseThrow();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new StoredToken(
                "s",
                "hf_x",
                Optional.empty(),
                Optional.empty(),
                read.origin(),
                true,
                StoredToken.Notes.NONE));
  }

  @Test
  void instant_isReadUpToTheFirstAndTheLastOne() {
    long first = Instant.MIN.getEpochSecond();
    long last = Instant.MAX.getEpochSecond();
    assertEquals(
        Optional.of(Instant.ofEpochSecond(first)), UnixSeconds.parse(Long.toString(first)));
    assertEquals(Optional.of(Instant.ofEpochSecond(last)), UnixSeconds.parse(Long.toString(last)));
    assertEquals(Optional.empty(), UnixSeconds.parse(Long.toString(first - 1)));
    assertEquals(Optional.empty(), UnixSeconds.parse(Long.toString(last + 1)));
  }

  private static LoginOrigin origin(Optional<URI> other) {
    return new LoginOrigin(
        URI.create("https://auth.example.org"),
        "client",
        other.isPresent(),
        URI.create("https://auth.example.org/token"),
        other,
        other,
        true);
  }

  @Test
  void origin_leavesNothingOfTheOneBefore() {
    LoginOrigin before = origin(Optional.of(URI.create("https://auth.example.org/more")));
    LoginOrigin after = origin(Optional.empty());
    Map<String, String> section = new HashMap<>(Map.of("note", "kept"));
    before.writeTo(section);
    assertEquals(before, LoginOrigin.fromSection(section));
    after.writeTo(section);
    assertEquals(after, LoginOrigin.fromSection(section));
    assertEquals("kept", section.get("note"));
  }
}
