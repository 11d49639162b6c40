package io.github.hfdevice.login;

import io.github.hfdevice.hub.ServerOrigin;
import io.github.hfdevice.store.StoredToken;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A token that is there to be used. Its text form hides it.
 *
 * @param token a secret
 * @param source the variable or the file that it comes from
 * @param isGiven whether a variable holds it
 * @param isActive whether the token file holds it
 * @param server where it came from; empty if what is stored of that cannot be read
 * @param stored its section, where it has one
 * @param expiresAt by the section, else by the token's own claims
 */
public record TokenInUse(
    String token,
    String source,
    boolean isGiven,
    boolean isActive,
    Optional<URI> server,
    Optional<StoredToken> stored,
    Optional<Instant> expiresAt) {
  /** {@code hf} refreshes what has less to live. */
  private static final Duration CLOSE = Duration.ofDays(1);

  /** Whether it ended by {@code now}. */
  public boolean isExpired(Instant now) {
    return expiresAt.isPresent() && !expiresAt.get().isAfter(now);
  }

  /** The name of its section, where it has one. */
  public Optional<String> name() {
    return stored.isPresent() ? Optional.of(stored.get().name()) : Optional.empty();
  }

  /**
   * Whether it is one of the server at {@code endpoint}. Issuers that share a host are told apart
   * by their paths, where the path that the login was made at is stored.
   */
  public boolean isOf(URI endpoint) {
    return server.isPresent() && isOf(server.get(), stored, endpoint);
  }

  /**
   * @param server that the token came from
   * @param stored its section, where it has one
   */
  static boolean isOf(URI server, Optional<StoredToken> stored, URI endpoint) {
    if (server.equals(endpoint)) {
      return true;
    }
    boolean isPathKnown = stored.isPresent() && stored.get().origin().isPresent();
    return ServerOrigin.isSame(server, endpoint)
        && (!isPathKnown || server.getRawPath().equals(endpoint.getRawPath()));
  }

  /** Whether it can be refreshed, and its server was seen to refuse it or it ends soon. */
  boolean needsRefresh(Instant now) {
    if (!isRefreshable()) {
      return false;
    }
    return stored.get().notes().refused()
        || (expiresAt.isPresent() && expiresAt.get().isBefore(now.plus(CLOSE)));
  }

  boolean isRefreshable() {
    return stored.isPresent() && stored.get().refreshToken().isPresent();
  }

  /** What to say of it once it has expired. */
  public LoginException expired() {
    LoginException.Remedy remedy =
        isGiven
            ? LoginException.Remedy.REPLACE_VARIABLE
            : isRefreshable() ? LoginException.Remedy.REFRESH : LoginException.Remedy.LOG_IN;
    return about(
        new LoginException(
            LoginException.Reason.EXPIRED,
            remedy,
            "the token of "
                + source
                + " expired at "
                + expiresAt.map(Instant::toString).orElse("?")));
  }

  LoginException about(LoginException failure) {
    return server.isPresent() ? failure.at(server.get()) : failure;
  }

  @Override
  public String toString() {
    return "TokenInUse[token=***, source="
        + source
        + ", server="
        + server
        + ", expiresAt="
        + expiresAt
        + "]";
  }
}
