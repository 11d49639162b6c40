package io.github.hfdevice.oauth;

import java.time.Duration;

/** What to do after a poll (RFC 8628, 3.5). */
sealed interface PollStep {
  /**
   * Poll again later.
   *
   * @param delay before the next poll
   * @param pace that the next answer is judged by
   */
  record Wait(Duration delay, PollPace pace) implements PollStep {}

  /** The person approved. */
  record Granted(TokenResponse token) implements PollStep {}

  /** It is over. */
  record Failed(OAuthException failure) implements PollStep {}
}
