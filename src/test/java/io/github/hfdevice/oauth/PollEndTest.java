package io.github.hfdevice.oauth;

import static io.github.hfdevice.oauth.DeviceFlow.DEVICE_CODE;
import static io.github.hfdevice.oauth.DeviceFlow.PENDING;
import static io.github.hfdevice.oauth.DeviceFlow.TOKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.ReplyCutOffException;
import io.github.hfdevice.oauth.OAuthException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a login ends with. */
class PollEndTest {
  private final DeviceFlow flow = new DeviceFlow();

  private static String error(String code) {
    return "{\"error\":\"" + code + "\"}";
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 401, 403, 428, 500})
  void accessDenied_isDenied_whateverTheStatus(int status) throws Exception {
    flow.server.reply(status, error("access_denied"));
    OAuthException e = flow.pollFailure(5, 900);
    assertEquals(Reason.DENIED, e.reason());
    assertEquals(Optional.of("access_denied"), e.error());
    assertEquals(DeviceFlow.TOKEN_ENDPOINT, e.where());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 401, 403, 428})
  void expiredToken_isExpired_whateverTheStatus(int status) throws Exception {
    flow.server.reply(status, error("expired_token"));
    assertEquals(Reason.EXPIRED, flow.pollFailure(5, 900).reason());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 401, 403, 428})
  void unknownError_isRejected_whateverTheStatus(int status) throws Exception {
    flow.server.reply(status, error("not_allowed"));
    OAuthException e = flow.pollFailure(5, 900);
    assertEquals(Reason.REJECTED, e.reason());
    assertEquals(Optional.of("not_allowed"), e.error());
  }

  @ParameterizedTest
  @CsvSource({
    "authorization_pending, 200",
    "authorization_pending, 403",
    "authorization_pending, 428"
  })
  void pending_isPending_whateverTheStatus(String code, int status) throws Exception {
    flow.server.reply(status, error(code)).reply(200, TOKEN);
    flow.poll();
    assertEquals(List.of(5L, 5L), flow.clock.waits());
  }

  @Test
  void codeThatRunsOut_isExpired_byTheOwnClock() throws Exception {
    flow.server.reply(400, PENDING).reply(400, PENDING);
    OAuthException e = flow.pollFailure(5, 12);
    assertEquals(Reason.EXPIRED, e.reason());
    assertEquals(Optional.empty(), e.error());
    assertEquals(List.of(5L, 6L, 1L), flow.clock.waits());
  }

  @Test
  void machineThatSlept_asksOnceMore_andTakesTheToken() throws Exception {
    flow.clock.oversleepBy(Duration.ofHours(1));
    flow.server.reply(200, TOKEN);
    assertEquals("hf_oauth_tok", flow.poll(5, 300).accessToken());
  }

  @Test
  void machineThatSlept_asksOnceMore_andExpires() throws Exception {
    flow.clock.oversleepBy(Duration.ofHours(1));
    flow.server.reply(400, PENDING);
    assertEquals(Reason.EXPIRED, flow.pollFailure(5, 300).reason());
    assertEquals(1, flow.server.calls().size());
  }

  @Test
  void machineThatSleptInTheLastWait_asksOnceMore() throws Exception {
    flow.clock.oversleepBy(Duration.ZERO, Duration.ofHours(1));
    flow.server.reply(400, PENDING).reply(200, TOKEN);
    assertEquals("hf_oauth_tok", flow.poll(5, 8).accessToken());
  }

  @Test
  void lateWakeUp_isNoSleepOfTheMachine() throws Exception {
    flow.clock.oversleepBy(Duration.ZERO, Duration.ofSeconds(10));
    flow.server.reply(400, PENDING);
    assertEquals(Reason.EXPIRED, flow.pollFailure(5, 8).reason());
  }

  @Test
  void whileTheServerFails_oneMorePollComesJustBeforeTheEnd() throws Exception {
    flow.server.fail(new IOException("down")).fail(new IOException("down")).reply(200, TOKEN);
    flow.poll(5, 30);
    assertEquals(List.of(5L, 10L, 14L), flow.clock.waits());
  }

  @Test
  void expiryWhileFailing_namesTheTrouble() throws Exception {
    flow.server.fail(new IOException("no route to host"));
    OAuthException e = flow.pollFailure(5, 10);
    assertEquals(Reason.EXPIRED, e.reason());
    assertTrue(e.getMessage().contains("no route to host"), e.getMessage());
  }

  @Test
  void loginTakenUpAfterItsEnd_asksOnceMore_withoutAWait() throws Exception {
    DeviceFlowSession session = flow.session(Duration.ofSeconds(5), Duration.ofSeconds(300));
    flow.clock.advance(Duration.ofSeconds(400));
    flow.server.reply(400, PENDING);
    OAuthException e =
        assertThrows(
            OAuthException.class, () -> flow.client().pollForToken(session, PollListener.SILENT));
    assertEquals(Reason.EXPIRED, e.reason());
    assertEquals(List.of(0L), flow.clock.waits());
    assertTrue(flow.server.isUsedUp());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {PENDING, "{\"error\":\"expired_token\"}", "{\"error\":\"invalid_grant\"}"})
  void cutOffGrant_isNamed_howeverTheLoginEnds(String answer) throws Exception {
    flow.server.fail(new ReplyCutOffException(200, "cut", null)).reply(400, answer);
    String message = flow.pollFailure(5, 16).getMessage();
    assertTrue(message.contains("may have been used up"), message);
    flow.server.reply(200, "{\"access_token\":").reply(400, answer);
    message = flow.pollFailure(5, 16).getMessage();
    assertTrue(message.contains("may have been used up"), message);
  }

  @Test
  void otherTrouble_usesNoCodeUp() throws Exception {
    flow.server
        .fail(new ReplyCutOffException(400, "cut", null))
        .reply(200, "<html>")
        .reply(200, "{\"other\":1}")
        .reply(400, "{\"error\":\"expired_token\"}");
    String message = flow.pollFailure(5, 300).getMessage();
    assertFalse(message.contains("used up"), message);
  }

  @Test
  void poll_neverOutlivesTheCode_byMoreThanTwoSeconds() throws Exception {
    flow.server.reply(400, PENDING).reply(200, TOKEN);
    flow.poll(5, 12);
    assertEquals(
        List.of(Duration.ofSeconds(9), Duration.ofSeconds(3)),
        flow.server.calls().stream().map(HttpCall::timeout).toList());
  }

  @Test
  void pollForm_holdsGrantTypeDeviceCodeAndClientId() throws Exception {
    flow.server.reply(200, TOKEN);
    flow.poll();
    HttpCall call = flow.server.calls().get(0);
    assertEquals(DeviceFlow.TOKEN_ENDPOINT, call.uri());
    assertEquals(
        Optional.of(
            Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
                "device_code", DEVICE_CODE,
                "client_id", "the-client")),
        call.form());
    assertEquals(Optional.empty(), call.authorization());
  }

  @Test
  void tokenAnswer_isReadWhole() throws Exception {
    flow.server.reply(
        200,
        "{\"access_token\":\"a%b c\",\"refresh_token\":\"r\",\"expires_in\":\"2591999\","
            + "\"scope\":\"openid profile\",\"id_token\":\"x\",\"unknown\":{\"deep\":[1]}}");
    TokenResponse token = flow.poll();
    assertEquals("a%b c", token.accessToken());
    assertEquals(Optional.of("r"), token.refreshToken());
    assertEquals(Optional.of(Duration.ofSeconds(2591999)), token.expiresIn());
    assertEquals(Optional.of("openid profile"), token.scope());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"access_token\":\"tok\\r\\nX-Evil: 1\"}",
        "{\"access_token\":\"tok\\u00e9n\"}",
        "{\"access_token\":\"tok\\u0000en\"}",
        "{\"access_token\":\"tok\\u007fen\"}",
      })
  void tokenThatNoHeaderCanCarry_isRefused_andNotShown(String body) throws Exception {
    flow.server.reply(200, body);
    OAuthException e = flow.pollFailure(5, 900);
    assertEquals(Reason.BAD_RESPONSE, e.reason());
    assertFalse(e.getMessage().matches("(?s).*(Evil|tok\\P{Alpha}).*"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "5, 8, '7,1', 1",
    "5, 9, '8,1', 1",
    "5, 11, '5,5,1', 2",
    "5, 14, '5,8,1', 2",
    "5, 6, '5,1', 1",
    "5, 5, '5', 1",
    "60, 100, '99,1', 1",
    "1, 3, '1,1,1', 3",
  })
  void lastPoll_comesJustBeforeTheEnd_andNoPollComesBelowTheInterval(
      long interval, long expiresIn, String waits, int polls) throws Exception {
    List<Long> expected = Arrays.stream(waits.split(",")).map(Long::valueOf).toList();
    for (int i = 0; i < polls; i++) {
      flow.server.reply(400, PENDING);
    }
    OAuthException e = flow.pollFailure(interval, expiresIn);
    assertEquals(Reason.EXPIRED, e.reason());
    assertEquals(expected, flow.clock.waits());
    assertTrue(flow.server.isUsedUp());
    assertEquals(
        "the code expired; it was not approved when the server was last asked", e.getMessage());
  }

  @Test
  void approvalInTheLastSeconds_isFound() throws Exception {
    flow.server.reply(200, TOKEN);
    assertEquals("hf_oauth_tok", flow.poll(5, 8).accessToken());
  }

  @Test
  void slowDownInTheLastSeconds_isObeyed_andNobodyClaimsToKnow() throws Exception {
    flow.server.reply(400, "{\"error\":\"slow_down\"}");
    assertEquals(
        "the code expired; it was not approved when the server was last asked",
        flow.pollFailure(5, 14).getMessage());
    assertEquals(List.of(5L, 9L), flow.clock.waits());
  }

  @Test
  void codeThatLivesShorterThanTheInterval_isNeverAsked_andTheMessageSaysSo() throws Exception {
    OAuthException e = flow.pollFailure(5, 4);
    assertEquals(
        "the code expired before the server could be asked whether it was approved",
        e.getMessage());
    assertEquals(List.of(4L), flow.clock.waits());
  }

  @Test
  void expiryWhileFailing_saysThatTheApprovalIsNotKnown() throws Exception {
    flow.server.reply(502, "");
    assertEquals(
        "the code expired; whether it was approved is not known, for the last poll failed: "
            + "the server is in trouble (HTTP 502)",
        flow.pollFailure(5, 10).getMessage());
  }

  @Test
  void expiredToken_isTheServersWord() throws Exception {
    flow.server.reply(400, error("expired_token"));
    assertEquals("the server says that the code expired", flow.pollFailure(5, 900).getMessage());
  }

  @Test
  void secretsThatTheServerRepeats_areHidden_inTheReasonOfTheEnd() throws Exception {
    flow.withSecret("s3cret");
    String basic =
        Base64.getEncoder().encodeToString("the-client:s3cret".getBytes(StandardCharsets.UTF_8));
    flow.server.reply(
        400,
        "{\"error\":\"invalid_client\",\"error_description\":\"s3cret, "
            + basic
            + " and hf_oauth_abc.def.ghi are "
            + "wrong\"}");
    assertEquals(
        "the server ended the login: invalid_client (***, *** and *** are wrong)",
        flow.pollFailure(5, 900).getMessage());
  }

  @Test
  void descriptionThatRepeatsTheDeviceCode_isHidden() throws Exception {
    flow.server.reply(
        400,
        "{\"error\":\"invalid_grant\",\"error_description\":\"code " + DEVICE_CODE + " is bad\"}");
    String message = flow.pollFailure(5, 900).getMessage();
    assertTrue(message.contains("invalid_grant (code *** is bad)"), message);
    assertFalse(message.contains(DEVICE_CODE), message);
  }
}
