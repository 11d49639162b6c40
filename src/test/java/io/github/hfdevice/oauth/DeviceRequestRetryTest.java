package io.github.hfdevice.oauth;

import static io.github.hfdevice.oauth.DeviceFlow.codeAnswer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.http.HttpReply;
import io.github.hfdevice.oauth.OAuthException.Reason;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The device authorization request while the server is in trouble. */
class DeviceRequestRetryTest {
  private final DeviceFlow flow = new DeviceFlow();

  @Test
  void request_isTriedThreeTimes_oneAndTwoSecondsApart() throws Exception {
    flow.server.fail(new IOException("reset")).reply(503, "<html>").reply(200, codeAnswer(""));
    flow.request();
    assertEquals(List.of(1L, 2L), flow.clock.waits());
  }

  @Test
  void requestThatFailsThreeTimes_isUnreachable_withTheLastCause() throws Exception {
    flow.server.reply(429, "").reply(500, "").fail(new IOException("no route to host"));
    OAuthException e = flow.requestFailure();
    assertEquals(Reason.UNREACHABLE, e.reason());
    assertEquals("no route to host", e.getMessage());
    assertEquals(List.of(1L, 2L), flow.clock.waits());
  }

  @Test
  void serverInTroubleThreeTimes_isUnreachable() throws Exception {
    flow.server.reply(429, "").reply(500, "").reply(502, "{\"error\":\"oh\"}");
    OAuthException e = flow.requestFailure();
    assertEquals(Reason.UNREACHABLE, e.reason());
    assertTrue(e.getMessage().contains("502"), e.getMessage());
  }

  private static HttpReply later(int status, String retryAfter) {
    return new HttpReply(status, "", Optional.of(retryAfter), Optional.empty());
  }

  @Test
  void shortRetryAfter_isWaitedFor() throws Exception {
    flow.server.reply(later(429, "7")).reply(later(503, "30")).reply(200, codeAnswer(""));
    flow.request();
    assertEquals(List.of(7L, 30L), flow.clock.waits());
  }

  @Test
  void retryAfterThatHasPassed_countsAsNone() throws Exception {
    flow.server.reply(503, "").reply(503, "").reply(later(503, "Tue, 31 Dec 2024 23:00:00 GMT"));
    assertEquals(Optional.empty(), flow.requestFailure().retryAt());
  }

  @Test
  void retryAfterBelowThePause_shortensNothing() throws Exception {
    flow.server.reply(later(503, "0")).reply(later(503, "1")).reply(200, codeAnswer(""));
    flow.request();
    assertEquals(List.of(1L, 2L), flow.clock.waits());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "31 | 2025-01-01T00:00:31Z",
        "3600 | 2025-01-01T01:00:00Z",
        "604800 | 2025-01-08T00:00:00Z",
        "Wed, 01 Jan 2025 00:10:00 GMT | 2025-01-01T00:10:00Z",
        "Wednesday, 01-Jan-25 00:10:00 GMT | 2025-01-01T00:10:00Z",
        "Wed Jan  1 00:10:00 2025 | 2025-01-01T00:10:00Z",
        "9223372036854775807 | 2125-01-02T00:00:00Z",
        "99999999999999999999999 | 2125-01-02T00:00:00Z",
      })
  void longRetryAfter_endsTheTry_withTheTimeToComeBack(String header, String moment)
      throws Exception {
    flow.server.reply(later(429, header));
    OAuthException e = flow.requestFailure();
    assertEquals(Reason.UNREACHABLE, e.reason());
    assertEquals(Optional.of(Instant.parse(moment)), e.retryAt());
    assertEquals(
        "the server gets too many requests (HTTP 429); it asks to come back at " + moment,
        e.getMessage());
    assertEquals(List.of(), flow.clock.waits());
  }

  @Test
  void retryAfterOfTheLastTry_isTold_howeverShort() throws Exception {
    flow.server.reply(503, "").reply(503, "").reply(later(503, "5"));
    OAuthException e = flow.requestFailure();
    assertEquals(Optional.of(DeviceFlow.WALL.plusSeconds(5)), e.retryAt());
    assertEquals(
        "the server is in trouble (HTTP 503), three times in a row;"
            + " it asks to come back at 2025-01-01T00:00:05Z",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"temporarily_unavailable, 400", "server_error, 200", "server_error, 500"})
  void oauthErrorOfTheServerItself_isTriedAgain(String code, int status) throws Exception {
    String body = "{\"error\":\"" + code + "\"}";
    flow.server.reply(status, body).reply(status, body).reply(status, body);
    OAuthException e = flow.requestFailure();
    assertEquals(Reason.UNREACHABLE, e.reason());
    assertEquals(List.of(1L, 2L), flow.clock.waits());
    assertTrue(e.getMessage().contains("in trouble"), e.getMessage());
    assertEquals(Optional.empty(), e.retryAt());
  }
}
