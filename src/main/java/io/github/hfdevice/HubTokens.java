package io.github.hfdevice;

import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.login.Clocks;
import io.github.hfdevice.login.Ending;
import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.login.Revocations;
import io.github.hfdevice.login.Servers;
import io.github.hfdevice.login.TokenInUse;
import io.github.hfdevice.login.Tokens;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.store.UnknownTokenException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The stored tokens of one server, kept fresh: what a program holds that has logged in, or that
 * finds a login which somebody else made. Every call looks at the files, so it sees what other
 * threads, other processes and {@code hf} do. Thread-safe.
 *
 * <p>A token is refreshed when less than a day is left of it, under a lock: however many threads
 * and processes ask, one request is sent. A fresh one costs no request.
 */
public final class HubTokens {
  private final URI endpoint;
  private final Servers servers;
  private final TokenStore store;
  private final Tokens tokens;

  HubTokens(
      URI endpoint, Servers servers, TokenStore store, Clocks clocks, Consumer<String> warnings) {
    this.endpoint = endpoint;
    this.servers = servers;
    this.store = store;
    this.tokens = new Tokens(servers, store, clocks, Ending.NONE, warnings);
  }

  /**
   * The access token to send with the next request to this server, refreshed first if it needs it.
   * Blocks for the lock and one request at most, and for neither while the token is fresh.
   *
   * @return the token, a secret
   * @throws LoginException if there is none, or it has expired and cannot be refreshed
   * @throws IOException if the files cannot be read
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public String accessToken() throws LoginException, IOException, InterruptedException {
    return tokens.usable(present(), endpoint, true).token();
  }

  /**
   * Refreshes the token in use now, whatever its expiry; blocks for the lock and one request.
   *
   * @return the token that is stored now
   * @throws LoginException if there is none, or none with a refresh token
   * @throws OAuthException if the server did not refresh it
   * @throws IOException if the files cannot be read or written
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public StoredLogin refresh()
      throws LoginException, IOException, OAuthException, InterruptedException {
    return stored(tokens.refresh(endpoint, true).stored().orElseThrow(), Optional.empty());
  }

  /**
   * Asks the server whose the token in use is; blocks for some requests. A token that the server
   * does not accept any more and that can be refreshed is, once.
   *
   * @return the account
   * @throws LoginException if there is no token, or the server does not say it
   * @throws IOException if the files cannot be read
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public Identity.Known whoami() throws LoginException, IOException, InterruptedException {
    return tokens.owners().requestOwner(tokens.usable(present(), endpoint, true), "whoami").owner();
  }

  /**
   * {@return every stored token, of whatever server, sorted by name} Asks nobody.
   *
   * @throws IOException if the files cannot be read
   */
  public List<StoredLogin> list() throws IOException {
    List<StoredLogin> logins = new ArrayList<>();
    for (StoredToken token : store.list()) {
      logins.add(stored(token, Optional.empty()));
    }
    return logins;
  }

  /**
   * {@return the stored token in use for this server, as it is; empty if there is none} Asks
   * nobody.
   *
   * @throws IOException if the files cannot be read
   */
  public Optional<StoredLogin> current() throws IOException {
    return tokens
        .finder()
        .findOf(endpoint)
        .flatMap(TokenInUse::stored)
        .map(token -> stored(token, Optional.empty()));
  }

  /**
   * Makes the stored token of that name the one in use for its server. Blocks for the lock.
   *
   * @param name what it is stored under
   * @return the token that is in use now
   * @throws UnknownTokenException if there is none of that name
   * @throws LoginException if nobody can tell what server it is of
   * @throws IOException if the files cannot be read or written
   */
  public StoredLogin switchTo(String name)
      throws LoginException, IOException, UnknownTokenException {
    return stored(tokens.switchTo(name, false).token(), Optional.empty());
  }

  /**
   * Removes the stored token of that name, and asks its server to revoke it. Blocks for the lock
   * and some requests, three seconds each at most.
   *
   * @param name what it is stored under
   * @return whether the server revoked it; else whoever has a copy can use it until it expires
   * @throws UnknownTokenException if there is none of that name
   * @throws IOException if the files cannot be read or written
   * @throws InterruptedException if the thread is interrupted while it waits; it is removed by then
   */
  public boolean logOut(String name)
      throws IOException, UnknownTokenException, InterruptedException {
    StoredToken removed = store.remove(name);
    Revocations revocations = new Revocations(servers, tokens.finder());
    revocations.request(removed);
    return revocations.outcome() == Revocations.Outcome.REVOKED;
  }

  private TokenInUse present() throws LoginException, IOException, InterruptedException {
    return tokens.present(endpoint);
  }

  private StoredLogin stored(StoredToken token, Optional<String> user) {
    return StoredLogin.of(
        token, tokens.finder().serverOf(token), user, Optional.empty(), store.paths());
  }
}
