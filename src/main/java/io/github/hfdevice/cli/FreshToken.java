package io.github.hfdevice.cli;

import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.oauth.RefreshClient;
import io.github.hfdevice.oauth.TokenResponse;
import io.github.hfdevice.store.HeldLock;
import io.github.hfdevice.store.StoreException;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Gives the token in use and keeps it alive: what is close to its end is refreshed first. */
final class FreshToken {
  /** {@code hf} refreshes what has less to live. */
  private static final Duration CLOSE = Duration.ofDays(1);

  /** How long a signal waits for the answer to a refresh: the server has voided the old token. */
  private static final Duration SIGNAL_PATIENCE = Duration.ofSeconds(5);

  private final Services services;
  private final TokenStore store;
  private final Platform platform;
  private boolean requested;

  FreshToken(Services services, TokenStore store, Platform platform) {
    this.services = services;
    this.store = store;
    this.platform = platform;
  }

  /**
   * The token in use, refreshed if it needs it and can be. A refresh that fails leaves a token that
   * is still good in use, with a warning. Blocks for the lock and at most one request.
   *
   * @return nothing if not logged in; the token may be expired only if it cannot be refreshed
   * @throws Failure if it is expired and the refresh failed
   */
  Optional<TokenInUse> find() throws Failure, IOException, InterruptedException {
    Optional<TokenInUse> present = TokenInUse.find(services.settings(), store);
    if (present.isEmpty() || !isRefreshable(present.get()) || !isClose(present.get())) {
      return present;
    }
    try {
      return Optional.of(refreshUnderLock(present));
    } catch (OAuthException | Failure e) {
      return Optional.of(stillGood(e));
    } catch (StoreException e) {
      if (requested) {
        throw e;
      }
      return Optional.of(stillGood(e));
    }
  }

  /** Refreshes the stored token whatever its expiry; blocks like {@link #find}. */
  TokenInUse refreshNow() throws Failure, IOException, OAuthException, InterruptedException {
    Optional<TokenInUse> stored = TokenInUse.findStored(store);
    TokenInUse present =
        stored
            .or(() -> TokenInUse.findGiven(services.settings()))
            .orElseThrow(TokenInUse::notLoggedIn);
    if (!isRefreshable(present)) {
      throw new Failure(
          ExitCode.NOT_LOGGED_IN,
          "not_refreshable",
          "the token of " + present.source() + " has no refresh token",
          "Run: hf-device auth login" + (stored.isPresent() ? " --force" : ""));
    }
    return refreshUnderLock(Optional.empty());
  }

  private TokenInUse stillGood(Exception failure) throws Failure, IOException {
    // Whoever won the race stored the token that is good now.
    TokenInUse present =
        TokenInUse.find(services.settings(), store).orElseThrow(TokenInUse::notLoggedIn);
    if (!present.isExpired(now())) {
      if (isClose(present)) {
        services.warn(
            "the token could not be refreshed and is used as it is: " + failure.getMessage());
      }
      return present;
    }
    Failure cause = Failure.of(failure);
    if (cause.exitCode() == ExitCode.UNREACHABLE || cause.exitCode() == ExitCode.FILE) {
      throw cause;
    }
    throw new Failure(
        ExitCode.NOT_LOGGED_IN,
        cause.error(),
        "the token expired and cannot be refreshed: " + failure.getMessage(),
        "Run: hf-device auth login");
  }

  /** Refreshes unless another process has replaced {@code seen} while this one waited. */
  private TokenInUse refreshUnderLock(Optional<TokenInUse> seen)
      throws Failure, IOException, OAuthException, InterruptedException {
    ReentrantLock unstored = new ReentrantLock();
    HeldLock held = lock();
    try (held) {
      TokenInUse present = TokenInUse.findStored(store).orElse(null);
      if (present == null || !isRefreshable(present)) {
        throw TokenInUse.notLoggedIn();
      }
      if (seen.isPresent() && (!isClose(present) || isSuccessor(present, seen.get()))) {
        return present;
      }
      store.checkWritable();
      StoredToken before = present.stored().orElseThrow();
      RefreshClient client = services.refreshes(before);
      StoredToken after;
      platform.termination().addHook(exitCode -> await(unstored));
      unstored.lock();
      try {
        requested = true;
        after = request(client, before);
        store.replaceRefreshed(before, after);
      } catch (OAuthException e) {
        return successorOf(present, e);
      } finally {
        unstored.unlock();
      }
      return new TokenInUse(
          after.accessToken(), present.source(), Optional.of(after), after.expiresAt());
    }
  }

  /** What a program that takes no lock, and so was first, has stored in place of a void login. */
  private TokenInUse successorOf(TokenInUse seen, OAuthException failure)
      throws OAuthException, IOException {
    boolean isVoid = failure.reason() == OAuthException.Reason.LOGIN_NEEDED;
    TokenInUse present = isVoid ? TokenInUse.findStored(store).orElse(null) : null;
    if (present == null || !isSuccessor(present, seen)) {
      throw failure;
    }
    return present;
  }

  private static void await(ReentrantLock unstored) {
    try {
      if (unstored.tryLock(SIGNAL_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        unstored.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HeldLock lock() throws IOException, InterruptedException {
    try {
      return store.lock();
    } catch (InterruptedIOException e) {
      Thread.interrupted();
      throw new InterruptedException();
    }
  }

  private StoredToken request(RefreshClient client, StoredToken before)
      throws OAuthException, InterruptedException {
    TokenResponse refreshed = client.requestRefresh(before.refreshToken().orElseThrow());
    return before.refreshed(
        refreshed.accessToken(),
        refreshed.refreshToken().or(before::refreshToken),
        refreshed.expiresIn().map(now().truncatedTo(ChronoUnit.SECONDS)::plus));
  }

  /** Without it, tokens that live for less than a day would be refreshed by everyone in turn. */
  private boolean isSuccessor(TokenInUse present, TokenInUse seen) {
    return present.name().equals(seen.name())
        && !present.token().equals(seen.token())
        && !present.isExpired(now());
  }

  private static boolean isRefreshable(TokenInUse token) {
    if (token.stored().isEmpty()) {
      return false;
    }
    StoredToken stored = token.stored().get();
    return stored.refreshToken().isPresent() && !stored.originUnreadable();
  }

  private boolean isClose(TokenInUse token) {
    return token.expiresAt().isPresent() && token.expiresAt().get().isBefore(now().plus(CLOSE));
  }

  private Instant now() {
    return platform.wallClock().instant();
  }
}
