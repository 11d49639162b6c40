package io.github.hfdevice.login;

import io.github.hfdevice.oauth.DeviceAuthorization;
import io.github.hfdevice.oauth.DeviceFlowClient;
import io.github.hfdevice.oauth.DeviceFlowSession;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.oauth.PollListener;
import io.github.hfdevice.oauth.TokenResponse;
import io.github.hfdevice.store.PendingLogin;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A login: {@link #request} a code, then {@link #complete} or {@link #leave} it to another process.
 * The request, the wait, the grant, whose it is, the files: each step is told to the listener. For
 * one login and one thread; {@link #interrupt} may come from any.
 */
public final class Login {
  private final Servers servers;
  private final LoginPlace place;
  private final Clocks clocks;
  private final LoginListener listener;
  private DeviceFlowClient flow;
  private DeviceFlowSession session;
  private volatile KeptLogin kept;
  private volatile Interruption beforeTheCode = Interruption.OVER;

  public Login(Servers servers, LoginPlace place, Clocks clocks, LoginListener listener) {
    this.servers = servers;
    this.place = place;
    this.clocks = clocks;
    this.listener = listener;
  }

  /**
   * Asks {@code server} for a code (RFC 8628, 3.1). Blocks as long as the request and its retries
   * take.
   *
   * @param wishes what the person wants done with the token
   */
  public void request(Server server, Optional<String> scope, PendingLogin.Wishes wishes)
      throws LoginException, OAuthException, IOException, InterruptedException {
    if (wishes.storeAs().isPresent()) {
      new SectionNames(servers, place.store(), clocks, listener::warn)
          .require(wishes.storeAs().get(), server.endpoint());
    }
    beforeTheCode = Interruption.LOST;
    flow = server.deviceFlow(clocks);
    Instant requestedAt = clocks.wall().instant();
    session = flow.requestDeviceAuthorization(scope);
    DeviceAuthorization authorization = session.authorization();
    kept =
        new KeptLogin(
            place.pending(),
            new PendingLogin(
                server.origin(),
                session.tokenEndpoint(),
                authorization.deviceCode(),
                authorization.userCode(),
                authorization.verificationUri(),
                authorization.verificationUriComplete(),
                requestedAt.plus(authorization.expiresIn()).truncatedTo(ChronoUnit.SECONDS),
                authorization.interval(),
                requestedAt,
                wishes,
                Optional.empty(),
                Optional.empty()),
            listener::warn);
  }

  /** Takes up a login that was begun elsewhere. */
  void takeUp(PendingLogin pending, DeviceFlowClient client, DeviceFlowSession begun) {
    flow = client;
    session = begun;
    kept = new KeptLogin(place.pending(), pending, listener::warn);
  }

  /** Shows the code and leaves the waiting to another process; gives when the code ends. */
  public Instant leave() throws IOException, InterruptedException {
    PendingLogin pending = kept.pending();
    place.pending().orElseThrow().write(pending);
    listener.code(session.authorization());
    return pending.expiresAt();
  }

  /**
   * Shows the code, waits until the person decided, and stores the token. Blocks as long as the
   * code lives or the patience lasts.
   *
   * <p>Interrupting the thread ends it at once, until the token is granted. From then on an
   * interrupt only cuts short the question whose token it is: the token is stored, and this returns
   * with the thread's interrupt flag set.
   *
   * @throws LoginException with {@link LoginException.Reason#STILL_WAITING} when the patience ended
   */
  public LoggedIn complete(Optional<Duration> patience)
      throws LoginException, IOException, OAuthException, InterruptedException {
    listener.code(session.authorization());
    kept.claim();
    listener.waitBegins(session.authorization().expiresIn(), kept.isKept());
    TokenResponse granted;
    try {
      granted = flow.pollForToken(session, patience, new Polls());
    } catch (OAuthException e) {
      if (e.reason() == OAuthException.Reason.PENDING) {
        kept.leave();
        throw stillWaiting();
      }
      kept.forget();
      throw e;
    } catch (InterruptedException e) {
      kept.leave();
      throw e;
    } finally {
      listener.waitEnded();
    }
    kept.granted(
        new PendingLogin.Granted(
            granted.accessToken(),
            granted.refreshToken(),
            granted.expiresIn().map(clocks.nowInSeconds()::plus),
            granted.scope()));
    granted.warning().ifPresent(listener::warn);
    return finish();
  }

  /** Finds out whose the granted token is, and stores it. Blocks for at most two requests. */
  LoggedIn finish() throws LoginException, IOException {
    return new GrantedLogin(servers, place.store(), clocks, listener).store(kept);
  }

  private LoginException stillWaiting() {
    return new LoginException(
        LoginException.Reason.STILL_WAITING,
        kept.isKept() ? LoginException.Remedy.RESUME : LoginException.Remedy.NONE,
        "the login was not approved yet; its code is good until " + kept.pending().expiresAt());
  }

  /**
   * The process is told to end: leaves what another one needs to go on. Runs beside the thread that
   * waits, which may have been granted the token this moment.
   */
  public Interruption interrupt() {
    KeptLogin current = kept;
    return current == null ? beforeTheCode : current.interrupt();
  }

  /** Keeps on disk how often the server was asked, and passes the rest on. */
  private final class Polls implements PollListener {
    @Override
    public void waiting(Duration wait, Duration left, String trouble) {
      listener.waiting(wait, left, trouble);
    }

    @Override
    public void polled(Duration interval) {
      kept.polled(clocks.wall().instant(), interval);
    }
  }
}
