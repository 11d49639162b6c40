package io.github.hfdevice.oauth;

import io.github.hfdevice.http.FakeTransport;
import io.github.hfdevice.time.FakeWaitClock;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** A client of the device flow on a scripted server and a fake clock. */
final class DeviceFlow {
  static final String PENDING = "{\"error\":\"authorization_pending\"}";
  static final String SLOW_DOWN = "{\"error\":\"slow_down\"}";
  static final String TOKEN = "{\"access_token\":\"hf_oauth_tok\",\"token_type\":\"bearer\"}";
  static final String DEVICE_CODE = "dev-secret-code";
  static final Instant WALL = Instant.parse("2025-01-01T00:00:00Z");
  static final URI DEVICE = URI.create("https://hub.test/oauth/device");
  static final URI TOKEN_ENDPOINT = URI.create("https://hub.test/oauth/token");
  static final URI OLD_TOKEN_ENDPOINT = URI.create("https://hub.test/oauth/device/token");

  final FakeTransport server = new FakeTransport();
  final FakeWaitClock clock = new FakeWaitClock();
  private ClientCredentials client = ClientCredentials.publicClient("the-client");

  DeviceFlow withSecret(String secret) {
    client = new ClientCredentials("the-client", Optional.of(secret));
    return this;
  }

  DeviceFlowClient client() {
    return new DeviceFlowClient(
        List.of(
            OAuthEndpoints.of(DEVICE, TOKEN_ENDPOINT),
            OAuthEndpoints.of(
                URI.create("https://hub.test/oauth/device/code"), OLD_TOKEN_ENDPOINT)),
        client,
        server,
        clock,
        Clock.fixed(WALL, ZoneOffset.UTC),
        Duration.ofSeconds(10));
  }

  /** The answer to a device authorization request, with {@code extra} fields at its end. */
  static String codeAnswer(String extra) {
    return "{\"device_code\":\""
        + DEVICE_CODE
        + "\",\"user_code\":\"ABCD-1234\",\"verification_uri\":\"https://hub.test/device\""
        + (extra.isEmpty() ? "" : "," + extra)
        + "}";
  }

  DeviceFlowSession session(Duration interval, Duration expiresIn) {
    DeviceAuthorization authorization =
        new DeviceAuthorization(
            DEVICE_CODE,
            "ABCD-1234",
            URI.create("https://hub.test/device"),
            Optional.empty(),
            expiresIn,
            interval);
    return new DeviceFlowSession(authorization, TOKEN_ENDPOINT, clock.elapsed());
  }

  TokenResponse poll() throws OAuthException, InterruptedException {
    return poll(5, 900);
  }

  TokenResponse poll(long intervalSeconds, long expiresInSeconds)
      throws OAuthException, InterruptedException {
    return client()
        .pollForToken(
            session(Duration.ofSeconds(intervalSeconds), Duration.ofSeconds(expiresInSeconds)),
            PollListener.SILENT);
  }

  /** How the poll ends without a token. */
  OAuthException pollFailure(long intervalSeconds, long expiresInSeconds)
      throws InterruptedException {
    try {
      TokenResponse token = poll(intervalSeconds, expiresInSeconds);
      throw new AssertionError("granted " + token);
    } catch (OAuthException e) {
      return e;
    }
  }

  DeviceFlowSession request() throws OAuthException, InterruptedException {
    return client().requestDeviceAuthorization(Optional.empty());
  }

  OAuthException requestFailure() throws InterruptedException {
    try {
      throw new AssertionError("issued " + request());
    } catch (OAuthException e) {
      return e;
    }
  }
}
