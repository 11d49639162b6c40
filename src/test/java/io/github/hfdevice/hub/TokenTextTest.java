package io.github.hfdevice.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTextTest {
  private static String problem(String text) {
    return TokenText.problem(text).orElse("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf_abcdefghijklmnopqrstuvwxyz01234567",
        "hf_oauth_eyJhbGciOiJIUzI1NiJ9.e30.c2ln-_",
        "hf_jwt_eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
        "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
        "opaque+/~token==",
        "JBSWY3DPEHPK3PXP======",
        "nonesuch",
        "/b64/begins-with-a-slash=",
        "1|of-laravel",
        "bearers",
        "tokens=x",
        "A=b",
        "x",
        "hf_x",
        "hf_xx",
        "hf_yours",
        "a.b..c",
      })
  void token_hasNoProblem(String text) {
    assertEquals(Optional.empty(), TokenText.problem(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~ | is empty",
        "None | is the word None and not a token; a script wrote it for a missing value",
        "null | is the word null and not a token; a script wrote it for a missing value",
        "UNDEFINED | is the word UNDEFINED and not a token; a script wrote it for a missing value",
        "nil | is the word nil and not a token; a script wrote it for a missing value",
        "\"hf_SECRET\" | is in quotes; give the token without them",
        "'hf_SECRET' | is in quotes; give the token without them",
        "hf_SECRET' | is in quotes; give the token without them",
        "\"hf_SECRET | is in quotes; give the token without them",
        "`hf_SECRET` | is in quotes; give the token without them",
        "“hf_SECRET” | is in quotes; give the token without them",
        "\" | is in quotes; give the token without them",
        "Bearer hf_SECRET | begins with a word of an HTTP header; give the token alone",
        "bearer:hf_SECRET | begins with a word of an HTTP header; give the token alone",
        "Authorization: Bearer hf_SECRET | begins with a word of an HTTP header; give the token alone",
        "HF_TOKEN=hf_SECRET | begins with \"HF_TOKEN=\"; give the token alone",
        "HF_TOKEN=\"hf_SECRET\" | begins with \"HF_TOKEN=\"; give the token alone",
        "export HF_TOKEN=hf_SECRET | begins with \"HF_TOKEN=\"; give the token alone",
        "HF_TOKEN = hf_SECRET | begins with \"HF_TOKEN=\"; give the token alone",
        "hf_token = hf_SECRET | begins with \"hf_token=\"; give the token alone",
        "token=hf_SECRET | begins with \"token=\"; give the token alone",
        "HF_TOKEN= | begins with \"HF_TOKEN=\"; give the token alone",
        "HUGGING_FACE_HUB_TOKEN=hf_SECRET | begins with \"HUGGING_FACE_HUB_TOKEN=\"; give the token alone",
        "$HF_TOKEN | is the name of a variable whose value nobody filled in",
        "${{ secrets.HF_TOKEN }} | is the name of a variable whose value nobody filled in",
        "{{ hf_token }} | is the name of a variable whose value nobody filled in",
        "%HF_TOKEN% | is the name of a variable whose value nobody filled in",
        "<your token> | is a place to fill in and not a token",
        "[REDACTED] | is a place to fill in and not a token",
        "{\"token\":\"hf_SECRET\"} | is JSON; give the token alone",
        "*** | is the mask of a token and not the token",
        "hf_SECRET, | ends with \",\"; give the token without it",
        "hf_SECRET; | ends with \";\"; give the token without it",
        "/run/secrets/hf_token | is the place of a token; give what is stored there",
        "op://vault/SECRET | is the place of a token; give what is stored there",
        "false | is the word false and not a token; a script wrote it for a missing value",
        "hf_SECRET hf_SECRET | holds a blank or a line end, and a token is one word",
        "hf_SECRETé | holds a character outside ASCII (U+00E9), which no token has",
        "hf_SECRET…x | is the beginning of a token and dots; give the whole token",
        "hf_SECRET... | is the beginning of a token and dots; give the whole token",
        "hf_****CRET | is the mask of a token and not the token",
        "hf_SECRET\\n | holds a backslash, which no token has",
      })
  void whatIsNoToken_isNamed_andNotRepeated(String text, String problem) {
    assertEquals(problem, problem(text));
    assertFalse(problem(text).contains("SECRET"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 'holds NUL characters, as a file in UTF-16 does; save it as UTF-8'",
    "1, 'holds control characters, which no token has'",
    "9, 'holds a blank or a line end, and a token is one word'",
    "10, 'holds a blank or a line end, and a token is one word'",
    "13, 'holds a blank or a line end, and a token is one word'",
    "27, 'holds control characters, which no token has'",
    "31, 'holds control characters, which no token has'",
    "127, 'holds control characters, which no token has'",
    "128, 'holds a character outside ASCII (U+0080), which no token has'",
    "65279, 'holds a character outside ASCII (U+FEFF), which no token has'",
  })
  void charactersThatNoTokenHas_areNamed(int c, String problem) {
    assertEquals(problem, problem("hf_" + (char) c + "x"));
  }

  @Test
  void tokenOfAnOrganisation_isRefused_withTheReason() {
    assertTrue(problem("api_org_SECRET").contains("a token of your own account"));
    assertFalse(problem("api_org_SECRET").contains("SECRET"));
  }

  @Test
  void length_hasItsLimit() {
    assertEquals("", problem("a".repeat(65_536)));
    assertEquals("is longer than any token (65536 characters)", problem("a".repeat(65_537)));
  }
}
