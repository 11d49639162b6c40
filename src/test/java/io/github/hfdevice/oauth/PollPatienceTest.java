package io.github.hfdevice.oauth;

import static io.github.hfdevice.oauth.DeviceFlow.PENDING;
import static io.github.hfdevice.oauth.DeviceFlow.SLOW_DOWN;
import static io.github.hfdevice.oauth.DeviceFlow.TOKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.hfdevice.oauth.OAuthException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A wait that is given up for now, and one that goes on with what another process began. */
class PollPatienceTest {
  private final DeviceFlow flow = new DeviceFlow();
  private final List<Long> intervals = new ArrayList<>();

  private final PollListener listener =
      new PollListener() {
        @Override
        public void waiting(Duration wait, Duration left, String trouble) {}

        @Override
        public void polled(Duration interval) {
          intervals.add(interval.toSeconds());
        }
      };

  private DeviceFlowSession session(Duration expiresIn, Duration firstWait) {
    DeviceFlowSession fresh = flow.session(Duration.ofSeconds(5), expiresIn);
    return new DeviceFlowSession(
        fresh.authorization(), fresh.tokenEndpoint(), fresh.startedAt(), firstWait);
  }

  private OAuthException failure(DeviceFlowSession session, Duration patience) {
    return assertThrows(
        OAuthException.class,
        () -> flow.client().pollForToken(session, Optional.of(patience), listener));
  }

  @Test
  void patienceThatEnds_isPending_afterExactlyThatTime() {
    flow.server.reply(400, PENDING).reply(400, PENDING);
    DeviceFlowSession session = session(Duration.ofMinutes(5), Duration.ofSeconds(5));
    OAuthException e = failure(session, Duration.ofSeconds(12));
    assertEquals(Reason.PENDING, e.reason());
    assertEquals(Optional.of("authorization_pending"), e.error());
    assertEquals(List.of(5L, 5L, 2L), flow.clock.waits());
  }

  @Test
  void patienceThatReachesJustToTheLastPoll_isEnoughForIt() throws Exception {
    flow.server.reply(200, TOKEN);
    DeviceFlowSession session = session(Duration.ofSeconds(20), Duration.ofSeconds(16));
    flow.client().pollForToken(session, Optional.of(Duration.ofSeconds(19)), listener);
    assertEquals(List.of(19L), flow.clock.waits());
  }

  @Test
  void patienceBelowTheFirstWait_asksNothing() {
    failure(session(Duration.ofMinutes(5), Duration.ofSeconds(4)), Duration.ofSeconds(3));
    assertEquals(List.of(3L), flow.clock.waits());
    assertEquals(List.of(), flow.server.calls());
  }

  @Test
  void noPatience_stillAsksOnce_ifTheLastPollWasLongAgo() throws Exception {
    flow.server.reply(200, TOKEN);
    DeviceFlowSession session = session(Duration.ofMinutes(5), Duration.ZERO);
    flow.client().pollForToken(session, Optional.of(Duration.ZERO), listener);
    assertEquals(List.of(0L), flow.clock.waits());
  }

  @Test
  void codeThatEndsBeforeThePatience_isExpired() {
    flow.server.reply(400, PENDING);
    DeviceFlowSession session = session(Duration.ofSeconds(8), Duration.ofSeconds(5));
    assertEquals(Reason.EXPIRED, failure(session, Duration.ofMinutes(5)).reason());
  }

  @Test
  void patienceThatEndsBeforeTheLastPoll_stillSeesThePollThatIsDue() {
    flow.server.reply(400, PENDING);
    DeviceFlowSession session = session(Duration.ofSeconds(8), Duration.ofSeconds(5));
    assertEquals(Reason.PENDING, failure(session, Duration.ofSeconds(6)).reason());
    assertEquals(List.of(5L, 1L), flow.clock.waits());
  }

  @Test
  void patienceThatSeesTheLastPoll_waitsForIt() {
    flow.server.reply(400, PENDING);
    DeviceFlowSession session = session(Duration.ofSeconds(8), Duration.ofSeconds(5));
    assertEquals(Reason.EXPIRED, failure(session, Duration.ofSeconds(8)).reason());
    assertEquals(List.of(7L, 1L), flow.clock.waits());
  }

  @Test
  void slowDown_isToldAtOnce_soThatItIsNotLost() {
    flow.server.reply(400, SLOW_DOWN);
    failure(session(Duration.ofMinutes(5), Duration.ofSeconds(5)), Duration.ofSeconds(6));
    assertEquals(List.of(10L), intervals);
  }

  @Test
  void codeThatRanOutMeanwhile_isAskedForOnceMore() throws Exception {
    flow.server.reply(200, TOKEN);
    DeviceFlowSession session = session(Duration.ZERO, Duration.ZERO);
    assertEquals("hf_oauth_tok", flow.client().pollForToken(session, listener).accessToken());
  }

  @Test
  void codeThatRanOutMeanwhile_andIsForgotten_isExpired() {
    flow.server.reply(400, "{\"error\":\"invalid_grant\"}");
    OAuthException e =
        assertThrows(
            OAuthException.class,
            () -> flow.client().pollForToken(session(Duration.ZERO, Duration.ZERO), listener));
    assertEquals(Reason.EXPIRED, e.reason());
  }
}
