package io.github.hfdevice.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.http.FakeTransport;
import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.HttpReply;
import io.github.hfdevice.hub.TokenExchangeException.Reason;
import io.github.hfdevice.setting.SettingException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenExchangeTest {
  private static final URI HUB = URI.create("https://huggingface.co");
  private static final URI TOKEN = URI.create("https://huggingface.co/oauth/token");
  private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");
  private static final String GRANTED = "{\"access_token\":\"hf_jwt_SECRET\"}";

  private final FakeTransport server = new FakeTransport();

  /** A job of a CI that gives its identity token in a variable. */
  private final Map<String, String> given = Map.of("HF_OIDC_ID_TOKEN", " id-SECRET\n");

  private static Map<String, String> gitHub(String url) {
    return Map.of(
        "GITHUB_ACTIONS", "true",
        "ACTIONS_ID_TOKEN_REQUEST_URL", url,
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "job-SECRET");
  }

  private ExchangedToken exchange(Map<String, String> environment)
      throws TokenExchangeException, InterruptedException {
    return new TokenExchange(new HubSettings(environment), server, Clock.fixed(NOW, ZoneOffset.UTC))
        .requestToken(HUB, new ExchangeResource("datasets/acme/data"));
  }

  private TokenExchangeException failure(Map<String, String> environment) {
    TokenExchangeException e =
        assertThrows(TokenExchangeException.class, () -> exchange(environment));
    assertFalse(e.getMessage().contains("SECRET"), e.getMessage());
    return e;
  }

  @Test
  void identityToken_isExchanged_asJson() throws Exception {
    server.reply(200, "{\"access_token\":\"hf_jwt_x\",\"expires_in\":900}");
    assertEquals(new ExchangedToken("hf_jwt_x", NOW.plusSeconds(900)), exchange(given));
    Map<String, String> fields =
        Map.of(
            "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token_type", "urn:ietf:params:oauth:token-type:id_token",
            "subject_token", "id-SECRET",
            "resource", "datasets/acme/data");
    assertEquals(List.of(HttpCall.postJson(TOKEN, fields, Duration.ofSeconds(10))), server.calls());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",\"expires_in\":null", ",\"expires_in\":0", ",\"expires_in\":\"soon\""})
  void tokenWithoutALife_livesAnHour(String field) throws Exception {
    server.reply(200, "{\"access_token\":\"hf_jwt_x\"" + field + "}");
    assertEquals(NOW.plusSeconds(3600), exchange(given).expiresAt());
  }

  @Test
  void exchangedToken_isNotShown() {
    ExchangedToken token = new ExchangedToken("hf_jwt_SECRET", NOW);
    assertEquals("ExchangedToken[token=***, expiresAt=2025-01-01T00:00:00Z]", token.toString());
    assertFalse(new JobIdentity.Given("SECRET").toString().contains("SECRET"));
    assertFalse(new JobIdentity.OfGitHub(HUB, "SECRET").toString().contains("SECRET"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://ci.test/id?api-version=2&x=a%20b | https://ci.test/id?api-version=2&x=a%20b&audience=A",
        "https://ci.test/id | https://ci.test/id?audience=A",
        "https://ci.test/id? | https://ci.test/id?audience=A",
        "https://ci.test/id?x#top | https://ci.test/id?x&audience=A",
        "https://ci.test/id#top | https://ci.test/id?audience=A",
        "http://127.0.0.1:8080/id?x=1 | http://127.0.0.1:8080/id?x=1&audience=A",
      })
  void gitHub_isAskedForTheAudience_besidesTheQueryThatIsThere(String url, String asked)
      throws Exception {
    server.reply(200, "{\"count\":1,\"value\":\"id-SECRET\"}").reply(200, GRANTED);
    assertEquals("hf_jwt_SECRET", exchange(gitHub(url)).token());
    assertEquals(
        HttpCall.get(
            URI.create(asked.replace("audience=A", "audience=https%3A%2F%2Fhuggingface.co")),
            Optional.of("Bearer job-SECRET"),
            Duration.ofSeconds(10)),
        server.calls().get(0));
    assertEquals("id-SECRET", server.calls().get(1).form().get().get("subject_token"));
    assertEquals(Optional.empty(), server.calls().get(1).authorization());
  }

  @Test
  void givenIdentityToken_winsOverGitHub() throws Exception {
    Map<String, String> both = new HashMap<>(gitHub("https://ci.test/id"));
    both.putAll(given);
    server.reply(200, GRANTED);
    exchange(both);
    assertEquals(TOKEN, server.calls().get(0).uri());
  }

  @ParameterizedTest
  @ValueSource(strings = {"True", "1", "TRUE", "yes", " true", ""})
  void jobOutsideGitHub_withoutAToken_isToldTheVariables(String gitHubActions) {
    Map<String, String> environment = new HashMap<>(gitHub("https://ci.test/id"));
    environment.put("GITHUB_ACTIONS", gitHubActions);
    TokenExchangeException e = failure(environment);
    assertEquals(Reason.NO_IDENTITY_TOKEN, e.reason());
    assertEquals(
        "this job has no identity token: HF_OIDC_ID_TOKEN is not set,"
            + " and GITHUB_ACTIONS is not \"true\"",
        e.getMessage());
    assertEquals(
        Optional.of(
            "Set HF_OIDC_ID_TOKEN to the token that your CI issues, or unset HF_OIDC_RESOURCE."),
        e.remedy());
    assertEquals(Optional.empty(), e.where());
    assertEquals(List.of(), server.calls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"})
  void jobOfGitHubWithoutThePermission_isToldIt(String missing) {
    Map<String, String> environment = new HashMap<>(gitHub("https://ci.test/id"));
    environment.remove(missing);
    TokenExchangeException e = failure(environment);
    assertEquals(Reason.NO_IDENTITY_TOKEN, e.reason());
    assertEquals(
        Optional.of("Give the job of the workflow the permission \"id-token: write\"."),
        e.remedy());
    assertTrue(e.getMessage().contains(missing), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://ci.test/id",
        "http://127.0.0.1.evil.test/id",
        "https://ci.test@evil.test/id",
        "https:///id",
        "ftp://ci.test/id",
        "file:///etc/passwd",
        "not a url",
        "/id",
      })
  void addressOfGitHub_isHttpsOrLoopback(String url) {
    SettingException e = assertThrows(SettingException.class, () -> exchange(gitHub(url)));
    assertEquals("ACTIONS_ID_TOKEN_REQUEST_URL", e.setting());
    assertEquals(List.of(), server.calls());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "None | HF_OIDC_ID_TOKEN is the word None",
        "two words | HF_OIDC_ID_TOKEN holds a blank",
      })
  void identityTokenThatIsNone_isASettingAtFault(String value, String message) {
    SettingException e =
        assertThrows(SettingException.class, () -> exchange(Map.of("HF_OIDC_ID_TOKEN", value)));
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  @Test
  void tokenOfTheJob_cannotAddAHeader() {
    Map<String, String> environment = new HashMap<>(gitHub("https://ci.test/id"));
    environment.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "x\r\nX-Evil: 1");
    SettingException e = assertThrows(SettingException.class, () -> exchange(environment));
    assertEquals("ACTIONS_ID_TOKEN_REQUEST_TOKEN", e.setting());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | '{\"error\":\"invalid_grant\",\"error_description\":\"no publisher trusts id-SECRET\"}'"
            + " | REFUSED | invalid_grant | HTTP 400: invalid_grant (no publisher trusts ***)",
        "400 | '{\"error\":\"invalid_request\"}' | REFUSED | invalid_request | HTTP 400: invalid_request",
        "403 | '{\"error\":\"Sorry, not you\"}' | REFUSED | '' | HTTP 403: Sorry, not you",
        "404 | '' | REFUSED | '' | HTTP 404",
        "403 | <html> | BAD_RESPONSE | ''"
            + " | HTTP 403 with a web page, which a proxy or a firewall may have sent",
        "200 | <html> | BAD_RESPONSE | ''"
            + " | HTTP 200 with a web page, which a proxy or a firewall may have sent",
        "200 | [] | BAD_RESPONSE | '' | HTTP 200 with text that is not a JSON object",
        "200 | '' | REFUSED | '' | HTTP 200 with an empty answer",
        "403 | Blocked by policy | BAD_RESPONSE | ''"
            + " | HTTP 403 with text that is not a JSON object, which a proxy or a firewall may have sent",
        "503 | '' | UNREACHABLE | '' | HTTP 503",
        "429 | '{\"error\":\"Sorry, too many\"}' | UNREACHABLE | '' | HTTP 429: Sorry, too many",
        "400 | '{\"error\":\"temporarily_unavailable\"}' | UNREACHABLE | temporarily_unavailable"
            + " | HTTP 400: temporarily_unavailable",
      })
  void exchangeThatFails_tellsItsCause(
      int status, String body, Reason reason, String error, String cause) {
    server.reply(status, body);
    TokenExchangeException e = failure(given);
    assertEquals(reason, e.reason());
    assertEquals(error, e.error().orElse(""));
    assertEquals(Optional.of(TOKEN), e.where());
    assertEquals(Optional.empty(), e.remedy());
    assertEquals(
        "no token for datasets/acme/data in exchange for the identity token: " + cause,
        e.getMessage());
    assertEquals(1, server.calls().size());
  }

  @Test
  void noAnswer_isUnreachable_andTooLongAnAnswerIsRefused() {
    server.fail(new IOException("no route"));
    TokenExchangeException e = failure(given);
    assertEquals(Reason.UNREACHABLE, e.reason());
    assertTrue(e.getMessage().endsWith(": no route"), e.getMessage());
    server.failTooLarge();
    assertEquals(Reason.REFUSED, failure(given).reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"access_token\":\"\"}",
        "{\"access_token\":7}",
        "{\"access_token\":\"SECRET\\u0000\"}",
      })
  void answerWithoutAUsableToken_isRefused(String body) {
    server.reply(200, body);
    TokenExchangeException e = failure(given);
    assertEquals(Reason.REFUSED, e.reason());
    assertTrue(e.getMessage().contains("access_token"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"value\":\"\"}",
        "{\"value\":7}",
        "{\"value\":\"two words\"}",
        "{\"value\":\"null\"}",
      })
  void answerOfGitHubWithoutAnIdentityToken_isRefused(String body) {
    server.reply(200, body);
    TokenExchangeException e = failure(gitHub("https://ci.test/id?x=1"));
    assertEquals(Reason.REFUSED, e.reason());
    assertEquals(
        "GitHub Actions (https://ci.test) gave no identity token: the field value of its answer is not a token",
        e.getMessage());
    assertEquals(Optional.of(URI.create("https://ci.test/id?x=1")), e.where());
  }

  @Test
  void gitHubThatRefuses_isToldWithItsWords_andTheHubIsNotAsked() {
    server.reply(403, "{\"message\":\"job-SECRET expired\"}");
    TokenExchangeException e = failure(gitHub("https://ci.test/id"));
    assertEquals(Reason.REFUSED, e.reason());
    assertEquals(
        "GitHub Actions (https://ci.test) gave no identity token: HTTP 403: *** expired",
        e.getMessage());
    assertEquals(1, server.calls().size());
  }

  @Test
  void tokens_haveTheirLimit() {
    String tooLong = "x".repeat(65_537);
    server.reply(200, "{\"access_token\":\"" + tooLong + "\"}");
    assertEquals(Reason.REFUSED, failure(given).reason());
    server.reply(200, "{\"value\":\"" + tooLong + "\"}");
    TokenExchangeException e = failure(gitHub("https://ci.test/id"));
    assertEquals(Reason.REFUSED, e.reason());
    assertTrue(e.getMessage().endsWith("value is longer than the 65536 characters that are taken"));
    assertThrows(SettingException.class, () -> exchange(Map.of("HF_OIDC_ID_TOKEN", tooLong)));
  }

  @Test
  void redirect_isNotFollowed() {
    server.reply(
        new HttpReply(307, "", Optional.empty(), Optional.of("https://evil.test/oauth/token")));
    TokenExchangeException e = failure(given);
    assertEquals(Reason.BAD_RESPONSE, e.reason());
    assertTrue(
        e.getMessage()
            .endsWith(
                "HTTP 307, a redirect to https://evil.test/oauth/token, which is not followed"),
        e.getMessage());
  }
}
