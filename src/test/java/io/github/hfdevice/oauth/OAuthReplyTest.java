package io.github.hfdevice.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.http.HttpReply;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthReplyTest {
  private static OAuthReply reply(int status, String body) {
    return OAuthReply.of(HttpReply.of(status, body));
  }

  private static Optional<String> code(int status, String error) {
    return reply(status, "{\"error\":\"" + error + "\"}").error().map(OAuthError::code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "z", "A", "Z", "0", "9", "a_b-c.d:e/f", "https://id.test/errors/9"})
  void error_isACode_whateverTheStatusBelow500(String code) {
    for (int status : new int[] {200, 302, 400, 401, 403, 428}) {
      assertEquals(Optional.of(code), code(status, code));
    }
    assertEquals(Optional.empty(), code(429, code));
    assertEquals(Optional.empty(), code(500, code));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Sorry, not you", "two words", "é", "a@b", "a[b", "a`b", "a{b", "a;b", "a!"})
  void sentence_isNoCode(String text) {
    assertEquals(Optional.empty(), code(400, text));
  }

  @Test
  void code_hasItsLimit() {
    assertEquals(Optional.of("e".repeat(64)), code(400, "e".repeat(64)));
    assertEquals(Optional.empty(), code(400, "e".repeat(65)));
  }

  @ParameterizedTest
  @CsvSource({
    "authorization_pending, true",
    "expired_token, true",
    "unsupported_grant_type, true",
    "server_error, false",
    "temporarily_unavailable, false",
    "rate_limited, false",
  })
  void serverInTrouble_isBelievedTheCodesOfTheStandardForRequests(String code, boolean isBelieved) {
    for (int status : new int[] {429, 500, 503}) {
      OAuthReply reply = reply(status, "{\"error\":\"" + code + "\"}");
      assertEquals(isBelieved, reply.error().isPresent());
      assertEquals(!isBelieved, reply.isTrouble());
      assertFalse(reply.isSuccess());
    }
  }

  @Test
  void success_isJsonWithA2xx_andWithoutAnError() {
    assertTrue(reply(200, "{}").isSuccess());
    assertTrue(reply(299, "{}").isSuccess());
    assertFalse(reply(300, "{}").isSuccess());
    assertFalse(reply(199, "{}").isSuccess());
    assertFalse(reply(200, "[]").isSuccess());
    assertFalse(reply(200, "{\"error\":\"slow_down\"}").isSuccess());
  }

  @Test
  void textForms_showNoWordsOfTheServer() {
    OAuthReply reply =
        reply(400, "{\"error\":\"oddity\",\"error_description\":\"SECRET\",\"x\":\"SECRET\"}");
    assertFalse(reply.toString().contains("SECRET"), reply.toString());
    assertEquals("oddity", reply.error().orElseThrow().toString());
    assertEquals("oddity (SECRET)", reply.error().orElseThrow().describe());
    assertEquals("oddity (***)", reply.error().orElseThrow().describe("SECRET"));
  }

  @Test
  void wordsForAPerson_areShownSafely_whereThereAreAny() {
    JsonReply json = JsonReply.parse("{\"a\":\" x\\u001b \",\"b\":\"\\u0007\",\"c\":7}").get();
    assertEquals(Optional.of("x"), json.shown("a"));
    assertEquals(Optional.of("***"), json.shown("a", "x"));
    assertEquals(Optional.empty(), json.shown("b"));
    assertEquals(Optional.empty(), json.shown("c"));
    assertEquals(Optional.empty(), json.shown("d"));
  }
}
