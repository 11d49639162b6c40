package io.github.hfdevice.cli;

import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.hub.IdentityClient;
import io.github.hfdevice.hub.TokenOwner;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.StoredToken;
import java.time.Instant;
import java.util.Optional;

/** Finds the name that a new token is stored under. A server that cannot say it costs no token. */
final class LoginIdentity {
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
    TokenOwner owner =
        TokenOwner.of(identity, platform.wallClock().instant()).orElseThrow(() -> nobodys(origin));
    user = owner.user();
    warning = owner.warning();
    return new StoredToken(
        StoredToken.sectionName(owner.tokenName()),
        accessToken,
        refreshToken,
        expiresAt,
        services.beyondVariables(origin));
  }

  private static Failure nobodys(LoginOrigin origin) {
    return new Failure(
        ExitCode.REFUSED,
        "invalid_token",
        "the server does not accept the token (HTTP 401), so it was not stored",
        "Check that the token is complete and for " + origin.endpoint() + ".");
  }

  /** Asks the token's own server whose it is; blocks for two requests at most. */
  static Identity request(IdentityClient identities, String accessToken, LoginOrigin origin)
      throws InterruptedException {
    return origin.discovered()
        ? identities.requestDiscovered(origin.userinfo(), accessToken)
        : identities.requestIdentity(origin.endpoint(), accessToken);
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
