package io.github.hfdevice.login;

import io.github.hfdevice.oauth.DeviceAuthorization;
import io.github.hfdevice.oauth.DeviceFlowSession;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.CorruptStoreException;
import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.PendingLogins;
import io.github.hfdevice.store.StoreException;
import io.github.hfdevice.store.StoredToken;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The login that was begun by another process or an earlier run, and waits to be resumed. */
public final class ResumedLogin {
  /** How often another process that waits for the same login is looked at. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Servers servers;
  private final LoginPlace place;
  private final PendingLogins pendingLogins;
  private final Clocks clocks;
  private final LoginListener listener;
  private final Login login;
  private volatile boolean waitsForOther;

  /**
   * @param place with a place for pending logins
   */
  public ResumedLogin(Servers servers, LoginPlace place, Clocks clocks, LoginListener listener) {
    this.servers = servers;
    this.place = place;
    this.pendingLogins = place.pending().orElseThrow();
    this.clocks = clocks;
    this.listener = listener;
    this.login = new Login(servers, place, clocks, listener);
  }

  /**
   * Goes on until the person decided, the code ran out or the patience ends. Where another process
   * polls already, this one waits for its end: a code that is polled twice may be taken for stolen.
   *
   * @param endpoint the server that the user expects it to be at, if one was named
   * @param clientId the same of the client
   * @throws LoginException with {@link LoginException.Reason#NOTHING_PENDING} or {@link
   *     LoginException.Reason#OTHER_PENDING} too
   */
  public LoggedIn complete(
      Optional<Duration> patience, Optional<URI> endpoint, Optional<String> clientId)
      throws LoginException, IOException, OAuthException, InterruptedException {
    PendingLogin pending = pendingLogins.read().orElseThrow(ResumedLogin::nothingPending);
    requireSame(endpoint, pending.origin().endpoint());
    requireSame(clientId, pending.origin().clientId());
    Duration startedAt = clocks.waiting().elapsed();
    if (isWaitedFor(pending)) {
      waitsForOther = true;
      Optional<TokenInUse> before = present(pending.origin().endpoint());
      listener.waitsForProcess(pending.waiter().orElseThrow().pid());
      waitForOther(pending, patience);
      waitsForOther = false;
      Optional<PendingLogin> left = pendingLogins.read();
      if (left.isEmpty()) {
        return endedElsewhere(pending, before);
      }
      pending = left.get();
    }
    if (pending.granted().isEmpty()) {
      // Without it the server would end the login for good.
      servers.of(pending.origin()).requireSecret("this login");
    }
    takeUp(pending);
    if (pending.granted().isPresent()) {
      return login.finish();
    }
    return login.complete(
        patience.map(all -> notNegative(all.minus(clocks.waiting().elapsed().minus(startedAt)))));
  }

  /**
   * Stores what an earlier login was granted and could not store, and gives it, if there is such a
   * one: a new login would forget it.
   */
  public Optional<LoggedIn> finishGranted() throws IOException {
    Optional<PendingLogin> pending = pendingLogins.readReplaceable();
    if (pending.isEmpty() || pending.get().granted().isEmpty()) {
      return Optional.empty();
    }
    try {
      takeUp(pending.get());
      return Optional.of(login.finish());
    } catch (LoginException e) {
      listener.warn("an earlier login could not be finished: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Says so if a login is pending that the one which comes now replaces. */
  public void announceReplacement() {
    Optional<PendingLogin> pending = pendingLogins.readReplaceable();
    if (pending.isPresent()
        && pending.get().granted().isEmpty()
        && pending.get().expiresAt().isAfter(clocks.wall().instant())) {
      listener.replaces(pending.get().userCode());
    }
  }

  /** See {@link Login#interrupt}. */
  public Interruption interrupt() {
    return waitsForOther ? Interruption.RESUMABLE : login.interrupt();
  }

  private void takeUp(PendingLogin pending) throws LoginException {
    login.takeUp(pending, servers.of(pending.origin()).deviceFlow(clocks), session(pending));
  }

  private static <T> void requireSame(Optional<T> given, T pending) throws LoginException {
    if (given.isPresent() && !given.get().equals(pending)) {
      throw new LoginException(
          LoginException.Reason.OTHER_PENDING,
          LoginException.Remedy.RESUME,
          "the pending login is one of " + pending + ", not of " + given.get());
    }
  }

  private static LoginException nothingPending() {
    return new LoginException(
        LoginException.Reason.NOTHING_PENDING, LoginException.Remedy.LOG_IN, "no login is pending");
  }

  private static boolean isWaitedFor(PendingLogin pending) {
    return pending.waiter().isPresent() && pending.waiter().get().isAnotherAlive();
  }

  private void waitForOther(PendingLogin pending, Optional<Duration> patience)
      throws LoginException, InterruptedException {
    Duration startedAt = clocks.waiting().elapsed();
    while (isWaitedFor(pending)) {
      Duration waited = clocks.waiting().elapsed().minus(startedAt);
      Duration left = notNegative(patience.orElse(waited.plus(LOOK)).minus(waited));
      if (left.isZero()) {
        throw new LoginException(
            LoginException.Reason.STILL_WAITING,
            LoginException.Remedy.RESUME,
            "the login was not approved yet; another process waits for it");
      }
      clocks.waiting().sleep(left.compareTo(LOOK) < 0 ? left : LOOK);
    }
  }

  /**
   * The other process has told how it ended; here only the outcome can be seen.
   *
   * @param before what was in use while it still waited
   */
  private LoggedIn endedElsewhere(PendingLogin pending, Optional<TokenInUse> before)
      throws LoginException, IOException {
    URI endpoint = pending.origin().endpoint();
    TokenInUse present =
        present(endpoint).orElseThrow(() -> Tokens.notLoggedIn(Optional.of(endpoint)));
    StoredToken stored =
        present.stored().orElseThrow(() -> Tokens.notLoggedIn(Optional.of(endpoint)));
    if (before.map(TokenInUse::token).equals(Optional.of(present.token()))) {
      throw new LoginException(
              LoginException.Reason.NOT_LOGGED_IN,
              LoginException.Remedy.LOG_IN_AGAIN,
              "the login ended without a token in the process that waited for it; "
                  + stored.name()
                  + " is in use as before")
          .at(endpoint);
    }
    if (present.isExpired(clocks.wall().instant())) {
      throw present.expired();
    }
    return new LoggedIn(
        stored, endpoint, Optional.empty(), present.isActive(), pending.wishes(), Optional.empty());
  }

  /** What is in use for {@code endpoint}; damaged files, which a login replaces, hold nothing. */
  private Optional<TokenInUse> present(URI endpoint) throws StoreException {
    TokenFinder finder = new TokenFinder(servers.settings(), place.store(), clocks.wall());
    try {
      return finder.findOf(endpoint);
    } catch (CorruptStoreException e) {
      return Optional.empty();
    }
  }

  private DeviceFlowSession session(PendingLogin pending) {
    Instant now = clocks.wall().instant();
    Duration left = notNegative(Duration.between(now, pending.expiresAt()));
    Duration sincePoll = notNegative(Duration.between(pending.polledAt(), now));
    DeviceAuthorization authorization =
        new DeviceAuthorization(
            pending.deviceCode(),
            pending.userCode(),
            pending.verificationUri(),
            pending.verificationUriComplete(),
            left,
            pending.interval());
    // A code that ran out meanwhile may have been approved before: it is asked for once more.
    Duration firstWait =
        left.isZero() ? Duration.ZERO : notNegative(pending.interval().minus(sincePoll));
    return new DeviceFlowSession(
        authorization, pending.tokenEndpoint(), clocks.waiting().elapsed(), firstWait);
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
