package io.github.hfdevice.hub;

import java.net.URI;
import java.util.Optional;

/** A job got no token for its identity. The message holds no secret. */
public final class TokenExchangeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why there is no token. */
  public enum Reason {
    /** The job has no identity token; the message names the variables that would give it one. */
    NO_IDENTITY_TOKEN,
    /** A server refused, or answered what cannot be used. */
    REFUSED,
    /** What answered is hardly the server: a page, a redirect, text that is not JSON. */
    BAD_RESPONSE,
    /** No answer came in time, or a server is in trouble. */
    UNREACHABLE
  }

  private final Reason reason;
  private final String error;
  private final URI where;
  private final String remedy;

  private TokenExchangeException(
      Reason reason,
      Optional<String> error,
      URI where,
      String message,
      String remedy,
      Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.error = error.orElse(null);
    this.where = where;
    this.remedy = remedy;
  }

  /** A server was asked, and gave no token. */
  TokenExchangeException(Reason reason, Optional<String> error, URI where, String message) {
    this(reason, error, where, message, null, null);
  }

  /** No answer came, which {@code cause} tells. */
  static TokenExchangeException unanswered(URI where, String message, Throwable cause) {
    return new TokenExchangeException(
        Reason.UNREACHABLE, Optional.empty(), where, message, null, cause);
  }

  static TokenExchangeException noIdentityToken(String message, String remedy) {
    return new TokenExchangeException(
        Reason.NO_IDENTITY_TOKEN, Optional.empty(), null, message, remedy, null);
  }

  public Reason reason() {
    return reason;
  }

  /** The raw {@code error} of the Hub's answer (RFC 6749, 5.2), where it gave one. */
  public Optional<String> error() {
    return Optional.ofNullable(error);
  }

  /** The server that was asked, if one was. */
  public Optional<URI> where() {
    return Optional.ofNullable(where);
  }

  /** What to do about it, in a sentence, where that is known. */
  public Optional<String> remedy() {
    return Optional.ofNullable(remedy);
  }
}
