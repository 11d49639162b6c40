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
    OAuthReply shown = reply(403, "{\"message\":\" x\\u001b \"}");
    assertEquals(Optional.of("x"), shown.reason());
    assertEquals(Optional.of("***"), shown.reason("x"));
    assertEquals(Optional.empty(), reply(403, "{\"message\":\"\\u0007\"}").reason());
    assertEquals(Optional.empty(), reply(403, "{\"message\":7}").reason());
    assertEquals(Optional.empty(), reply(403, "{}").reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":\"Your IP is blocked\",\"message\":\"m\"} | Your IP is blocked",
        "{\"error\":{\"message\":\"nested\",\"code\":7}} | nested",
        "{\"error\":true,\"message\":\"beside it\"} | beside it",
        "{\"error\":\"\",\"error_description\":\"without a code\"} | without a code",
        "{\"error\":\"code\",\"error_description\":\"words\"} | code (words)",
        "{\"errors\":[{\"message\":\"first\"},{\"message\":\"second\"}]} | first",
        "{\"errors\":[\"plain\"]} | plain",
        "{\"title\":\"Forbidden\",\"detail\":\"by rule 5\"} | by rule 5",
        "{\"detail\":[{\"msg\":\"too deep for most\"}]} | too deep for most",
        "{\"error\":{\"error\":{\"error\":{\"error\":{\"error\":\"x\"}}}}} | ''",
        "{\"error\":{\"code\":7}} | ''",
        "[\"no\"] | ''",
        "Blocked | ''",
      })
  void reasonOfTheServer_isFoundWhereverItStands(String body, String reason) {
    assertEquals(reason, reply(403, body).reason().orElse(""));
    assertEquals(reason, reply(400, body).reason().orElse(""));
  }

  @Test
  void reasonOfTheServer_isInTheWordsForItsAnswer_withoutWhatWasSent() {
    String body = "{\"error\":\"SECRET is blocked\"}";
    assertEquals("an error (HTTP 403: *** is blocked)", reply(403, body).content("SECRET"));
    assertEquals(
        "the server gets too many requests (HTTP 429: *** is blocked)",
        reply(429, body).trouble("SECRET"));
    assertEquals(
        "the server is in trouble (HTTP 503: *** is blocked)", reply(503, body).trouble("SECRET"));
    assertEquals(
        "the server is in trouble (server_error (***))",
        reply(400, "{\"error\":\"server_error\",\"error_description\":\"SECRET\"}")
            .trouble("SECRET"));
    assertEquals("JSON of another kind (HTTP 200)", reply(200, body).content());
  }

  @Test
  void bodyThatCouldNotBeRead_isSaid() {
    Optional<String> none = Optional.empty();
    HttpReply unread = new HttpReply(403, "", none, none, none, none, Optional.of("it is packed"));
    assertEquals(
        "an answer that cannot be read, for it is packed (HTTP 403)",
        OAuthReply.of(unread).content());
  }
}
