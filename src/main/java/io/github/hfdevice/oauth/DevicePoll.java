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

  /** How long before its end the code is asked for the last time, so that it is alive then. */
  private static final Duration LAST_CALL = Duration.ofSeconds(1);

  /** How long after the code's end the answer to a poll from before it may come. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final String USED_UP =
      "; an answer was cut off before, so the code may have been used up";

  private final DeviceFlowSession session;
  private final Exchange exchange;
  private final ClientCredentials client;
  private final Duration requestTimeout;
  private final WaitClock waitClock;
  private final Clock wallClock;
  private final PollListener listener;
  private final String[] secrets;
  private final PollDecision decision;
  private PollPace pace;
  private Duration wait;
  private String trouble = "";
  private boolean wasAsked;
  private boolean cutOff;

  /** Posts a form to the session's token endpoint. */
  interface Exchange {
    HttpReply post(Map<String, String> form, Duration timeout)
        throws IOException, InterruptedException;
  }

  DevicePoll(
      DeviceFlowSession session,
      Exchange exchange,
      ClientCredentials client,
      Duration requestTimeout,
      WaitClock waitClock,
      Clock wallClock,
      PollListener listener) {
    this.session = session;
    this.exchange = exchange;
    this.client = client;
    this.requestTimeout = requestTimeout;
    this.waitClock = waitClock;
    this.wallClock = wallClock;
    this.listener = listener;
    this.secrets = client.secrets(session.authorization().deviceCode());
    this.decision = new PollDecision(session.tokenEndpoint(), secrets);
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
        throw expired(ending());
      }
    }
  }

  /** Waits until the next poll is due, the code runs out or the patience ends. */
  private void await(Optional<Duration> patienceEnds) throws OAuthException, InterruptedException {
    Duration left = until(session.deadline());
    Optional<Duration> patienceLeft = patienceEnds.map(this::until);
    Optional<Duration> due = untilNextPoll(left, patienceLeft);
    Duration pause = due.orElse(left);
    boolean isImpatient = patienceLeft.isPresent() && patienceLeft.get().compareTo(pause) < 0;
    if (isImpatient) {
      pause = patienceLeft.get();
    }
    listener.waiting(pause, left, trouble);
    waitClock.sleep(pause);
    if (isImpatient) {
      throw stillPending();
    }
    if (due.isEmpty() && !outlived()) {
      throw expired(ending());
    }
  }

  /** Never negative: a login may be taken up again after its end. */
  private Duration until(Duration moment) {
    Duration left = moment.minus(waitClock.elapsed());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * How long to wait before the next poll, or nothing if the code ends before the server may be
   * asked again. The last poll comes just before the end, because the person may approve until
   * then: so a poll that leaves no time for another one is put off until there, and one that a
   * failing server has put off beyond the end is brought forward, but never below the interval.
   */
  private Optional<Duration> untilNextPoll(Duration left, Optional<Duration> patienceLeft) {
    Duration least = min(wait, pace.interval());
    if (least.compareTo(left) > 0) {
      return Optional.empty();
    }
    Duration last = left.minus(LAST_CALL);
    if (last.compareTo(least) < 0) {
      last = least;
    }
    boolean isAnotherPossible = last.minus(wait).compareTo(pace.interval()) >= 0;
    boolean isLastTooLate = patienceLeft.isPresent() && patienceLeft.get().compareTo(last) < 0;
    return Optional.of(isAnotherPossible || isLastTooLate ? wait : last);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
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
    form.put("client_id", client.clientId());
    wasAsked = true;
    try {
      OAuthReply reply = OAuthReply.of(exchange.post(form, timeout()));
      PollStep step = decision.decide(reply, pace, wallClock.instant());
      boolean isFailing = step instanceof PollStep.Wait next && next.pace().failures() > 0;
      trouble = isFailing ? reply.trouble(secrets) : "";
      cutOff |= isHalfAGrant(reply);
      return step;
    } catch (IOException e) {
      trouble = String.valueOf(e.getMessage());
      cutOff |= e instanceof ReplyCutOffException cut && cut.isSuccess();
      return decision.decideUnanswered(pace);
    }
  }

  private Duration timeout() {
    return min(until(session.deadline()).plus(GRACE), requestTimeout);
  }

  private static boolean isHalfAGrant(OAuthReply reply) {
    return reply.http().status() == 200
        && reply.http().body().startsWith("{")
        && reply.json().isEmpty();
  }

  private OAuthException ended(OAuthException failure) {
    // A server need not remember a code that ran out long ago.
    boolean isForgotten = failure.error().equals(Optional.of("invalid_grant")) && isPastDeadline();
    if (isForgotten) {
      return expired("the code expired, and the server no longer knows it");
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

  /** What is known of a code that ran out. */
  private String ending() {
    if (!wasAsked) {
      return "the code expired before the server could be asked whether it was approved";
    }
    return trouble.isEmpty()
        ? "the code expired; it was not approved when the server was last asked"
        : "the code expired; whether it was approved is not known, for the last poll failed: "
            + trouble;
  }

  private OAuthException expired(String message) {
    return new OAuthException(
        OAuthException.Reason.EXPIRED,
        Optional.empty(),
        session.tokenEndpoint(),
        message + (cutOff ? USED_UP : ""));
  }
}
