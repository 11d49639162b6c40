package io.github.hfdevice.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenIssuerTest {
  private static final URI HUB = URI.create("https://huggingface.co");
  private static final Optional<URI> OTHER = Optional.of(URI.create("https://other.test"));

  private static String jwt(String claims) {
    return "e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }

  private static Optional<URI> issuer(String claims) {
    return TokenIssuer.of("hf_oauth_" + jwt(claims), HUB);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"iss\":\"https://huggingface.co\"}",
        "{\"sub\":\"a\",\"exp\":1,\"iss\" :\n \"https://huggingface.co\",\"aud\":[\"x\"]}",
      })
  void likelyIssuer_isFoundByItsText(String claims) {
    assertSame(HUB, issuer(claims).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"iss\":\"https://other.test\"}",
        "{\"iss\":\"https://other.test\",\"x\":{\"iss\":\"https://huggingface.co\"}}",
        "{\"x\":{\"iss\":\"https://huggingface.co\"},\"iss\":\"https://other.test\"}",
        "{\"x\":{\"iss\":\"https://huggingface.co\"},\"i\\u0073s\":\"https://other.test\"}",
        "{\"iss\":\"https://huggingface.co\",\"i\\u0073s\":\"https://other.test\"}",
        "{\"iss\":\"https://huggingface.co\",\"iss\":\"https://other.test\"}",
        "{\"sub\":\"\\\"iss\\\":\\\"https://huggingface.co\\\"\",\"iss\":\"https://other.test\"}",
      })
  void otherIssuer_isNeverTakenForTheLikelyOne(String claims) {
    assertEquals(OTHER, issuer(claims));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"iss\":\"https://huggingface.co/\"}",
        "{\"iss\":\"https:\\/\\/huggingface.co\"}",
        "{\"iss\":\"https://hf.co\"}",
        "{\"iss\":\"https://huggingface.co\",\"x\":{}}",
      })
  void likelyIssuer_isFound_howeverItIsWritten(String claims) {
    assertEquals(Optional.of(HUB), issuer(claims));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"x\":{\"iss\":\"https://huggingface.co\"}}",
        "{\"x\":[\"iss\",\"https://huggingface.co\"]}",
        "{\"iss\":[\"https://huggingface.co\"]}",
        "{\"iss\":\"huggingface.co\"}",
        "{\"iss\":\"https://huggingface.co",
        "{\"iss\"",
        "{\"iss\":",
        "[]",
        "\"iss\":\"https://huggingface.co\"",
        "",
      })
  void claimsWithoutAnIssuer_nameNobody(String claims) {
    assertEquals(Optional.empty(), issuer(claims));
  }

  @ParameterizedTest
  @CsvSource({"hf_oauth_, true", "hf_jwt_, true", "'', true", "hf_, false", "hf_x, false"})
  void prefixOfTheHub_isPassedOver(String prefix, boolean isJwt) {
    String token = prefix + jwt("{\"iss\":\"https://huggingface.co\"}");
    assertEquals(isJwt ? Optional.of(HUB) : Optional.empty(), TokenIssuer.of(token, HUB));
    String other = prefix + jwt("{\"iss\":\"https://other.test\"}");
    assertEquals(isJwt ? OTHER : Optional.empty(), TokenIssuer.of(other, HUB));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hf_classic", "a.b", "a.b.c.d", "..", "a.!!!.c", "hf_oauth_", "a.e30", "."})
  void otherTokens_nameNobody(String token) {
    assertEquals(Optional.empty(), TokenIssuer.of(token, HUB));
  }

  @Test
  void likelyIssuerWithAPath_isComparedWhole() {
    URI mirror = URI.create("https://hub.test/hf");
    String token = jwt("{\"iss\":\"https://hub.test/hf\"}");
    assertSame(mirror, TokenIssuer.of(token, mirror).orElseThrow());
    assertEquals(
        Optional.of(URI.create("https://hub.test")),
        TokenIssuer.of(token, URI.create("https://hub.test/h")));
  }
}
