package io.github.hfdevice.oauth;

import io.github.hfdevice.http.HttpReply;
import io.github.hfdevice.http.ReplyCutOffException;
import io.github.hfdevice.time.WaitClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The polls of one login (RFC 8628, 3.4 and 3.5), from the wait before the first one to the end.
 * For one thread and one use.
 */
final class DevicePoll {
  private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";

  /** A wait that ends later than planned by this much says that the machine slept. */
  private static final Duration OVERSLEPT = Duration.ofSeconds(10);

  /** Left to the last poll before the deadline, so that its answer still finds the code alive. */
  private static final Duration LAST_CALL = Duration.ofSeconds(2);

  private static final String USED_UP =
      "; an answer was cut off before, so the code may have been used up";

  private final DeviceFlowSession session;
  private final Exchange exchange;
  private final String clientId;
  private final Duration requestTimeout;
  private final WaitClock waitClock;
  private final Clock wallClock;
  private final PollListener listener;
  private final PollDecision decision;
  private PollPace pace;
  private Duration wait;
  private String trouble = "";
  private boolean cutOff;

  /** Posts a form to the session's token endpoint. */
  interface Exchange {
    HttpReply post(Map<String, String> form, Duration timeout)
        throws IOException, InterruptedException;
  }

  DevicePoll(
      DeviceFlowSession session,
      Exchange exchange,
      String clientId,
      Duration requestTimeout,
      WaitClock waitClock,
      Clock wallClock,
      PollListener listener) {
    this.session = session;
    this.exchange = exchange;
    this.clientId = clientId;
    this.requestTimeout = requestTimeout;
    this.waitClock = waitClock;
    this.wallClock = wallClock;
    this.listener = listener;
    this.decision = new PollDecision(session.tokenEndpoint(), session.authorization().deviceCode());
    this.pace = PollPace.of(session.authorization().interval());
    this.wait = session.firstWait();
  }

  /** See {@link DeviceFlowClient#pollForToken(DeviceFlowSession, Optional, PollListener)}. */
  TokenResponse untilDecided(Optional<Duration> patience)
      throws OAuthException, InterruptedException {
    Optional<Duration> patienceEnds = patience.map(waitClock.elapsed()::plus);
    while (true) {
      await(patienceEnds);
      PollStep step = ask();
      if (step instanceof PollStep.Granted granted) {
        return granted.token();
      }
      if (step instanceof PollStep.Failed failed) {
        throw ended(failed.failure());
      }
      pace = ((PollStep.Wait) step).pace();
      wait = ((PollStep.Wait) step).delay();
      listener.polled(pace.interval());
      if (isPastDeadline()) {
        throw expired();
      }
    }
  }

  /** Waits until the next poll is due, the code runs out or the patience ends. */
  private void await(Optional<Duration> patienceEnds) throws OAuthException, InterruptedException {
    Duration left = until(session.deadline());
    Duration pause = withinLife(left);
    Optional<Duration> patienceLeft = patienceEnds.map(this::until);
    boolean impatient = patienceLeft.isPresent() && patienceLeft.get().compareTo(pause) < 0;
    if (impatient) {
      pause = patienceLeft.get();
    }
    listener.waiting(pause, left, trouble);
    waitClock.sleep(pause);
    if (impatient) {
      throw stillPending();
    }
    if (pause.compareTo(wait) < 0 && pause.equals(left) && !outlived()) {
      throw expired();
    }
  }

  /** Never negative: a login may be taken up again after its end. */
  private Duration until(Duration moment) {
    Duration left = moment.minus(waitClock.elapsed());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * The part of the wait that the code still lives. While the server fails, a poll just before the
   * end is worth more than the whole pause: the person may long have approved.
   */
  private Duration withinLife(Duration left) {
    if (wait.compareTo(left) <= 0) {
      return wait;
    }
    Duration lastCall = left.minus(LAST_CALL);
    return pace.failures() > 0 && lastCall.compareTo(pace.interval()) >= 0 ? lastCall : left;
  }

  /** Whether the code ended while nobody looked: then the server is asked once more. */
  private boolean outlived() {
    return waitClock.elapsed().minus(session.deadline()).compareTo(OVERSLEPT) > 0;
  }

  private boolean isPastDeadline() {
    return waitClock.elapsed().compareTo(session.deadline()) >= 0;
  }

  private PollStep ask() throws InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", GRANT_TYPE);
    form.put("device_code", session.authorization().deviceCode());
    form.put("client_id", clientId);
    try {
      HttpReply reply = exchange.post(form, timeout());
      PollStep step = decision.decide(reply, pace, wallClock.instant());
      trouble = Described.troubleOf(step, reply);
      cutOff |= isHalfAGrant(reply);
      return step;
    } catch (IOException e) {
      trouble = String.valueOf(e.getMessage());
      cutOff |= e instanceof ReplyCutOffException cut && cut.isSuccess();
      return decision.decideUnanswered(pace);
    }
  }

  private Duration timeout() {
    Duration left = session.deadline().minus(waitClock.elapsed()).plus(LAST_CALL);
    Duration least = left.compareTo(LAST_CALL) < 0 ? LAST_CALL : left;
    return least.compareTo(requestTimeout) < 0 ? least : requestTimeout;
  }

  private static boolean isHalfAGrant(HttpReply reply) {
    return reply.status() == 200
        && reply.body().startsWith("{")
        && JsonReply.parse(reply.body()).isEmpty();
  }

  private OAuthException ended(OAuthException failure) {
    // A server need not remember a code that ran out long ago.
    boolean isForgotten = failure.error().equals(Optional.of("invalid_grant")) && isPastDeadline();
    if (isForgotten) {
      return expired();
    }
    return cutOff ? failure.withNote(USED_UP) : failure;
  }

  private OAuthException stillPending() {
    return new OAuthException(
        OAuthException.Reason.PENDING,
        Optional.of(OAuthError.PENDING),
        session.tokenEndpoint(),
        "the login was not approved yet");
  }

  private OAuthException expired() {
    return new OAuthException(
        OAuthException.Reason.EXPIRED,
        Optional.empty(),
        session.tokenEndpoint(),
        "the code expired before it was approved"
            + (trouble.isEmpty() ? "" : "; the last poll failed: " + trouble)
            + (cutOff ? USED_UP : ""));
  }
}
