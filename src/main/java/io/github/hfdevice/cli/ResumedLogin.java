package io.github.hfdevice.cli;

import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.oauth.DeviceAuthorization;
import io.github.hfdevice.oauth.DeviceFlowClient;
import io.github.hfdevice.oauth.DeviceFlowSession;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.CorruptStoreException;
import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.PendingLogins;
import io.github.hfdevice.store.StoreException;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code auth login --resume}: goes on with the login that another process began. */
final class ResumedLogin {
  /** How often another process that waits for the same login is looked at. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Services services;
  private final Platform platform;
  private final TokenStore store;
  private final PendingLogins pendingLogins;
  private final LoginReport report;

  ResumedLogin(
      Services services,
      Platform platform,
      TokenStore store,
      PendingLogins pendingLogins,
      LoginReport report) {
    this.services = services;
    this.platform = platform;
    this.store = store;
    this.pendingLogins = pendingLogins;
    this.report = report;
  }

  /**
   * Goes on until the person decided, the code ran out or the patience ends. Where another process
   * polls already, this one waits for its end: a code that is polled twice may be taken for stolen.
   *
   * @param endpoint the server that the user expects it to be at, if one was named
   * @param clientId the same of the client
   */
  ExitCode run(Optional<Duration> patience, Optional<URI> endpoint, Optional<String> clientId)
      throws Failure, IOException, OAuthException, InterruptedException {
    PendingLogin pending = pendingLogins.read().orElseThrow(ResumedLogin::nothingPending);
    requireSame("--endpoint", endpoint, pending.origin().endpoint());
    requireSame("--client-id", clientId, pending.origin().clientId());
    report.follow(InterruptibleLogin.PENDING);
    Duration startedAt = platform.waitClock().elapsed();
    if (isWaitedFor(pending)) {
      report.waitedForElsewhere(pending.waiter().orElseThrow().pid());
      waitForOther(pending, patience);
      Optional<PendingLogin> left = pendingLogins.read();
      if (left.isEmpty()) {
        return endedElsewhere();
      }
      pending = left.get();
    }
    HttpTransport transport = services.transport("auth login", pending.origin().endpoint());
    ResumableLogin login =
        new ResumableLogin(services, platform, store, pendingLogins, report, pending);
    if (pending.granted().isPresent()) {
      return login.finish(transport);
    }
    Optional<Duration> patienceLeft =
        patience.map(
            all -> notNegative(all.minus(platform.waitClock().elapsed().minus(startedAt))));
    return login.waitAndFinish(
        client(pending, transport), session(pending), patienceLeft, transport);
  }

  /**
   * Stores what an earlier login was granted and could not store, and gives whether it did. A new
   * login would forget it.
   */
  boolean finishGranted() throws IOException, InterruptedException {
    Optional<PendingLogin> pending = readable();
    if (pending.isEmpty() || pending.get().granted().isEmpty()) {
      return false;
    }
    try {
      HttpTransport transport = services.transport("auth login", pending.get().origin().endpoint());
      new ResumableLogin(services, platform, store, pendingLogins, report, pending.get())
          .finish(transport);
      return true;
    } catch (Failure e) {
      services.warn("an earlier login could not be finished: " + e.getMessage());
      return false;
    }
  }

  /** Says so if a login is pending that the one which comes now replaces. */
  void announceReplacement() throws StoreException {
    Optional<PendingLogin> pending = readable();
    if (pending.isPresent()
        && pending.get().granted().isEmpty()
        && pending.get().expiresAt().isAfter(platform.wallClock().instant())) {
      report.replaces(pending.get().userCode());
    }
  }

  /** What cannot be read is replaced as well. */
  private Optional<PendingLogin> readable() throws StoreException {
    try {
      return pendingLogins.read();
    } catch (CorruptStoreException e) {
      return Optional.empty();
    }
  }

  private static <T> void requireSame(String option, Optional<T> given, T pending) throws Failure {
    if (given.isPresent() && !given.get().equals(pending)) {
      throw Failure.usage(
          "the pending login is one of " + pending + ", not of " + given.get(),
          "Leave " + option + " out to go on with it, or --resume to start another.");
    }
  }

  private static Failure nothingPending() {
    return Failure.usage("no login is pending", "Start one: hf-device auth login");
  }

  private static boolean isWaitedFor(PendingLogin pending) {
    return pending.waiter().isPresent() && pending.waiter().get().isAnotherAlive();
  }

  private void waitForOther(PendingLogin pending, Optional<Duration> patience)
      throws Failure, InterruptedException {
    Duration startedAt = platform.waitClock().elapsed();
    while (isWaitedFor(pending)) {
      Duration waited = platform.waitClock().elapsed().minus(startedAt);
      Duration left = notNegative(patience.orElse(waited.plus(LOOK)).minus(waited));
      if (left.isZero()) {
        throw new Failure(
            ExitCode.STILL_WAITING,
            "the login was not approved yet; another process waits for it",
            "Look again with: " + report.resumeCommand());
      }
      platform.waitClock().sleep(left.compareTo(LOOK) < 0 ? left : LOOK);
    }
  }

  /** The other process has told how it ended; here only the outcome can be seen. */
  private ExitCode endedElsewhere() throws Failure, IOException {
    TokenInUse present = TokenInUse.findStored(store).orElseThrow(TokenInUse::notLoggedIn);
    if (present.isExpired(platform.wallClock().instant())) {
      throw present.expired();
    }
    report.alreadyLoggedIn(present, services.settings().tokenVariable());
    return ExitCode.OK;
  }

  private DeviceFlowSession session(PendingLogin pending) {
    Instant now = platform.wallClock().instant();
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
        authorization, pending.tokenEndpoint(), platform.waitClock().elapsed(), firstWait);
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  private DeviceFlowClient client(PendingLogin pending, HttpTransport transport) {
    return services.deviceFlow(
        List.of(),
        services.settings().client(Optional.of(pending.origin().clientId())),
        transport,
        report.waitClock());
  }
}
