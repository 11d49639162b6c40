package io.github.hfdevice.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.http.HttpReply;
import io.github.hfdevice.oauth.OAuthException.Reason;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server cannot get a client to show, to open or to keep. */
class HostileDeviceAnswerTest {
  private final DeviceFlow flow = new DeviceFlow();

  @ParameterizedTest
  @ValueSource(strings = {"verification_uri", "verification_url", "verification_uri_complete"})
  void everyAddressOfThePerson_isJudgedAlike(String field) throws Exception {
    String other =
        field.endsWith("complete") ? "\"verification_uri\":\"https://hub.test/\",\"" : "\"";
    String start = "{\"device_code\":\"d\",\"user_code\":\"u\"," + other + field + "\":\"";
    flow.server.reply(200, start + "https://huggingface.co@evil.example/\"}");
    OAuthException e = flow.requestFailure();
    assertEquals(
        "the server's answer cannot be used: "
            + field
            + " has a user name in front of its host, which hides where it leads",
        e.getMessage());
  }

  @Test
  void serverOnLoopback_mayNameAnyWebAddress() throws Exception {
    flow.server.reply(
        200,
        "{\"device_code\":\"d\",\"user_code\":\"u\",\"verification_uri\":\"http://hub.test/\"}");
    DeviceFlowClient client =
        new DeviceFlowClient(
            List.of(
                OAuthEndpoints.of(
                    URI.create("http://127.0.0.1:1/device"), URI.create("http://127.0.0.1:1/t"))),
            ClientCredentials.publicClient("c"),
            flow.server,
            flow.clock,
            Clock.fixed(DeviceFlow.WALL, ZoneOffset.UTC),
            Duration.ofSeconds(1));
    assertEquals(
        URI.create("http://hub.test/"),
        client.requestDeviceAuthorization(Optional.empty()).authorization().verificationUri());
  }

  @Test
  void halfASurrogatePair_isTakenOutOfTheVerificationUri() throws Exception {
    flow.server.reply(
        200,
        "{\"device_code\":\"d\",\"user_code\":\"u\","
            + "\"verification_uri\":\"https://hub.test/\\ud83dx\\u2028y\"}");
    assertEquals(
        "https://hub.test/xy", flow.request().authorization().verificationUri().toString());
  }

  private static String longText(int length) {
    return "x".repeat(length);
  }

  private static String answer(String deviceCode, String userCode, String path) {
    return "{\"device_code\":\""
        + deviceCode
        + "\",\"user_code\":\""
        + userCode
        + "\",\"verification_uri\":\"https://h.test/"
        + path
        + "\"}";
  }

  @Test
  void fieldsOfTheAnswer_haveTheirLimits() throws Exception {
    flow.server.reply(
        200, answer(longText(65_536), longText(256), longText(2048 - "https://h.test/".length())));
    assertEquals(65_536, flow.request().authorization().deviceCode().length());
    for (String tooLong :
        List.of(
            answer(longText(65_537), "u", ""),
            answer("d", longText(257), ""),
            answer("d", "u", longText(2048)),
            answer("d", "u", "[".repeat(1000)),
            answer("d", longText(900_000), ""))) {
      flow.server.reply(200, tooLong);
      OAuthException e = flow.requestFailure();
      assertEquals(Reason.BAD_RESPONSE, e.reason());
      assertTrue(
          e.getMessage().matches(".*(device_code|user_code|verification_uri) is longer than .*"),
          e.getMessage());
      assertTrue(e.getMessage().length() < 200, e.getMessage());
    }
  }

  @Test
  void wordsOfTheServer_areCut_andOnOneLine() throws Exception {
    flow.server.reply(
        400,
        "{\"error\":\"invalid_scope\",\"error_description\":\"\\u001b[31mno\\n"
            + longText(100_000)
            + "\"}");
    String message = flow.requestFailure().getMessage();
    assertTrue(
        message.startsWith("the server refused the login: invalid_scope ([31mno xx"), message);
    assertTrue(message.endsWith("x…)"), message);
    assertTrue(message.length() < 560, message);
    flow.server.reply(
        new HttpReply(302, "", Optional.empty(), Optional.of("https://h.test/" + longText(9000))));
    message = flow.requestFailure().getMessage();
    assertTrue(message.length() < 560, message);
  }
}
