package io.github.hfdevice.oauth;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** A login or a refresh came to its end without a token. Messages hold no secret. */
public final class OAuthException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why there is no token. */
  public enum Reason {
    /** The person said no ({@code access_denied}). */
    DENIED,
    /** The device code ran out ({@code expired_token}, or by our own clock). */
    EXPIRED,
    /** The person has not decided in the time that was given; the code is still good. */
    PENDING,
    /** The server refused with another OAuth error. */
    REJECTED,
    /** The refresh token is void ({@code invalid_grant} for a refresh): only a new login helps. */
    LOGIN_NEEDED,
    /** No answer came in time, or the server kept failing. */
    UNREACHABLE,
    /** The server answered what the protocol does not know. */
    BAD_RESPONSE
  }

  private final Reason reason;
  private final String error;
  private final URI where;
  private final Instant retryAt;

  /**
   * A failure without a cause of its own.
   *
   * @param reason why there is no token
   * @param error the raw {@code error} of the answer, if there was one
   * @param where the endpoint that was asked
   * @param message fit for a user; no secret
   */
  public OAuthException(Reason reason, Optional<String> error, URI where, String message) {
    this(reason, error, where, message, null);
  }

  OAuthException(
      Reason reason, Optional<String> error, URI where, String message, Throwable cause) {
    this(reason, error, where, message, Optional.empty(), cause);
  }

  private OAuthException(
      Reason reason,
      Optional<String> error,
      URI where,
      String message,
      Optional<Instant> retryAt,
      Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.error = error.orElse(null);
    this.where = where;
    this.retryAt = retryAt.orElse(null);
  }

  /** The same failure of a server that takes the request again at {@code moment}. */
  OAuthException withRetryAt(Instant moment) {
    return new OAuthException(
        reason,
        error(),
        where,
        getMessage() + "; it asks to come back at " + moment,
        Optional.of(moment),
        getCause());
  }

  /** The same failure with {@code note} at the end of its message. */
  OAuthException withNote(String note) {
    return new OAuthException(reason, error(), where, getMessage() + note, retryAt(), getCause());
  }

  /** {@return why there is no token} */
  public Reason reason() {
    return reason;
  }

  /** {@return whether no answer came at all, as against one of a server in trouble} */
  public boolean isUnanswered() {
    return reason == Reason.UNREACHABLE && getCause() instanceof IOException;
  }

  /** {@return the raw {@code error} of the server's answer (RFC 6749, 5.2), where it gave one} */
  public Optional<String> error() {
    return Optional.ofNullable(error);
  }

  /** {@return the endpoint that was asked} */
  public URI where() {
    return where;
  }

  /**
   * {@return when the server wants to be asked again, in whole seconds, where it said so ({@code
   * Retry-After}, RFC 9110, 10.2.3)} The message names it too.
   */
  public Optional<Instant> retryAt() {
    return Optional.ofNullable(retryAt);
  }
}
