package io.github.hfdevice.login;

import io.github.hfdevice.hub.ExchangeResource;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.Activation;
import io.github.hfdevice.store.HeldLock;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenFiles;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.store.UnknownTokenException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The tokens in use, kept fresh, and whose they are. A token is only ever shown to the server that
 * it came from. Thread-safe; every method reads the files anew.
 */
public final class Tokens {
  private final Servers servers;
  private final TokenStore store;
  private final Clocks clocks;
  private final TokenFinder finder;
  private final Ending ending;
  private KeylessTokens keyless;
  private final Consumer<String> warnings;

  /**
   * @param warnings gets each sentence that a user should read
   */
  public Tokens(
      Servers servers, TokenStore store, Clocks clocks, Ending ending, Consumer<String> warnings) {
    this.servers = servers;
    this.store = store;
    this.clocks = clocks;
    this.warnings = warnings;
    this.finder = new TokenFinder(servers.settings(), store, clocks.wall());
    this.ending = ending;
  }

  /** Whose tokens are, by asking their servers. */
  public TokenOwners owners() {
    return new TokenOwners(servers, refresher());
  }

  /** Made when it is needed: its class delays a start that only reads. */
  private TokenRefresher refresher() {
    return new TokenRefresher(servers, store, finder, clocks, ending, warnings);
  }

  private synchronized KeylessTokens keyless() {
    if (keyless == null) {
      keyless = new KeylessTokens(servers, clocks.wall());
    }
    return keyless;
  }

  /** What finds tokens without a request. */
  public TokenFinder finder() {
    return finder;
  }

  /**
   * The token to hand out for {@code endpoint}, refreshed if it needs it: a token of that server,
   * else, with a warning that names both, what the token file holds, as {@code hf} does: users of
   * mirrors need that, and to hand out is not to send. Blocks for the lock and one request at most.
   *
   * @throws LoginException if there is none, it has expired, or its server cannot be told
   */
  public TokenInUse handOut(URI endpoint) throws LoginException, IOException, InterruptedException {
    return usable(present(endpoint), endpoint, false);
  }

  /**
   * The token in use for {@code endpoint}, as it is: perhaps expired, or another server's. Where a
   * CI job is to get one for its identity token, blocks for two requests at most.
   */
  public TokenInUse present(URI endpoint) throws LoginException, IOException, InterruptedException {
    Optional<ExchangeResource> resource = servers.settings().exchangeResource();
    if (resource.isPresent()) {
      return keyless().request(endpoint, resource.get());
    }
    Optional<TokenInUse> found = finder.find(endpoint);
    if (found.isEmpty()) {
      throw notLoggedIn(Optional.of(endpoint));
    }
    return found.get();
  }

  /**
   * {@code present}, refreshed if it needs it; blocks for the lock and one request at most.
   *
   * @param strict whether only a token of {@code endpoint} will do, since a person named it
   * @throws LoginException if it has expired, is another server's, or nobody's
   */
  public TokenInUse usable(TokenInUse present, URI endpoint, boolean strict)
      throws LoginException, IOException, InterruptedException {
    requireOf(present, endpoint, strict);
    TokenInUse fresh =
        present.needsRefresh(clocks.wall().instant()) ? refresher().fresh(present) : present;
    if (fresh.isExpired(clocks.wall().instant())) {
      throw fresh.expired();
    }
    return fresh;
  }

  private void requireOf(TokenInUse token, URI endpoint, boolean strict) throws LoginException {
    if (token.server().isEmpty() && token.stored().isPresent()) {
      throw unknownServer(token);
    }
    if (token.isOf(endpoint) || token.server().isEmpty()) {
      return;
    }
    if (strict) {
      throw new LoginException(
              LoginException.Reason.OTHER_SERVER,
              LoginException.Remedy.LOG_IN,
              "not logged in to "
                  + endpoint
                  + ": the token of "
                  + token.source()
                  + " is one of "
                  + token.server().get()
                  + " and is not shown to another server")
          .at(endpoint);
    }
    if (!token.isGiven()) {
      warnings.accept(
          "no token of "
              + endpoint
              + " is stored; "
              + token.name().orElse("the one in use")
              + " is a token of "
              + token.server().get());
    }
  }

  /**
   * Refreshes the stored token in use for {@code endpoint} now, whatever its expiry. Blocks for the
   * lock and one request.
   *
   * @param strict as for {@link #usable}
   */
  public TokenInUse refresh(URI endpoint, boolean strict)
      throws LoginException, IOException, OAuthException, InterruptedException {
    Optional<TokenInUse> stored = finder.findStored(endpoint);
    TokenInUse present = stored.isPresent() ? stored.get() : present(endpoint);
    requireOf(present, endpoint, strict);
    return refresher().refresh(present);
  }

  /**
   * The server of a stored token refused it: its next use refreshes it first, if it can be. What is
   * no stored token is ignored. Blocks for the lock.
   *
   * @param isServer knows the server that refused
   */
  public void refused(String accessToken, Predicate<URI> isServer) throws IOException {
    for (StoredToken stored : store.list()) {
      if (stored.accessToken().equals(accessToken)
          && stored.refreshToken().isPresent()
          && finder.serverOf(stored).filter(isServer).isPresent()) {
        store.note(stored, stored.notes().ofRefused());
      }
    }
  }

  /**
   * Makes a stored token the one in use for its server, and the content of the token file where
   * that is the server of the variables, or holds a token of it already. Blocks for the lock.
   *
   * @param always whether to write the token file whatever server the token is of
   * @throws LoginException if nobody can tell what server it is of
   */
  public Switched switchTo(String name, boolean always)
      throws LoginException, IOException, UnknownTokenException {
    HeldLock held = store.lock();
    try (held) {
      TokenFiles files = store.read();
      Optional<StoredToken> stored = files.find(name);
      Optional<URI> server = stored.flatMap(finder::serverOf);
      if (stored.isPresent() && server.isEmpty()) {
        throw unknownServer(finder.inUse(stored.get(), files));
      }
      boolean active =
          always
              || stored.filter(it -> finder.isOf(it, servers.ofVariables())).isPresent()
              || files.active().flatMap(finder::serverOf).equals(server);
      StoredToken chosen =
          store.activate(name, active ? Activation.TOKEN_FILE : Activation.OWN_SERVER);
      return new Switched(chosen, server.orElseThrow(), active);
    }
  }

  /**
   * The token that was switched to.
   *
   * @param isActive whether the token file holds it now
   */
  public record Switched(StoredToken token, URI server, boolean isActive) {}

  static LoginException unknownServer(TokenInUse token) {
    return new LoginException(
        LoginException.Reason.UNKNOWN_SERVER,
        LoginException.Remedy.LOG_IN_AGAIN,
        "what "
            + Path.of(token.source()).resolveSibling("stored_tokens")
            + " says of the server of "
            + token.name().orElse("the token in use")
            + " cannot be read, so the token is sent nowhere");
  }

  static LoginException notLoggedIn(Optional<URI> server) {
    LoginException failure = LoginException.notLoggedIn();
    return server.isPresent() ? failure.at(server.get()) : failure;
  }
}
