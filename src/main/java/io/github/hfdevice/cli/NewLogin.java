package io.github.hfdevice.cli;

import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.hub.HubLayout;
import io.github.hfdevice.oauth.ClientCredentials;
import io.github.hfdevice.oauth.DeviceAuthorization;
import io.github.hfdevice.oauth.DeviceFlowClient;
import io.github.hfdevice.oauth.DeviceFlowSession;
import io.github.hfdevice.oauth.OAuthEndpoints;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.oauth.ServerMetadata;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.PendingLogins;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** A login from the request of its code on: waited for at once, or left to be resumed. */
final class NewLogin {
  private final Services services;
  private final Platform platform;
  private final TokenStore store;
  private final PendingLogins pendingLogins;
  private final LoginReport report;
  private final URI hub;
  private final HttpTransport transport;
  private final boolean addToGit;
  private DeviceFlowClient client;
  private DeviceFlowSession session;
  private PendingLogin pending;

  NewLogin(
      Services services,
      Platform platform,
      TokenStore store,
      PendingLogins pendingLogins,
      LoginReport report,
      URI hub,
      HttpTransport transport,
      boolean addToGit) {
    this.services = services;
    this.platform = platform;
    this.store = store;
    this.pendingLogins = pendingLogins;
    this.report = report;
    this.hub = hub;
    this.transport = transport;
    this.addToGit = addToGit;
  }

  /** Asks for a code. Blocks as long as the request and its retries take. */
  void request(boolean discover, ClientCredentials credentials, Optional<String> scope)
      throws OAuthException, InterruptedException {
    report.follow(InterruptibleLogin.JUST_BEGUN);
    List<OAuthEndpoints> layouts =
        discover
            ? List.of(
                ServerMetadata.requestEndpoints(
                    hub, transport, services.settings().requestTimeout()))
            : HubLayout.of(hub);
    client = services.deviceFlow(layouts, credentials, transport, report.waitClock());
    Instant requestedAt = platform.wallClock().instant();
    session = client.requestDeviceAuthorization(scope);
    pending = pending(origin(hub, credentials.clientId(), layouts.get(0), discover), requestedAt);
  }

  private PendingLogin pending(LoginOrigin origin, Instant requestedAt) {
    DeviceAuthorization authorization = session.authorization();
    return new PendingLogin(
        origin,
        session.tokenEndpoint(),
        authorization.deviceCode(),
        authorization.userCode(),
        authorization.verificationUri(),
        authorization.verificationUriComplete(),
        requestedAt.plus(authorization.expiresIn()).truncatedTo(ChronoUnit.SECONDS),
        authorization.interval(),
        requestedAt,
        addToGit,
        Optional.empty(),
        Optional.empty());
  }

  static LoginOrigin origin(
      URI endpoint, String clientId, OAuthEndpoints endpoints, boolean discovered) {
    return new LoginOrigin(
        endpoint,
        clientId,
        endpoints.token(),
        endpoints.userinfo(),
        endpoints.revocation(),
        discovered);
  }

  /** Shows the code and leaves the waiting to another process. */
  ExitCode leave() throws IOException, InterruptedException {
    pendingLogins.write(pending);
    report.follow(InterruptibleLogin.PENDING);
    report.code(session.authorization());
    report.codeLeft(session.authorization(), pending.expiresAt());
    return ExitCode.OK;
  }

  /** Shows the code and waits until the person decided, the code ran out or the patience ends. */
  ExitCode waitAndFinish(Optional<Duration> patience)
      throws Failure, IOException, OAuthException, InterruptedException {
    return new ResumableLogin(services, platform, store, pendingLogins, report, pending)
        .waitAndFinish(client, session, patience, transport);
  }
}
