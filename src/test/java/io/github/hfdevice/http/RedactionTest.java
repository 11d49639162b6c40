package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --verbose} shows of an exchange. */
class RedactionTest {
  private static final URI WHERE = URI.create("https://hub.test/oauth/token");
  private static final HttpCall POLL =
      HttpCall.post(
          WHERE,
          Optional.of("Basic SECRET-basic"),
          Map.of("device_code", "SECRET-device", "client_id", "the-client"),
          Duration.ofSeconds(1));

  private static final SentSecrets SECRETS = new SentSecrets(POLL, Optional.empty());

  @Test
  void form_showsOnlyWhatIsHarmless() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("device_code", "SECRET");
    form.put("refresh_token", "SECRET");
    form.put("client_secret", "SECRET");
    form.put("token", "SECRET");
    form.put("client_id", "the-client");
    assertEquals(
        "grant_type=refresh_token&device_code=***&refresh_token=***&client_secret=***&token=***"
            + "&client_id=the-client",
        Redaction.form(form));
  }

  @Test
  void call_showsThatItIsAuthorized_andNotHow() {
    String sent = Slf4jExchangeLog.sent(POLL);
    assertTrue(sent.startsWith("POST https://hub.test/oauth/token (Authorization: ***)"), sent);
    assertTrue(sent.contains("client_id=the-client"), sent);
    assertFalse(sent.contains("SECRET"), sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"device_code\":\"SECRET\",\"user_code\":\"ABCD\"}",
        "{\"access_token\":\"SECRET\",\"refresh_token\":\"SECRET\",\"id_token\":\"SECRET\"}",
        "{ \"access_token\" :\n \"SECRET\" }",
        "{\"access_token\":\"a\\\"SECRET\"}",
        "{\"access_token\":\"SECRET",
        "{\"access_token\":17SECRET}",
        "{\"access_token\":[\"SECRET\"]}",
        "{\"access_token\":{\"value\":\"SECRET\"}}",
        "{\"error\":{\"message\":\"SECRET\"}}",
        "{\"scope\":[\"SECRET\"]}",
        "{\"access\\u005ftoken\":\"SECRET\"}",
        "{\"a\\\"error\":\"SECRET\"}",
        "[\"SECRET\"]",
        "[{\"token\":\"SECRET\"}]",
        "access_token=SECRET&token_type=bearer",
        "SECRET",
        "\"SECRET\"",
        "<html>SECRET</html>",
        "{\"error\":\"x\",\"error_description\":\"bad code SECRET-device\"}",
        "{\"error\":\"x\",\"error_description\":\"bad header SECRET-basic\"}",
      })
  void body_showsNoSecret(String body) {
    String shown = Redaction.body(body, SECRETS);
    assertFalse(shown.contains("SECRET"), shown);
  }

  @Test
  void body_keepsTheErrorAndTheUserCode() {
    assertEquals(
        "{error: \"invalid_grant\", error_description: \"no \\\"such\\\" code\"}",
        Redaction.body(
            "{\"error\":\"invalid_grant\",\"error_description\":\"no \\\"such\\\" code\"}",
            SECRETS));
    assertEquals(
        "{device_code: ***, user_code: \"ABCD-1234\", expires_in: 300}",
        Redaction.body(
            "{\"device_code\":\"x\",\"user_code\":\"ABCD-1234\",\"expires_in\":300}", SECRETS));
  }

  @Test
  void body_showsNoControlCharacters() {
    String shown = Redaction.body("{\"error\":\"a\u001b[31mb\nc\u202ed\"}", SECRETS);
    assertEquals("{error: \"a[31mb cd\"}", shown);
  }

  @Test
  void longBody_isShortened_quickly() {
    String text = "{\"error\":\"" + "x\\\"".repeat(300_000) + "\",\"access_token\":\"SECRET\"}";
    String shown =
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> Redaction.body(text, SECRETS));
    assertTrue(shown.length() < 5000, "shows " + shown.length() + " characters");
    assertFalse(shown.contains("SECRET"));
  }

  @Test
  void emptyBody_isCalledEmpty() {
    assertEquals("(empty)", Redaction.body(" \n", SECRETS));
    assertEquals("(5 characters, not JSON)", Redaction.body("hello", SECRETS));
  }
}
