package io.github.hfdevice.oauth;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Judges the answer to a poll (RFC 8628, 3.5). Pure. */
final class PollDecision {
  private final URI where;
  private final String[] secrets;

  /**
   * @param secrets that each poll sends
   */
  PollDecision(URI where, String... secrets) {
    this.where = where;
    this.secrets = secrets;
  }

  /** No whole answer came; the RFC demands that the client slows down. */
  PollStep decideUnanswered(PollPace pace) {
    return retry(pace, Optional.empty());
  }

  /**
   * Judges {@code reply}.
   *
   * @param now for a {@code Retry-After} that is a date
   */
  PollStep decide(OAuthReply reply, PollPace pace, Instant now) {
    Optional<Duration> retryAfter = RetryAfter.parse(reply.http(), now);
    if (reply.error().isPresent() && !reply.isTrouble()) {
      return decideError(reply.error().get(), reply.json().get(), pace, retryAfter);
    }
    if (!reply.isSuccess()) {
      return retry(pace, retryAfter);
    }
    try {
      Optional<TokenResponse> token = TokenResponse.parse(reply.json().get());
      return token.isPresent() ? new PollStep.Granted(token.get()) : retry(pace, retryAfter);
    } catch (MalformedReplyException e) {
      return new PollStep.Failed(
          new OAuthException(
              OAuthException.Reason.BAD_RESPONSE,
              Optional.empty(),
              where,
              "the server granted a token that cannot be used: " + e.getMessage()));
    }
  }

  private PollStep decideError(
      OAuthError error, JsonReply json, PollPace pace, Optional<Duration> retryAfter) {
    return switch (error.code()) {
      case OAuthError.PENDING -> {
        PollPace good = pace.afterGoodAnswer();
        yield new PollStep.Wait(good.delay(retryAfter), good);
      }
      case OAuthError.SLOW_DOWN -> {
        PollPace slower = pace.slowedDown(json.seconds("interval"));
        yield new PollStep.Wait(slower.delay(retryAfter), slower);
      }
      case "access_denied" -> failed(OAuthException.Reason.DENIED, error, "the login was denied");
      case "expired_token" ->
          failed(OAuthException.Reason.EXPIRED, error, "the server says that the code expired");
      default ->
          failed(
              OAuthException.Reason.REJECTED,
              error,
              "the server ended the login: " + error.describe(secrets));
    };
  }

  private PollStep failed(OAuthException.Reason reason, OAuthError error, String message) {
    return new PollStep.Failed(
        new OAuthException(reason, Optional.of(error.code()), where, message));
  }

  private static PollStep retry(PollPace pace, Optional<Duration> retryAfter) {
    PollPace failing = pace.afterFailure();
    return new PollStep.Wait(failing.delay(retryAfter), failing);
  }
}
