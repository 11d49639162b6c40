package io.github.hfdevice.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.http.FakeTransport;
import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.ReplyCutOffException;
import io.github.hfdevice.oauth.OAuthException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefreshClientTest {
  private static final URI TOKEN = URI.create("https://hub.test/oauth/token");
  private static final String REFRESH_TOKEN = "refresh-secret";

  private final FakeTransport server = new FakeTransport();

  private TokenResponse refresh() throws OAuthException, InterruptedException {
    return new RefreshClient(
            TOKEN,
            new ClientCredentials("the-client", Optional.of("s3cret")),
            server,
            Duration.ofSeconds(10))
        .requestRefresh(REFRESH_TOKEN);
  }

  private OAuthException failure() {
    OAuthException e = assertThrows(OAuthException.class, this::refresh);
    assertEquals(1, server.calls().size());
    assertEquals(TOKEN, e.where());
    assertFalse(e.getMessage().contains(REFRESH_TOKEN), e.getMessage());
    return e;
  }

  @Test
  void form_holdsGrantTypeRefreshTokenAndClientId_andTheSecretGoesIntoTheHeader() throws Exception {
    server.reply(200, "{\"access_token\":\"a\",\"refresh_token\":\"r2\",\"expires_in\":60}");
    assertEquals(
        new TokenResponse(
            "a", Optional.of(Duration.ofSeconds(60)), Optional.of("r2"), Optional.empty()),
        refresh());
    HttpCall call = server.calls().get(0);
    assertEquals(TOKEN, call.uri());
    assertEquals(Duration.ofSeconds(10), call.timeout());
    assertEquals(
        Optional.of(
            Map.of(
                "grant_type", "refresh_token",
                "refresh_token", REFRESH_TOKEN,
                "client_id", "the-client")),
        call.form());
    assertEquals(Optional.of("Basic dGhlLWNsaWVudDpzM2NyZXQ="), call.authorization());
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_grant, LOGIN_NEEDED",
    "500, invalid_grant, LOGIN_NEEDED",
    "401, invalid_client, REJECTED",
    "400, oddity, REJECTED",
    "400, server_error, UNREACHABLE",
    "400, temporarily_unavailable, UNREACHABLE",
    "503, temporarily_unavailable, UNREACHABLE",
    "503, oddity, UNREACHABLE",
    "429, oddity, UNREACHABLE",
  })
  void oauthError_decides_andTroubleIsForNow(int status, String code, Reason reason) {
    server.reply(status, "{\"error\":\"" + code + "\"}");
    OAuthException e = failure();
    assertEquals(reason, e.reason());
    boolean isRefusal = reason != Reason.UNREACHABLE;
    assertEquals(isRefusal, e.getMessage().startsWith("the server refused the refresh: " + code));
  }

  @Test
  void whatWasSent_isHidden_inTheServersWords() {
    server.reply(
        400,
        "{\"error\":\"invalid_grant\",\"error_description\":\"refresh-sec\\u200bret of s3cret,"
            + " dGhlLWNsaWVudDpzM2NyZXQ=, hf_oauth_eyJhbGciOi.x.y\"}");
    OAuthException e = failure();
    assertEquals(Optional.of("invalid_grant"), e.error());
    assertEquals(
        "the server refused the refresh: invalid_grant (*** of ***, ***, ***)", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "502 | <html> | UNREACHABLE | the server is in trouble (HTTP 502)",
        "429 | '' | UNREACHABLE | the server gets too many requests (HTTP 429)",
        "200 | <html> | BAD_RESPONSE | a web page (HTTP 200)",
        "403 | <html> | BAD_RESPONSE | a web page (HTTP 403), which a proxy or a firewall may have sent",
        "200 | '' | BAD_RESPONSE | an empty answer (HTTP 200)",
        "200 | '{}' | BAD_RESPONSE | JSON of another kind (HTTP 200)",
        "200 | '[]' | BAD_RESPONSE | text that is not a JSON object (HTTP 200)",
        "302 | '{\"access_token\":\"a\"}' | BAD_RESPONSE | JSON of another kind (HTTP 302)",
        "404 | nothing | BAD_RESPONSE | text that is not a JSON object (HTTP 404)",
      })
  void answerWithoutAToken_isDescribed(int status, String body, Reason reason, String what) {
    server.reply(status, body);
    OAuthException e = failure();
    assertEquals(reason, e.reason());
    assertEquals(Optional.empty(), e.error());
    assertTrue(e.getMessage().endsWith(what), e.getMessage());
  }

  @Test
  void noAnswer_isUnreachable_andACutOffGrantMayHaveUsedTheTokenUp() {
    server.fail(new IOException("no route"));
    OAuthException e = failure();
    assertEquals(Reason.UNREACHABLE, e.reason());
    assertEquals("no route", e.getMessage());
    server.fail(new ReplyCutOffException(200, "cut", null));
    assertEquals(
        "cut; the refresh token may have been used up",
        assertThrows(OAuthException.class, this::refresh).getMessage());
    server.fail(new ReplyCutOffException(500, "cut", null));
    assertEquals("cut", assertThrows(OAuthException.class, this::refresh).getMessage());
  }

  @Test
  void tokenOverItsLimit_isABadResponse_andNotShown() {
    server.reply(200, "{\"access_token\":\"" + "x".repeat(65_537) + "\",\"refresh_token\":\"r\"}");
    OAuthException e = failure();
    assertEquals(Reason.BAD_RESPONSE, e.reason());
    assertEquals(
        "the refreshed token cannot be used: access_token is longer than the 65536 characters that are taken",
        e.getMessage());
  }
}
