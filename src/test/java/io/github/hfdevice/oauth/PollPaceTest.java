package io.github.hfdevice.oauth;

import static io.github.hfdevice.oauth.DeviceFlow.PENDING;
import static io.github.hfdevice.oauth.DeviceFlow.SLOW_DOWN;
import static io.github.hfdevice.oauth.DeviceFlow.TOKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.http.HttpReply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long the client waits between polls. */
class PollPaceTest {
  private final DeviceFlow flow = new DeviceFlow();

  @Test
  void firstPoll_comesAfterOneInterval() throws Exception {
    flow.server.reply(200, TOKEN);
    assertEquals("hf_oauth_tok", flow.poll(7, 900).accessToken());
    assertEquals(List.of(7L), flow.clock.waits());
  }

  @Test
  void pending_keepsTheInterval() throws Exception {
    flow.server.reply(400, PENDING).reply(400, PENDING).reply(200, TOKEN);
    flow.poll();
    assertEquals(List.of(5L, 5L, 5L), flow.clock.waits());
  }

  @Test
  void slowDown_addsFiveSeconds_toAllLaterWaits() throws Exception {
    flow.server.reply(400, SLOW_DOWN).reply(400, PENDING).reply(200, TOKEN);
    flow.poll();
    assertEquals(List.of(5L, 10L, 10L), flow.clock.waits());
  }

  @Test
  void slowDown_twice_addsTenSeconds() throws Exception {
    flow.server.reply(400, SLOW_DOWN).reply(400, SLOW_DOWN).reply(400, PENDING).reply(200, TOKEN);
    flow.poll();
    assertEquals(List.of(5L, 10L, 15L, 15L), flow.clock.waits());
  }

  @Test
  void slowDown_withRetryAfter_waitsForTheLonger_once() throws Exception {
    flow.server
        .reply(new HttpReply(429, SLOW_DOWN, Optional.of("40"), Optional.empty()))
        .reply(400, PENDING)
        .reply(200, TOKEN);
    flow.poll();
    assertEquals(List.of(5L, 40L, 10L), flow.clock.waits());
  }

  @ParameterizedTest
  @CsvSource({"30, 30", "10, 10", "6, 10", "1, 10", "0, 10", "-5, 10"})
  void slowDown_takesItsOwnInterval_onlyIfLarger(int named, long expected) throws Exception {
    flow.server
        .reply(400, "{\"error\":\"slow_down\",\"interval\":" + named + "}")
        .reply(400, PENDING)
        .reply(200, TOKEN);
    flow.poll();
    assertEquals(List.of(5L, expected, expected), flow.clock.waits());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 5",
        "'\"interval\":null' | 5",
        "'\"interval\":0' | 5",
        "'\"interval\":-1' | 5",
        "'\"interval\":1' | 1",
        "'\"interval\":1.5' | 2",
        "'\"interval\":\"2\"' | 2",
        "'\"interval\":\" 3 \"' | 3",
        "'\"interval\":\"soon\"' | 5",
        "'\"interval\":\"\"' | 5",
        "'\"interval\":true' | 5",
        "'\"interval\":[7]' | 5",
        "'\"interval\":{}' | 5",
        "'\"interval\":\"NaN\"' | 5",
      })
  void intervalOfTheServer_orFiveSeconds(String field, long expected) throws Exception {
    flow.server.reply(200, DeviceFlow.codeAnswer(field)).reply(200, TOKEN);
    flow.client().authorize(Optional.empty(), code -> {}, PollListener.SILENT);
    assertEquals(List.of(expected), flow.clock.waits());
  }

  /** What never ends a login, and slows it down. */
  static List<HttpReply> transientReplies() {
    return List.of(
        HttpReply.of(500, "<html>oops</html>"),
        HttpReply.of(502, ""),
        HttpReply.of(503, "{\"error\":\"unavailable\"}"),
        HttpReply.of(429, "{\"error\":\"Sorry, you are asking too often\"}"),
        HttpReply.of(429, "{\"error\":\"rate_limited\"}"),
        HttpReply.of(200, "<html>a login page of the hotel</html>"),
        HttpReply.of(200, ""),
        HttpReply.of(200, "null"),
        HttpReply.of(200, "[]"),
        HttpReply.of(200, "\"authorization_pending\""),
        HttpReply.of(200, "{\"access_token\":"),
        HttpReply.of(200, "{\"token_type\":\"bearer\"}"),
        HttpReply.of(200, "{\"access_token\":\"\"}"),
        HttpReply.of(200, "{\"access_token\":17}"),
        HttpReply.of(302, ""),
        HttpReply.of(400, "{\"error\":{\"code\":\"access_denied\"}}"),
        HttpReply.of(404, "{\"error\":\"Sorry, we cannot find the page\"}"),
        HttpReply.of(403, "{\"access_token\":\"hf_oauth_not_with_403\"}"));
  }

  @ParameterizedTest
  @MethodSource("transientReplies")
  void transientAnswer_doublesTheWait_andAGoodOneBringsItBack(HttpReply bad) throws Exception {
    flow.server.reply(bad).reply(bad).reply(400, PENDING).reply(400, PENDING).reply(200, TOKEN);
    flow.poll();
    assertEquals(List.of(5L, 10L, 20L, 5L, 5L), flow.clock.waits());
  }

  @Test
  void failedConnections_doubleTheWait_upToAMinute_andAGoodAnswerBringsItBack() throws Exception {
    for (int i = 0; i < 6; i++) {
      flow.server.fail(new IOException("connection refused"));
    }
    flow.server.reply(400, PENDING).reply(200, TOKEN);
    flow.poll();
    assertEquals(List.of(5L, 10L, 20L, 40L, 60L, 60L, 60L, 5L), flow.clock.waits());
  }

  @Test
  void intervalAboveAMinute_isNeverShortened() throws Exception {
    flow.server.fail(new IOException("x")).reply(500, "").reply(400, PENDING).reply(200, TOKEN);
    flow.poll(90, 900);
    assertEquals(List.of(90L, 90L, 90L, 90L), flow.clock.waits());
  }

  @Test
  void slowDown_afterFailures_addsToTheInterval_notToTheBackoff() throws Exception {
    flow.server
        .reply(500, "")
        .reply(500, "")
        .reply(400, SLOW_DOWN)
        .reply(500, "")
        .reply(200, TOKEN);
    flow.poll();
    assertEquals(List.of(5L, 10L, 20L, 10L, 20L), flow.clock.waits());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "45 | 45",
        "' 45 ' | 45",
        "45.0 | 45",
        "44.1 | 45",
        "44.x | 10",
        ".5 | 10",
        "3 | 10",
        "0 | 10",
        "-1 | 10",
        "soon | 10",
        "99999999999999999999 | 293",
        "Wed, 01 Jan 2025 00:02:00 GMT | 120",
        "Wednesday, 01-Jan-25 00:02:00 GMT | 120",
        "Wed Jan  1 00:02:00 2025 | 120",
        "Fri Jan 10 00:00:45 2025 | 293",
        "Wednesday, 01-Jan-75 00:00:00 GMT | 10",
        "Monday, 01-Jan-74 00:00:00 GMT | 293",
        "Wed Jan 32 00:02:00 2025 | 10",
        "Tue, 31 Dec 2024 23:00:00 GMT | 10",
      })
  void retryAfter_isHonoured_whereItIsLonger(String header, long expected) throws Exception {
    flow.server
        .reply(new HttpReply(503, "", Optional.of(header), Optional.empty()))
        .reply(200, TOKEN);
    flow.poll(5, 299);
    assertEquals(List.of(5L, expected), flow.clock.waits());
  }

  @Test
  void retryAfter_onAuthorizationPending_isHonoured_once() throws Exception {
    flow.server
        .reply(new HttpReply(400, PENDING, Optional.of("40"), Optional.empty()))
        .reply(new HttpReply(400, PENDING, Optional.of("2"), Optional.empty()))
        .reply(200, TOKEN);
    flow.poll();
    assertEquals(List.of(5L, 40L, 5L), flow.clock.waits());
  }

  @Test
  void retryAfter_pastTheEnd_onAuthorizationPending_stillPollsBeforeTheCodeExpires()
      throws Exception {
    flow.server
        .reply(new HttpReply(400, PENDING, Optional.of("9999"), Optional.empty()))
        .reply(200, TOKEN);
    flow.poll(5, 300);
    assertEquals(List.of(5L, 294L), flow.clock.waits());
  }

  @ParameterizedTest
  @CsvSource({
    "temporarily_unavailable, 400",
    "temporarily_unavailable, 200",
    "temporarily_unavailable, 503",
    "server_error, 400",
    "server_error, 401",
    "server_error, 500"
  })
  void oauthErrorOfTheServerItself_neverEndsALogin(String code, int status) throws Exception {
    String body = "{\"error\":\"" + code + "\"}";
    flow.server.reply(status, body).reply(status, body).reply(400, PENDING).reply(200, TOKEN);
    List<String> troubles = new ArrayList<>();
    flow.client()
        .pollForToken(
            flow.session(Duration.ofSeconds(5), Duration.ofSeconds(900)),
            (wait, left, trouble) -> troubles.add(trouble));
    assertEquals(List.of(5L, 10L, 20L, 5L), flow.clock.waits());
    assertTrue(troubles.get(1).contains("the server is in trouble ("), troubles.get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"999999", "9223372036854775807", "Fri, 01 Jan 2100 00:00:00 GMT"})
  void retryAfter_pastTheEnd_stillPollsBeforeTheCodeExpires(String header) throws Exception {
    flow.server
        .reply(new HttpReply(429, "", Optional.of(header), Optional.empty()))
        .reply(200, TOKEN);
    assertEquals("hf_oauth_tok", flow.poll(5, 300).accessToken());
    assertEquals(List.of(5L, 294L), flow.clock.waits());
  }

  @Test
  void listener_hearsEachWait_theTimeLeft_andTheTrouble() throws Exception {
    flow.server
        .fail(new IOException("no route"))
        .reply(200, "<html>")
        .reply(502, "")
        .reply(429, "")
        .reply(200, TOKEN);
    List<String> heard = new ArrayList<>();
    flow.client()
        .pollForToken(
            flow.session(Duration.ofSeconds(5), Duration.ofSeconds(300)),
            (wait, left, trouble) ->
                heard.add(wait.toSeconds() + "/" + left.toSeconds() + "/" + trouble));
    assertEquals(
        List.of(
            "5/300/",
            "10/295/no route",
            "20/285/a web page (HTTP 200)",
            "40/265/the server is in trouble (HTTP 502)",
            "60/225/the server gets too many requests (HTTP 429)"),
        heard);
  }

  @Test
  void interrupt_givesUp_withoutAPoll() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, flow::poll);
    assertTrue(flow.server.calls().isEmpty());
  }
}
