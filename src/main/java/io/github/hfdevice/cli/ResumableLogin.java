package io.github.hfdevice.cli;

import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.oauth.DeviceFlowClient;
import io.github.hfdevice.oauth.DeviceFlowSession;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.oauth.PollListener;
import io.github.hfdevice.oauth.TokenResponse;
import io.github.hfdevice.store.Activation;
import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.PendingLogins;
import io.github.hfdevice.store.StoreException;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A login from its code to the stored token. What another process needs to go on with it is on disk
 * at every moment, so that a lost connection or a kill costs nothing.
 */
final class ResumableLogin implements PollListener, InterruptibleLogin {
  private final Services services;
  private final Platform platform;
  private final TokenStore store;
  private final PendingLogins pendingLogins;
  private final LoginReport report;
  private PendingLogin pending;
  private boolean kept;
  private boolean ended;

  ResumableLogin(
      Services services,
      Platform platform,
      TokenStore store,
      PendingLogins pendingLogins,
      LoginReport report,
      PendingLogin pending) {
    this.services = services;
    this.platform = platform;
    this.store = store;
    this.pendingLogins = pendingLogins;
    this.report = report;
    this.pending = pending;
    this.kept = !platform.isPractice();
  }

  /**
   * Shows the code, waits for the person, then {@link #finish}es. Blocks as long as the code and
   * the patience.
   */
  ExitCode waitAndFinish(
      DeviceFlowClient client,
      DeviceFlowSession session,
      Optional<Duration> patience,
      HttpTransport transport)
      throws Failure, IOException, OAuthException, InterruptedException {
    // Before the code is seen: whoever has seen it may end the process and go on later.
    report.follow(this);
    report.code(session.authorization());
    claim();
    report.waitBegins(session.authorization().expiresIn(), kept);
    TokenResponse granted;
    try {
      granted = client.pollForToken(session, patience, this);
    } catch (OAuthException e) {
      if (e.reason() == OAuthException.Reason.PENDING) {
        leave();
        throw stillWaiting();
      }
      forget();
      throw e;
    } finally {
      report.waitEnded();
    }
    keep(pending.withGranted(storable(granted)));
    return finish(transport);
  }

  private PendingLogin.Granted storable(TokenResponse granted) {
    Instant grantedAt = platform.wallClock().instant().truncatedTo(ChronoUnit.SECONDS);
    return new PendingLogin.Granted(
        granted.accessToken(), granted.refreshToken(), granted.expiresIn().map(grantedAt::plus));
  }

  /** Finds out whose the granted token is, and stores it. Blocks for at most two requests. */
  ExitCode finish(HttpTransport transport) throws Failure, IOException, InterruptedException {
    report.follow(this);
    PendingLogin.Granted granted = pending.granted().orElseThrow();
    LoginIdentity identity = new LoginIdentity(services, transport, platform);
    StoredToken login;
    try {
      login =
          identity.nameOf(
              granted.accessToken(), granted.refreshToken(), granted.expiresAt(), pending.origin());
    } catch (Failure e) {
      // The token is nobody's: there is nothing to go on with.
      forget();
      throw e;
    }
    identity.warning().ifPresent(services::warn);
    try {
      store.save(login, Activation.TOKEN_FILE);
    } catch (IOException e) {
      if (kept) {
        throw notStored(e);
      }
      throw e;
    }
    forget();
    if (pending.addToGit()) {
      services.addToGit(pending.origin().endpoint(), login.accessToken());
    }
    report.success(login, identity.user(), services.settings().tokenVariable());
    return ExitCode.OK;
  }

  private Failure notStored(IOException cause) {
    String problem =
        cause instanceof StoreException file ? file.problem() : String.valueOf(cause.getMessage());
    return new Failure(
        ExitCode.FILE,
        "the login was approved, and its token is kept but not stored yet. " + problem,
        "When that is mended, run: " + report.resumeCommand());
  }

  private Failure stillWaiting() {
    return new Failure(
        ExitCode.STILL_WAITING,
        "the login was not approved yet; its code is good until " + pending.expiresAt(),
        kept ? "Go on with: " + report.resumeCommand() : "It cannot be resumed.");
  }

  @Override
  public void waiting(Duration wait, Duration left, String trouble) {
    report.waiting(wait, left, trouble);
  }

  @Override
  public synchronized void polled(Duration interval) {
    boolean slower = interval.compareTo(pending.interval()) > 0;
    pending = pending.withPoll(platform.wallClock().instant(), interval);
    if (slower && !ended) {
      keep(pending);
    }
  }

  /**
   * The next process should know when the server was asked last. Runs beside the thread that waits,
   * which may have been granted the token this moment.
   */
  @Override
  public synchronized Optional<Boolean> interrupt() {
    if (ended) {
      return Optional.empty();
    }
    if (pending.granted().isEmpty()) {
      leave();
    }
    return Optional.of(kept);
  }

  /** Once the login was left to others, a write would be cut off by the end of the process. */
  private synchronized void claim() {
    if (!ended) {
      keep(pending.withWaiter(PendingLogin.Waiter.current()));
    }
  }

  private synchronized void leave() {
    keep(pending.withWaiter(Optional.empty()));
    ended = true;
  }

  private synchronized void keep(PendingLogin login) {
    pending = login;
    if (!kept) {
      return;
    }
    try {
      pendingLogins.write(login);
    } catch (StoreException e) {
      kept = false;
      services.warn("this login cannot be resumed if it is interrupted: " + e.getMessage());
    }
  }

  private synchronized void forget() {
    ended = true;
    try {
      pendingLogins.delete(pending);
    } catch (StoreException e) {
      services.warn(e.getMessage());
    }
  }
}
