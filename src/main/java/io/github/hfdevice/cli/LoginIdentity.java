package io.github.hfdevice.cli;

import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.hub.IdentityClient;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.StoredToken;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a new token is stored under. A server that cannot say it costs no token. */
final class LoginIdentity {
  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Services services;
  private final IdentityClient identities;
  private final Platform platform;
  private Optional<String> user = Optional.empty();
  private Optional<String> warning = Optional.empty();

  LoginIdentity(Services services, HttpTransport transport, Platform platform) {
    this.services = services;
    this.identities = services.identities(transport);
    this.platform = platform;
  }

  /**
   * Asks whose {@code accessToken} is and gives it its name.
   *
   * @param origin of the token
   * @throws Failure if the server says clearly that the token is nobody's
   */
  StoredToken nameOf(
      String accessToken,
      Optional<String> refreshToken,
      Optional<Instant> expiresAt,
      LoginOrigin origin)
      throws Failure, InterruptedException {
    Identity identity = request(identities, accessToken, origin);
    if (identity instanceof Identity.Rejected) {
      throw new Failure(
          ExitCode.REFUSED,
          "invalid_token",
          "the server does not accept the token (HTTP 401), so it was not stored",
          "Check that the token is complete and for " + origin.endpoint() + ".");
    }
    String name;
    if (identity instanceof Identity.Known known) {
      user = Optional.of(known.user());
      name = StoredToken.sectionName(known.tokenName());
    } else {
      name = "oauth-unidentified-" + COMPACT.format(platform.wallClock().instant());
      warning =
          Optional.of(
              "the server could not say whose token this is ("
                  + ((Identity.Unknown) identity).reason()
                  + "); it is stored as "
                  + name);
    }
    return new StoredToken(
        name, accessToken, refreshToken, expiresAt, services.beyondVariables(origin));
  }

  /** Asks the token's own server whose it is; blocks for two requests at most. */
  static Identity request(IdentityClient identities, String accessToken, LoginOrigin origin)
      throws InterruptedException {
    if (!origin.discovered()) {
      return identities.requestIdentity(origin.endpoint(), accessToken);
    }
    return origin.userinfo().isPresent()
        ? identities.requestUserinfo(origin.userinfo().get(), accessToken)
        : new Identity.Unknown(
            "its metadata names no userinfo_endpoint", Identity.Kind.BAD_RESPONSE);
  }

  /** The account's name, once it is known. */
  Optional<String> user() {
    return user;
  }

  /** What the person should know about the name. */
  Optional<String> warning() {
    return warning;
  }
}
