package io.github.hfdevice.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.http.FakeTransport;
import io.github.hfdevice.oauth.OAuthException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerMetadataTest {
  private static final String ISSUER = "https://id.test/realms/one";
  private final FakeTransport server = new FakeTransport();

  private static String metadata(String issuer, String extra) {
    return "{\"issuer\":\""
        + issuer
        + "\",\"device_authorization_endpoint\":\"https://id.test/device\""
        + ",\"token_endpoint\":\"https://id.test/token\""
        + extra
        + "}";
  }

  private OAuthEndpoints request(String issuer) throws OAuthException, InterruptedException {
    return ServerMetadata.requestEndpoints(URI.create(issuer), server, Duration.ofSeconds(3));
  }

  private List<String> asked() {
    return server.calls().stream().map(call -> call.uri().toString()).toList();
  }

  private OAuthException failure() {
    return assertThrows(OAuthException.class, () -> request(ISSUER));
  }

  @ParameterizedTest
  @ValueSource(strings = {ISSUER, ISSUER + "/"})
  void endpoints_areTakenFromTheMetadata(String issuer) throws Exception {
    server.reply(
        200,
        metadata(
            issuer,
            ",\"userinfo_endpoint\":\"https://id.test/me\""
                + ",\"revocation_endpoint\":\"https://id.test/revoke\""));
    assertEquals(
        new OAuthEndpoints(
            URI.create("https://id.test/device"),
            URI.create("https://id.test/token"),
            Optional.of(URI.create("https://id.test/me")),
            Optional.of(URI.create("https://id.test/revoke"))),
        request(ISSUER));
    assertEquals(
        ISSUER + "/.well-known/openid-configuration", server.calls().get(0).uri().toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 500})
  void otherAddresses_areAsked_whileTheOnesBeforeHaveNone(int status) throws Exception {
    server.reply(status, "nothing").reply(status, "nothing").reply(200, metadata(ISSUER, ""));
    assertEquals(Optional.empty(), request(ISSUER).revocation());
    assertEquals(
        List.of(
            ISSUER + "/.well-known/openid-configuration",
            // RFC 8414, 3.1, and what servers make of it that read it in a hurry.
            "https://id.test/.well-known/oauth-authorization-server/realms/one",
            ISSUER + "/.well-known/oauth-authorization-server"),
        asked());
  }

  @Test
  void issuerWithoutAPath_hasTwoAddresses() throws Exception {
    String issuer = "https://id.test:8443";
    server.reply(404, "").reply(200, metadata(issuer, ""));
    request(issuer);
    assertEquals(
        List.of(
            issuer + "/.well-known/openid-configuration",
            issuer + "/.well-known/oauth-authorization-server"),
        asked());
  }

  @Test
  void noAddress_isABadResponse() {
    server.reply(404, "").reply(404, "").reply(404, "");
    assertEquals(Reason.BAD_RESPONSE, failure().reason());
  }

  @ParameterizedTest
  @CsvSource({
    "403, 404, 404, a web page (HTTP 403)",
    "404, 403, 404, a web page (HTTP 403)",
    "404, 405, 200, a web page (HTTP 200)",
    "302, 404, 404, a web page (HTTP 302)",
    "403, 401, 404, a web page (HTTP 403)",
    "403, 404, 503, the server is in trouble (HTTP 503)",
    "503, 403, 404, the server is in trouble (HTTP 503)",
    "404, 404, 404, a web page (HTTP 404)",
  })
  void addressThatSaysMost_isNamed(int first, int second, int third, String words) {
    server.reply(first, "<html>").reply(second, "<html>").reply(third, "<html>");
    String message = failure().getMessage();
    assertTrue(message.contains(words), message);
  }

  @Test
  void serverInTrouble_isUnreachable() {
    server.reply(503, "").reply(503, "").reply(503, "");
    assertEquals(Reason.UNREACHABLE, failure().reason());
  }

  @Test
  void noConnection_isUnreachable() {
    server.fail(new IOException("no route"));
    assertEquals(Reason.UNREACHABLE, failure().reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.test",
        "https://id.test",
        "https://id.test/realms/one/two",
        "https://id.test/realms/ONE",
        "",
      })
  void otherIssuer_isRefused(String issuer) {
    server.reply(200, metadata(issuer, ""));
    OAuthException e = failure();
    assertEquals(Reason.BAD_RESPONSE, e.reason());
    assertTrue(e.getMessage().contains("issuer"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://id.test/token",
        "http://127.0.0.1:8080/token",
        "http://localhost/token",
        "ftp://id.test/token",
        "https://id.test@evil.test/token",
        "token",
        "javascript:x"
      })
  void endpointWhereSecretsWouldBeSeen_isRefused(String address) {
    server.reply(
        200,
        "{\"issuer\":\""
            + ISSUER
            + "\",\"device_authorization_endpoint\":\"https://id.test/device\""
            + ",\"token_endpoint\":\""
            + address
            + "\"}");
    OAuthException e = failure();
    assertEquals(Reason.BAD_RESPONSE, e.reason());
    assertTrue(e.getMessage().contains("token_endpoint"), e.getMessage());
  }

  @Test
  void revocationEndpoint_isFound_whateverElseTheServerOffers() throws Exception {
    String issuer = "{\"issuer\":\"" + ISSUER + "\"";
    server
        .reply(200, issuer + ",\"revocation_endpoint\":\"https://id.test/revoke\"}")
        .reply(200, issuer + "}")
        .reply(200, "{\"revocation_endpoint\":\"https://id.test/revoke\"}");
    assertEquals(Optional.of(URI.create("https://id.test/revoke")), revocationEndpoint());
    assertEquals(Optional.empty(), revocationEndpoint());
    assertThrows(OAuthException.class, this::revocationEndpoint);
  }

  private Optional<URI> revocationEndpoint() throws OAuthException, InterruptedException {
    return ServerMetadata.requestRevocationEndpoint(
        URI.create(ISSUER), server, Duration.ofSeconds(10));
  }

  @Test
  void troubleOfTheFirstPlace_isToldWhateverTheOtherSays() {
    server.reply(503, "").reply(404, "").reply(404, "");
    OAuthException e = failure();
    assertEquals(Reason.UNREACHABLE, e.reason());
    assertTrue(e.getMessage().contains("503"), e.getMessage());
  }

  @Test
  void serverWithoutATokenEndpoint_isABadResponse() {
    server.reply(
        200,
        "{\"issuer\":\""
            + ISSUER
            + "\",\"device_authorization_endpoint\":\"https://id.test/device\"}");
    assertEquals("token_endpoint is missing", failure().getMessage());
  }

  @Test
  void serverWithoutADeviceEndpoint_offersNoDeviceLogin() {
    server.reply(
        200, "{\"issuer\":\"" + ISSUER + "\",\"token_endpoint\":\"https://id.test/token\"}");
    OAuthException e = failure();
    assertEquals(Reason.BAD_RESPONSE, e.reason());
    assertTrue(e.getMessage().contains("no device login"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "device_authorization_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
        "revocation_endpoint"
      })
  void everyEndpointOfAnHttpsServer_isHttps(String field) {
    server.reply(
        200, metadata(ISSUER, "").replace("}", ",\"" + field + "\":\"http://127.0.0.1:8080/\"}"));
    OAuthException e = failure();
    assertEquals(Reason.BAD_RESPONSE, e.reason());
    assertEquals(
        field + " is plain http, though the server itself is asked over https", e.getMessage());
  }

  @Test
  void serverOnLoopback_mayNameEndpointsThere_butNoPlainHttpElsewhere() throws Exception {
    String issuer = "http://127.0.0.1:8080";
    server.reply(200, metadata(issuer, ",\"userinfo_endpoint\":\"http://[::1]:1/me\""));
    assertEquals(Optional.of(URI.create("http://[::1]:1/me")), request(issuer).userinfo());
    server.reply(200, metadata(issuer, ",\"userinfo_endpoint\":\"http://id.test/me\""));
    OAuthException e = assertThrows(OAuthException.class, () -> request(issuer));
    assertEquals("userinfo_endpoint is plain http to another machine", e.getMessage());
  }

  @Test
  void addresses_haveTheirLimit_andWordsAreCut() {
    String longText = "x".repeat(900_000);
    server.reply(200, metadata(ISSUER, ",\"revocation_endpoint\":\"https://x/" + longText + "\""));
    assertEquals(
        "revocation_endpoint is longer than the 2048 characters that are taken",
        failure().getMessage());
    server.reply(200, metadata(longText, ""));
    assertEquals(
        "issuer is longer than the 2048 characters that are taken", failure().getMessage());
    server.reply(200, metadata("https://evil\\u001b" + longText.substring(0, 2000), ""));
    String message = failure().getMessage();
    assertTrue(message.contains("\"https://evilxx"), message);
    assertTrue(message.length() < 600, message);
  }
}
