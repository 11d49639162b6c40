package io.github.hfdevice.login;

import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.hub.TokenIssuer;
import io.github.hfdevice.hub.TokenOwner;
import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.StoredToken;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** A token that the user brings: it takes a place only once its server vouches for it. */
public final class PastedToken {
  private final Servers servers;
  private final LoginPlace place;
  private final Clocks clocks;
  private final LoginListener listener;
  private volatile Interruption state = Interruption.OVER;

  public PastedToken(Servers servers, LoginPlace place, Clocks clocks, LoginListener listener) {
    this.servers = servers;
    this.place = place;
    this.clocks = clocks;
    this.listener = listener;
  }

  /**
   * Asks {@code server} whose {@code accessToken} is, and stores it. Blocks for two requests at
   * most and the lock.
   *
   * @throws LoginException if the server does not vouch for it: nothing is stored then
   */
  public LoggedIn store(String accessToken, Server server, PendingLogin.Wishes wishes)
      throws LoginException, IOException, InterruptedException {
    if (wishes.storeAs().isPresent()) {
      new SectionNames(servers, place.store(), clocks, listener::warn)
          .require(wishes.storeAs().get(), server.endpoint());
    }
    state = Interruption.LOST;
    Optional<URI> issuer = TokenIssuer.of(accessToken, server.endpoint());
    Identity identity =
        server.requestOwner(
            accessToken, Optional.of(issuer.orElseGet(server::endpoint)), "auth login --token");
    TokenOwner owner =
        TokenOwner.of(identity, clocks.wall().instant())
            .filter(known -> isVouchedFor(identity))
            .orElseThrow(() -> refused(identity, server));
    PendingLogin.Wishes named = wishes;
    if (owner.user().isEmpty() && wishes.storeAs().isEmpty()) {
      named = wishes.storedAs(presentName(accessToken));
    }
    if (owner.user().isEmpty()) {
      listener.warn("stored; the server could not say whose the token is" + reason(identity));
    }
    LoggedIn stored =
        new Storing(servers, place.store(), clocks, listener)
            .store(
                new PendingLogin.Granted(
                    accessToken, Optional.empty(), Optional.empty(), Optional.empty()),
                owner,
                server,
                named,
                false);
    state = Interruption.OVER;
    return stored;
  }

  /** What is left if the process is told to end now. */
  public Interruption interrupt() {
    return state;
  }

  /** The name that this very token has already: it needs no second one. */
  private Optional<String> presentName(String accessToken) throws IOException {
    for (StoredToken stored : place.store().readForLogin().stored()) {
      if (stored.accessToken().equals(accessToken)) {
        return Optional.of(stored.name());
      }
    }
    return Optional.empty();
  }

  /** A server that has trouble of its own says nothing against a token. */
  private static boolean isVouchedFor(Identity identity) {
    return identity instanceof Identity.Known
        || identity.isForLater()
        || (identity instanceof Identity.Unknown unknown
            && unknown.kind() == Identity.Kind.NOT_OFFERED);
  }

  static String words(Identity.Rejected rejected) {
    return "HTTP 401" + rejected.words().map(words -> ": " + words).orElse("");
  }

  private static String reason(Identity identity) {
    return identity instanceof Identity.Unknown unknown ? " (" + unknown.reason() + ")" : "";
  }

  private static LoginException.Remedy remedy(Identity identity) {
    boolean isOfOthers =
        identity instanceof Identity.Unknown unknown
            && (unknown.kind() == Identity.Kind.BLOCKED
                || unknown.kind() == Identity.Kind.BAD_RESPONSE);
    return isOfOthers ? LoginException.Remedy.CHECK_NETWORK : LoginException.Remedy.CHECK_TOKEN;
  }

  private static LoginException refused(Identity identity, Server server) {
    String reason =
        identity instanceof Identity.Unknown unknown
            ? "did not vouch for it: " + unknown.reason()
            : "does not accept it (" + words((Identity.Rejected) identity) + ")";
    return new LoginException(
            LoginException.Reason.REFUSED,
            remedy(identity),
            "the token was not stored, for the server " + reason)
        .at(server.endpoint());
  }
}
