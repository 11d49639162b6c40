package io.github.hfdevice.login;

import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.hub.TokenClaims;
import io.github.hfdevice.hub.TokenIssuer;
import io.github.hfdevice.hub.TokenText;
import io.github.hfdevice.setting.SettingException;
import io.github.hfdevice.store.StoreException;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenFiles;
import io.github.hfdevice.store.TokenStore;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the token of a server among what variables and files hold. Reads files and sends nothing.
 * Thread-safe.
 *
 * <p>Where a token came from: what its section says; without that, the issuer in its own claims;
 * without that, the Hub of the variables, as {@code hf} takes it. What is there and cannot be read
 * makes a token nobody's.
 */
public final class TokenFinder {
  private final HubSettings settings;
  private final TokenStore store;
  private final Clock clock;

  public TokenFinder(HubSettings settings, TokenStore store, Clock clock) {
    this.settings = settings;
    this.store = store;
    this.clock = clock;
  }

  /**
   * The token that the environment holds, whatever server it is of.
   *
   * @throws SettingException if what it holds cannot be a token
   */
  public Optional<TokenInUse> findGiven() {
    Optional<String> variable = settings.tokenVariable();
    if (variable.isEmpty()) {
      return Optional.empty();
    }
    String token = settings.environmentToken().orElseThrow();
    Optional<String> problem = TokenText.problem(token);
    if (problem.isPresent()) {
      throw new SettingException(variable.get(), problem.get());
    }
    return Optional.of(
        new TokenInUse(
            token,
            variable.get(),
            true,
            false,
            Optional.of(serverOf(token)),
            Optional.empty(),
            TokenClaims.parse(token).expiresAt()));
  }

  /**
   * The token that is in use for the server at {@code endpoint}: the environment's, else a stored
   * one of that server, else what the token file holds, which may be another server's.
   */
  public Optional<TokenInUse> find(URI endpoint) throws StoreException {
    Optional<TokenInUse> given = findGiven();
    return given.isPresent() ? given : findStored(endpoint);
  }

  /** The same without the environment's. */
  public Optional<TokenInUse> findStored(URI endpoint) throws StoreException {
    TokenFiles files = store.read();
    Optional<TokenInUse> active = active(files);
    if (active.isPresent() && active.get().isOf(endpoint)) {
      return active;
    }
    Optional<TokenInUse> own = best(files, endpoint);
    return own.isPresent() ? own : active;
  }

  /** The stored token of the server at {@code endpoint} that is in use for it. */
  public Optional<TokenInUse> findOf(URI endpoint) throws StoreException {
    Optional<TokenInUse> found = findStored(endpoint);
    return found.isPresent() && found.get().isOf(endpoint) ? found : Optional.empty();
  }

  /**
   * The token to show to a server that {@code isWanted} knows by its address: the environment's if
   * it is of that server, else the stored one that is in use for it.
   */
  public Optional<TokenInUse> findWanted(Predicate<URI> isWanted) throws StoreException {
    Optional<TokenInUse> given = findGiven();
    if (given.isPresent()) {
      return given.filter(token -> token.server().filter(isWanted).isPresent());
    }
    TokenFiles files = store.read();
    Optional<TokenInUse> active = active(files);
    if (active.isPresent() && active.get().server().filter(isWanted).isPresent()) {
      return active;
    }
    for (StoredToken stored : files.stored()) {
      Optional<URI> server = serverOf(stored);
      if (server.isPresent() && isWanted.test(server.get())) {
        return best(files, server.get());
      }
    }
    return Optional.empty();
  }

  /**
   * Every stored token, of whatever server, in the order of their names.
   *
   * @throws StoreException if they cannot be read, damaged files included
   */
  public List<TokenInUse> findAll() throws StoreException {
    List<StoredToken> every = store.list();
    Optional<String> token = store.activeToken();
    List<TokenInUse> all = new ArrayList<>();
    for (StoredToken stored : every) {
      all.add(inUse(stored, token.equals(Optional.of(stored.accessToken()))));
    }
    return all;
  }

  /** Whether a token is stored that is one of another server than that at {@code endpoint}. */
  public boolean isAnyOfAnother(URI endpoint) throws StoreException {
    for (StoredToken stored : store.read().stored()) {
      if (!isOf(stored, endpoint)) {
        return true;
      }
    }
    return false;
  }

  /** The stored token of that name, as it is now. */
  Optional<TokenInUse> findNamed(String name) throws StoreException {
    TokenFiles files = store.read();
    Optional<StoredToken> stored = files.find(name);
    return stored.isPresent() ? Optional.of(inUse(stored.get(), files)) : Optional.empty();
  }

  /** What the token file holds. */
  private Optional<TokenInUse> active(TokenFiles files) {
    if (files.token().isEmpty()) {
      return Optional.empty();
    }
    Optional<StoredToken> stored = files.active();
    if (stored.isPresent()) {
      return Optional.of(inUse(stored.get(), files));
    }
    String token = files.token().get();
    // With stored_tokens out of reach, only the token itself can tell.
    Optional<URI> server =
        files.damage().isPresent()
            ? TokenIssuer.of(token, settings.endpoint(Optional.empty()))
            : Optional.of(serverOf(token));
    return Optional.of(
        new TokenInUse(
            token,
            store.paths().token().toString(),
            false,
            true,
            server,
            Optional.empty(),
            TokenClaims.parse(token).expiresAt()));
  }

  /**
   * The one that is marked, else one that has not ended, else any. Without a token file only a mark
   * counts: to {@code hf}, whoever has none is not logged in.
   */
  private Optional<TokenInUse> best(TokenFiles files, URI endpoint) {
    TokenInUse best = null;
    Instant now = clock.instant();
    for (StoredToken stored : files.stored()) {
      if (!isOf(stored, endpoint)) {
        continue;
      }
      if (stored.notes().inUse()) {
        return Optional.of(inUse(stored, files));
      }
      if (best == null || best.isExpired(now)) {
        best = inUse(stored, files);
      }
    }
    return files.token().isPresent() ? Optional.ofNullable(best) : Optional.empty();
  }

  TokenInUse inUse(StoredToken stored, TokenFiles files) {
    return inUse(stored, files.token().equals(Optional.of(stored.accessToken())));
  }

  /**
   * @param isActive whether the token file holds it
   */
  TokenInUse inUse(StoredToken stored, boolean isActive) {
    Optional<Instant> expiresAt = stored.expiresAt();
    if (expiresAt.isEmpty()) {
      expiresAt = TokenClaims.parse(stored.accessToken()).expiresAt();
    }
    return new TokenInUse(
        stored.accessToken(),
        (isActive ? store.paths().token() : store.paths().storedTokens()).toString(),
        false,
        isActive,
        serverOf(stored),
        Optional.of(stored),
        expiresAt);
  }

  /** Whether {@code stored} is one of the server at {@code endpoint}. */
  boolean isOf(StoredToken stored, URI endpoint) {
    Optional<URI> server = serverOf(stored);
    return server.isPresent() && TokenInUse.isOf(server.get(), Optional.of(stored), endpoint);
  }

  /** Where {@code stored} came from; empty if what is stored of that cannot be read. */
  public Optional<URI> serverOf(StoredToken stored) {
    if (stored.originUnreadable()) {
      return Optional.empty();
    }
    return Optional.of(
        stored.origin().isPresent()
            ? stored.origin().get().endpoint()
            : serverOf(stored.accessToken()));
  }

  private URI serverOf(String token) {
    URI hub = settings.endpoint(Optional.empty());
    // A classic token has no claims, and to look for some delays a start.
    Optional<URI> issuer = token.indexOf('.') < 0 ? Optional.empty() : TokenIssuer.of(token, hub);
    return issuer.isPresent() ? issuer.get() : hub;
  }
}
