package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** A server with secrets of its own, where everybody is alice. What it was sent can be searched. */
final class OriginServer implements AutoCloseable {
  private final String name;
  private final ScriptedHub hub = new ScriptedHub();

  OriginServer(String name) {
    this.name = name;
    String at = hub.endpoint();
    String grant =
        "{\"access_token\":\"" + accessToken() + "\",\"refresh_token\":\"" + refreshToken() + "\"";
    String metadata =
        "{'issuer':'@','device_authorization_endpoint':'@/oauth/device','token_endpoint':'@/give',"
            + "'userinfo_endpoint':'@/me','revocation_endpoint':'@/take-back'}";
    String grantSoonOver = grant + ",\"token_type\":\"bearer\",\"expires_in\":3600}";
    hub.answer(
            "/oauth/device",
            json(200, ScriptedHub.DEVICE.replace(ScriptedHub.DEVICE_CODE, deviceCode())))
        .answer("/oauth/token", json(200, grantSoonOver))
        .answer("/give", json(200, grantSoonOver))
        .answer("/me", json(200, "{\"sub\":\"1\",\"preferred_username\":\"alice\"}"))
        .answer("/take-back", json(200, "{}"))
        .answer("/api/whoami-v2", json(200, "{\"type\":\"user\",\"name\":\"alice\",\"orgs\":[]}"))
        .answer(
            "/.well-known/openid-configuration",
            json(200, metadata.replace('\'', '"').replace("@", at)));
  }

  String accessToken() {
    return "hf_access_of_" + name;
  }

  String refreshToken() {
    return "refresh_of_" + name;
  }

  String deviceCode() {
    return "device_of_" + name;
  }

  String clientSecret() {
    return "secret_of_" + name;
  }

  String clientId() {
    return "client_of_" + name;
  }

  String endpoint() {
    return hub.endpoint();
  }

  ScriptedHub hub() {
    return hub;
  }

  /** What git asks for this server. */
  String gitQuestion() {
    return "protocol=http\nhost=" + endpoint().replace("http://", "") + "\n\n";
  }

  private List<String> secrets() {
    return List.of(accessToken(), refreshToken(), deviceCode(), clientSecret());
  }

  /** Fails if any request to this server held a secret of {@code other}. */
  void assertKnowsNothingOf(OriginServer other) {
    for (LoggedRequest request : hub.requests()) {
      String sent = text(request);
      for (String secret : other.secrets()) {
        assertFalse(
            sent.contains(secret),
            () -> name + " got " + secret + " of " + other.name + ": " + sent);
      }
    }
  }

  /** Whether none of {@code requests}, to whomever they went, holds a secret of this server. */
  boolean isKnownToNone(List<LoggedRequest> requests) {
    return requests.stream()
        .noneMatch(request -> secrets().stream().anyMatch(text(request)::contains));
  }

  /** Whether any request to this server held {@code secret}. */
  boolean wasSent(String secret) {
    return hub.requests().stream().anyMatch(request -> text(request).contains(secret));
  }

  private static String text(LoggedRequest request) {
    StringBuilder text = new StringBuilder(request.getUrl()).append('\n');
    for (HttpHeader header : request.getHeaders().all()) {
      for (String value : header.values()) {
        text.append(header.key()).append(": ").append(value).append('\n');
        if (value.startsWith("Basic ")) {
          byte[] plain = Base64.getDecoder().decode(value.substring("Basic ".length()));
          text.append(new String(plain, StandardCharsets.UTF_8)).append('\n');
        }
      }
    }
    return text.append(request.getBodyAsString()).toString();
  }

  @Override
  public void close() {
    hub.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
