package io.github.hfdevice.login;

import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.oauth.TokenResponse;
import io.github.hfdevice.store.HeldLock;
import io.github.hfdevice.store.StoreException;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Keeps stored tokens alive: what is close to its end is traded for a fresh token, under the lock,
 * by one request however many threads and processes ask. Thread-safe.
 */
final class TokenRefresher {
  /** Long enough for many more tries. */
  private static final Duration LONG = Duration.ofHours(1);

  /** How long a token that is still good is used as it is after a refresh that failed. */
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(5);

  /** How long a signal waits for the answer to a refresh: the server has voided the old token. */
  private static final Duration ENDING_PATIENCE = Duration.ofSeconds(5);

  private final Servers servers;
  private final TokenStore store;
  private final TokenFinder finder;
  private final Clocks clocks;
  private final Ending ending;
  private final Consumer<String> warnings;

  TokenRefresher(
      Servers servers,
      TokenStore store,
      TokenFinder finder,
      Clocks clocks,
      Ending ending,
      Consumer<String> warnings) {
    this.servers = servers;
    this.store = store;
    this.finder = finder;
    this.clocks = clocks;
    this.ending = ending;
    this.warnings = warnings;
  }

  /**
   * {@code present}, or what it was refreshed to if it needed that and could be. A refresh that
   * fails leaves a token that is still good in use, with a warning. Blocks for the lock and at most
   * one request.
   *
   * @throws LoginException if it is expired and could not be refreshed
   */
  TokenInUse fresh(TokenInUse present) throws LoginException, IOException, InterruptedException {
    if (!present.needsRefresh(now()) || failedLately(present)) {
      return present;
    }
    try {
      return refreshUnderLock(present, false);
    } catch (OAuthException | LoginException | StoreException e) {
      return stillGood(present, e);
    }
  }

  /** Without a route to the server, each use of a token in its last day would wait in vain. */
  private boolean failedLately(TokenInUse present) {
    Optional<Instant> failedAt = present.stored().orElseThrow().notes().refreshFailedAt();
    return failedAt.isPresent()
        && !present.stored().orElseThrow().notes().refused()
        && !present.isExpired(now())
        && !failedAt.get().isAfter(now())
        && failedAt.get().plus(PAUSE_AFTER_FAILURE).isAfter(now());
  }

  /** Then who uses it need not wait long for a server to which there may be no route. */
  private boolean isGoodForLong(TokenInUse present) {
    StoredToken stored = present.stored().orElseThrow();
    return !stored.notes().refused()
        && stored.expiresAt().filter(end -> end.isAfter(now().plus(LONG))).isPresent();
  }

  private void noteFailure(TokenInUse present) {
    if (present.isExpired(now())) {
      return;
    }
    StoredToken stored = present.stored().orElseThrow();
    try {
      store.note(stored, stored.notes().ofFailedRefresh(now()));
    } catch (IOException e) {
      // It only costs the next use another request in vain.
    }
  }

  /**
   * What {@code present} is refreshed to, whatever its expiry; blocks like {@link #fresh}.
   *
   * @throws LoginException if it has no refresh token
   */
  TokenInUse refresh(TokenInUse present)
      throws LoginException, IOException, OAuthException, InterruptedException {
    if (!present.isRefreshable()) {
      throw new LoginException(
          LoginException.Reason.NOT_REFRESHABLE,
          present.isGiven()
              ? LoginException.Remedy.UNSET_VARIABLE
              : LoginException.Remedy.LOG_IN_AGAIN,
          "the token of " + present.source() + " has no refresh token");
    }
    return refreshUnderLock(present, true);
  }

  private TokenInUse stillGood(TokenInUse seen, Exception failure)
      throws LoginException, IOException {
    // Whoever won the race stored the token that is good now.
    TokenInUse present = finder.findNamed(seen.name().orElseThrow()).orElse(seen);
    if (!present.isExpired(now())) {
      if (present.needsRefresh(now())) {
        warnings.accept(
            "the token could not be refreshed and is used as it is: " + failure.getMessage());
      }
      return present;
    }
    if (failure instanceof StoreException unwritten) {
      throw unwritten.ledTo("the token expired and cannot be refreshed");
    }
    if (failure instanceof LoginException blocked
        && blocked.remedy() != LoginException.Remedy.LOG_IN_AGAIN) {
      throw present.about(
          new LoginException(
                  blocked.reason(), blocked.remedy(), "the token expired: " + blocked.getMessage())
              .causedBy(blocked));
    }
    boolean noAnswer =
        failure instanceof OAuthException refusal
            && refusal.reason() == OAuthException.Reason.UNREACHABLE;
    throw present.about(
        new LoginException(
                noAnswer ? LoginException.Reason.NO_ANSWER : LoginException.Reason.EXPIRED,
                remedy(failure),
                "the token expired and cannot be refreshed: " + failure.getMessage())
            .causedBy(failure));
  }

  /** Where the server itself said nothing, a login would come no further than the refresh. */
  static LoginException.Remedy remedy(Exception failure) {
    if (!(failure instanceof OAuthException answer)) {
      return LoginException.Remedy.LOG_IN;
    }
    return switch (answer.reason()) {
      case UNREACHABLE ->
          answer.isUnanswered()
              ? LoginException.Remedy.CHECK_NETWORK
              : LoginException.Remedy.TRY_LATER;
      case BAD_RESPONSE -> LoginException.Remedy.CHECK_NETWORK;
      case DENIED, EXPIRED, PENDING, REJECTED, LOGIN_NEEDED -> LoginException.Remedy.LOG_IN;
    };
  }

  /** Refreshes, unless another process has replaced {@code seen} while this one waited. */
  private TokenInUse refreshUnderLock(TokenInUse seen, boolean always)
      throws LoginException, IOException, OAuthException, InterruptedException {
    HeldLock held = lock();
    try (held) {
      TokenInUse present = finder.findNamed(seen.name().orElseThrow()).orElse(null);
      if (present == null || !present.isRefreshable()) {
        throw Tokens.notLoggedIn(seen.server());
      }
      if (isSuccessor(present, seen)
          || (!always && (!present.needsRefresh(now()) || failedLately(present)))) {
        return present;
      }
      try {
        store.checkWritable();
        return request(present, !always);
      } catch (OAuthException | LoginException | StoreException e) {
        if (!always) {
          // Before the lock is given back: whoever waits for it would try in vain, too.
          noteFailure(present);
        }
        throw e;
      }
    }
  }

  private TokenInUse request(TokenInUse present, boolean hurried)
      throws LoginException, IOException, OAuthException, InterruptedException {
    StoredToken before = present.stored().orElseThrow();
    Server server = servers.of(before, present.server().orElseGet(servers::ofVariables));
    ReentrantLock unstored = new ReentrantLock();
    ending.runBefore(() -> await(unstored));
    unstored.lock();
    try {
      TokenResponse refreshed =
          server.requestRefresh(before, present.server(), hurried && isGoodForLong(present));
      refreshed.warning().ifPresent(warnings);
      StoredToken after =
          before.refreshed(
              refreshed.accessToken(),
              refreshed.refreshTokenProblem().isPresent()
                  ? Optional.empty()
                  : refreshed.refreshToken().or(before::refreshToken),
              refreshed.expiresIn().map(clocks.nowInSeconds()::plus));
      boolean lostItsServer =
          before.origin().isEmpty()
              && Servers.namesItsServer(before.accessToken(), server.endpoint())
              && !Servers.namesItsServer(after.accessToken(), server.endpoint());
      return store(lostItsServer ? after.at(server.origin()) : after, before, present.isActive());
    } catch (OAuthException e) {
      return successorOf(present, e);
    } finally {
      unstored.unlock();
    }
  }

  /** The server has voided the old token: the new one is given on even where it cannot be kept. */
  private TokenInUse store(StoredToken after, StoredToken before, boolean isActive)
      throws IOException {
    try {
      store.replaceRefreshed(before, after);
    } catch (StoreException e) {
      warnings.accept(
          "the refreshed token could not be stored, so the next one needs a new login: "
              + e.getMessage());
    }
    return finder.inUse(after, isActive);
  }

  /** What a program that takes no lock, and so was first, has stored in place of a void login. */
  private TokenInUse successorOf(TokenInUse seen, OAuthException refusal)
      throws OAuthException, StoreException {
    if (refusal.reason() == OAuthException.Reason.LOGIN_NEEDED) {
      TokenInUse present = finder.findNamed(seen.name().orElseThrow()).orElse(null);
      if (present != null && isSuccessor(present, seen)) {
        return present;
      }
    }
    throw refusal;
  }

  private static void await(ReentrantLock unstored) {
    try {
      if (unstored.tryLock(ENDING_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
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

  /** Without it, tokens that live for less than a day would be refreshed by everyone in turn. */
  private boolean isSuccessor(TokenInUse present, TokenInUse seen) {
    return !present.token().equals(seen.token()) && !present.isExpired(now());
  }

  private Instant now() {
    return clocks.wall().instant();
  }
}
