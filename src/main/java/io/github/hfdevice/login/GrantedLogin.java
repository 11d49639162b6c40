package io.github.hfdevice.login;

import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.hub.TokenOwner;
import io.github.hfdevice.oauth.TokenResponse;
import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A login that was granted: whose it is, and into the files with it. The code is used up by now.
 */
final class GrantedLogin {
  private final Servers servers;
  private final TokenStore store;
  private final Clocks clocks;
  private final LoginListener listener;

  GrantedLogin(Servers servers, TokenStore store, Clocks clocks, LoginListener listener) {
    this.servers = servers;
    this.store = store;
    this.clocks = clocks;
    this.listener = listener;
  }

  /**
   * Stores what {@code login} was granted. A server that cannot say whose it is costs no token;
   * only one that clearly says that it is nobody's does. An interrupt cuts that question short and
   * stays set. Blocks for at most two requests and the lock.
   *
   * @throws LoginException with {@link LoginException.Reason#NOT_STORED} if the files could not be
   *     written; the token stays where the login is kept
   */
  LoggedIn store(KeptLogin login) throws LoginException, IOException {
    PendingLogin pending = login.pending();
    PendingLogin.Granted granted = pending.granted().orElseThrow();
    Server server = servers.of(pending.origin());
    boolean interrupted = false;
    try {
      TokenOwner owner;
      try {
        owner = requestOwner(server, granted.accessToken());
      } catch (InterruptedException e) {
        interrupted = true;
        owner = TokenOwner.unknown("nobody waited for its answer", clocks.wall().instant());
      } catch (LoginException e) {
        if (e.reason() == LoginException.Reason.REFUSED) {
          // The token is nobody's: there is nothing to go on with.
          login.forget();
        }
        throw e;
      }
      owner.warning().ifPresent(listener::warn);
      warnOfMissingScopes(granted, pending.wishes());
      Storing storing = new Storing(servers, store, clocks, listener);
      LoggedIn stored = storing.store(granted, owner, server, pending.wishes(), login.isKept());
      interrupted |= storing.wasInterrupted();
      login.forget();
      return stored;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void warnOfMissingScopes(PendingLogin.Granted granted, PendingLogin.Wishes wishes) {
    List<String> missing =
        new TokenResponse(
                granted.accessToken(), Optional.empty(), Optional.empty(), granted.scope())
            .missingScopes(wishes.scope());
    if (!missing.isEmpty()) {
      listener.warn(
          "the server granted fewer scopes than were asked for; missing: "
              + String.join(" ", missing));
    }
  }

  private TokenOwner requestOwner(Server server, String accessToken)
      throws LoginException, InterruptedException {
    Identity identity =
        server.requestOwner(accessToken, Optional.of(server.endpoint()), "auth login");
    return TokenOwner.of(identity, clocks.wall().instant())
        .orElseThrow(
            () ->
                new LoginException(
                        LoginException.Reason.REFUSED,
                        LoginException.Remedy.LOG_IN,
                        "the server does not accept the token that it granted (HTTP 401"
                            + words(identity)
                            + "), so it was not stored")
                    .at(server.endpoint()));
  }

  private static String words(Identity identity) {
    return identity instanceof Identity.Rejected rejected
        ? rejected.words().map(words -> ": " + words).orElse("")
        : "";
  }
}
