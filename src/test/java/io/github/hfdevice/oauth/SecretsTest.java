package io.github.hfdevice.oauth;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.HttpReply;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a careless log line would print. */
class SecretsTest {
  private static final URI WEB = URI.create("https://hub.test/device");

  static List<Object> holdersOfSecrets() {
    TokenResponse token =
        new TokenResponse(
            "SECRET-a",
            Optional.of(Duration.ofSeconds(9)),
            Optional.of("SECRET-r"),
            Optional.empty());
    DeviceAuthorization authorization =
        new DeviceAuthorization(
            "SECRET-d",
            "USER",
            WEB,
            Optional.empty(),
            Duration.ofSeconds(9),
            Duration.ofSeconds(5));
    return List.of(
        token,
        new PollStep.Granted(token),
        authorization,
        new DeviceFlowSession(authorization, WEB, Duration.ZERO),
        new ClientCredentials("client", Optional.of("SECRET-s")),
        HttpCall.get(WEB, Optional.of("Bearer SECRET"), Duration.ofSeconds(1)),
        HttpCall.post(
            WEB,
            Optional.of("Basic SECRET"),
            Map.of("device_code", "SECRET"),
            Duration.ofSeconds(1)),
        HttpReply.of(200, "{\"access_token\":\"SECRET\"}"));
  }

  @ParameterizedTest
  @MethodSource("holdersOfSecrets")
  void toString_showsNoSecret(Object holder) {
    assertFalse(holder.toString().isEmpty());
    assertFalse(holder.toString().contains("SECRET"), holder.toString());
  }
}
