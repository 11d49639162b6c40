package io.github.hfdevice.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {
  private static final TokenClaims NONE =
      new TokenClaims(Optional.empty(), Optional.empty(), Optional.empty());

  private static String token(String claims) {
    return "hf_oauth_e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }

  @Test
  void expiryAndScope_areRead() {
    assertEquals(
        new TokenClaims(
            Optional.of(Instant.ofEpochSecond(1_767_225_600)),
            Optional.of("openid profile"),
            Optional.empty()),
        TokenClaims.parse(
            token("{\"exp\":1767225600,\"scope\":\"openid profile\",\"sub\":\"é>?\"}")));
  }

  @Test
  void scopeThatIsAList_isReadAsOne() {
    assertEquals(
        Optional.of("openid jobs"),
        TokenClaims.parse(token("{\"scope\":[\"openid\",\"jobs\"]}")).scope());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hf_oauth_a", "hf_jwt_a", "a"})
  void everyKindOfJwt_isRead(String start) {
    assertEquals(
        Optional.of(Instant.ofEpochSecond(1_767_225_600)),
        TokenClaims.parse(start + ".eyJleHAiOjE3NjcyMjU2MDB9.c").expiresAt());
  }

  @ParameterizedTest
  @CsvSource({
    "https://huggingface.co, https://huggingface.co",
    "https://hf.co/, https://huggingface.co",
    "https://ID.test:8443/realms/one, https://id.test:8443",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
  })
  void issuer_isAnOrigin(String iss, URI origin) {
    assertEquals(
        Optional.of(origin), TokenClaims.parse(token("{\"iss\":\"" + iss + "\"}")).issuer());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"accounts.google.com\"",
        "\"urn:x\"",
        "\"https://\"",
        "\"https://a b\"",
        "\"https://me@id.test\"",
        "\"\"",
        "7",
        "null",
        "[\"https://id.test\"]",
      })
  void issuerThatIsNoWebAddress_isNone(String iss) {
    assertEquals(NONE, TokenClaims.parse(token("{\"iss\":" + iss + "}")));
  }

  @Test
  void claimsOverTheirLimits_areLeftOut() {
    String longText = "x".repeat(3000);
    assertEquals(
        NONE,
        TokenClaims.parse(
            token("{\"iss\":\"https://h/" + longText + "\",\"scope\":\"" + longText + "\"}")));
  }

  @Test
  void claimsThatAreMissingOrNonsense_areLeftOut() {
    assertEquals(NONE, TokenClaims.parse(token("{}")));
    assertEquals(NONE, TokenClaims.parse(token("{\"exp\":\"never\",\"scope\":[]}")));
    assertEquals(NONE, TokenClaims.parse(token("{\"exp\":-5,\"scope\":\"\"}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hf_",
        "hf_classicTokenWithoutClaims",
        "hf_oauth_",
        "hf_oauth_..",
        "hf_oauth_a.b",
        "hf_oauth_a.!!!.c",
        "hf_oauth_a.bm90IGpzb24.c",
        "hf_oauth_a.W10.c",
        "hf_oauth_a.bnVsbA.c",
        "hf_oauth_a.e30.c.d",
        "hf_a.eyJleHAiOjE3NjcyMjU2MDB9.c",
      })
  void otherTokens_andGarbage_sayNothing(String token) {
    assertEquals(NONE, TokenClaims.parse(token));
  }
}
