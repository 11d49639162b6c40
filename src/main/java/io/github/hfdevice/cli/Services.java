package io.github.hfdevice.cli;

import io.github.hfdevice.git.GitCredentials;
import io.github.hfdevice.git.GitException;
import io.github.hfdevice.http.ExchangeLog;
import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.http.ProxyRules;
import io.github.hfdevice.http.Slf4jExchangeLog;
import io.github.hfdevice.http.SocketTransport;
import io.github.hfdevice.http.TrustedCertificates;
import io.github.hfdevice.hub.HubLayout;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.hub.IdentityClient;
import io.github.hfdevice.oauth.ClientCredentials;
import io.github.hfdevice.oauth.DeviceFlowClient;
import io.github.hfdevice.oauth.OAuthEndpoints;
import io.github.hfdevice.oauth.RefreshClient;
import io.github.hfdevice.oauth.RevocationClient;
import io.github.hfdevice.oauth.SecureAddress;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.PendingLogins;
import io.github.hfdevice.store.StoreException;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenPaths;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.time.WaitClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The other rooms, wired for one run of a command. Nothing is made before it is asked for. */
final class Services {
  /** The token is removed here by then: a server that is away should not hold a logout up. */
  private static final Duration REVOCATION_TIMEOUT = Duration.ofSeconds(3);

  private final Platform platform;
  private final Output output;
  private final boolean verbose;
  private final HubSettings settings;

  Services(Platform platform, Output output, boolean verbose) {
    this.platform = platform;
    this.output = output;
    this.settings = new HubSettings(platform.environment());
    this.verbose = verbose || settings.isDebug();
  }

  HubSettings settings() {
    return settings;
  }

  TokenStore store() throws StoreException {
    return new TokenStore(
        TokenPaths.resolve(platform.environment(), platform.home()),
        platform.wallClock(),
        output::warn);
  }

  PendingLogins pendingLogins(TokenStore store) {
    return new PendingLogins(store.paths(), output::warn);
  }

  /**
   * What sends requests to {@code server}.
   *
   * @param job what needs it, for the message when the network is forbidden
   */
  HttpTransport transport(String job, URI server) throws Failure {
    if (settings.isOffline()) {
      throw Failure.offline(job);
    }
    if (!SecureAddress.isAllowed(server)) {
      throw Failure.usage(
          server + " would show the token to the network", "Use an https:// address.");
    }
    ProxyRules proxies = new ProxyRules(platform.environment());
    // A wrong proxy variable is the user's mistake, not the network's: it is told at once.
    proxies.serverFor(server);
    return new SocketTransport(
        "hf-device/" + platform.version(),
        proxies,
        trustedCertificates(server),
        work -> platform.threads().newThread(work).start(),
        exchangeLog());
  }

  DeviceFlowClient deviceFlow(
      List<OAuthEndpoints> layouts,
      ClientCredentials client,
      HttpTransport transport,
      WaitClock waitClock) {
    return new DeviceFlowClient(
        layouts, client, transport, waitClock, platform.wallClock(), settings.requestTimeout());
  }

  IdentityClient identities(HttpTransport transport) {
    return new IdentityClient(transport, settings.requestTimeout());
  }

  /** What a login should remember of its origin, since the variables do not say it. */
  Optional<LoginOrigin> beyondVariables(LoginOrigin origin) {
    boolean ofTheVariables =
        !origin.discovered() && settings.describe(origin.endpoint(), origin.clientId());
    return ofTheVariables ? Optional.empty() : Optional.of(origin);
  }

  /** The server that a stored token came from. */
  URI hubOf(StoredToken token) {
    return token
        .origin()
        .map(LoginOrigin::endpoint)
        .orElseGet(() -> settings.endpoint(Optional.empty()));
  }

  /** The server that the token in use is for. */
  URI hubOf(TokenInUse inUse) {
    return inUse.stored().map(this::hubOf).orElseGet(() -> settings.endpoint(Optional.empty()));
  }

  private ClientCredentials client(Optional<LoginOrigin> origin) {
    return settings.client(origin.map(LoginOrigin::clientId));
  }

  /** Refreshes where the token came from. */
  RefreshClient refreshes(StoredToken token) throws Failure {
    URI endpoint =
        token
            .origin()
            .filter(LoginOrigin::discovered)
            .map(LoginOrigin::token)
            .orElseGet(() -> HubLayout.of(hubOf(token)).get(0).token());
    return new RefreshClient(
        endpoint,
        client(token.origin()),
        transport("a refresh", endpoint),
        settings.requestTimeout());
  }

  /** Revokes where the token came from, if that server can. */
  RevocationClient revocations(StoredToken token) throws Failure {
    Duration configured = settings.requestTimeout();
    return new RevocationClient(
        transport("a revocation", hubOf(token)),
        client(token.origin()),
        configured.compareTo(REVOCATION_TIMEOUT) < 0 ? configured : REVOCATION_TIMEOUT);
  }

  GitCredentials gitCredentials() {
    return new GitCredentials(platform.environment());
  }

  /** Gives git the token of a login; what keeps it from that is a warning, for the login stands. */
  void addToGit(URI server, String token) throws InterruptedException {
    GitCredentials git = gitCredentials();
    try {
      if (git.hasHelper(server)) {
        git.approve(server, token);
        return;
      }
      warn(
          "git keeps no passwords (no credential.helper is set), so it was not given the token."
              + " Run: hf-device auth setup-git");
    } catch (GitException e) {
      warn("git was not given the token: " + e.getMessage());
    }
  }

  /** Takes a token that is forgotten here from git's helpers too, as {@code hf} does. */
  void removeFromGit(URI server, String token) throws InterruptedException {
    GitCredentials git = gitCredentials();
    try {
      if (git.hasHelper(server)) {
        git.reject(server, token);
      }
    } catch (GitException e) {
      // Where git cannot be run, nobody keeps the token for it.
    }
  }

  void warn(String text) {
    output.warn(text);
  }

  private ExchangeLog exchangeLog() {
    return verbose ? new Slf4jExchangeLog() : ExchangeLog.SILENT;
  }

  /** A wrong variable is told at once, but only to those who need what it names. */
  private TrustedCertificates trustedCertificates(URI server) {
    TrustedCertificates trusted = settings.trustedCertificates();
    return "https".equalsIgnoreCase(server.getScheme()) ? trusted.checked() : trusted;
  }
}
