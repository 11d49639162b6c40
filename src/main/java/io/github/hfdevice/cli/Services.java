package io.github.hfdevice.cli;

import io.github.hfdevice.http.ExchangeLog;
import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.http.ProxyRules;
import io.github.hfdevice.http.SettingException;
import io.github.hfdevice.http.Slf4jExchangeLog;
import io.github.hfdevice.http.TrustedCertificates;
import io.github.hfdevice.http.UrlConnectionTransport;
import io.github.hfdevice.hub.HubLayout;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.hub.IdentityClient;
import io.github.hfdevice.oauth.ClientCredentials;
import io.github.hfdevice.oauth.DeviceFlowClient;
import io.github.hfdevice.oauth.OAuthEndpoints;
import io.github.hfdevice.oauth.RefreshClient;
import io.github.hfdevice.oauth.RevocationClient;
import io.github.hfdevice.oauth.WaitClock;
import io.github.hfdevice.store.PendingLogins;
import io.github.hfdevice.store.StoreException;
import io.github.hfdevice.store.TokenPaths;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
    ProxyRules proxies = new ProxyRules(platform.environment());
    // A wrong proxy variable is the user's mistake, not the network's: it is told at once.
    proxies.serverFor(server);
    return new UrlConnectionTransport(
        "hf-device/" + platform.version(),
        proxies,
        trustedCertificates(server),
        platform.threads(),
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

  /** Refreshes at the Hub. */
  RefreshClient refreshes(URI hub) throws Failure {
    return new RefreshClient(
        HubLayout.of(hub).get(0).token(),
        settings.client(Optional.empty()),
        transport("a refresh", hub),
        settings.requestTimeout());
  }

  /** Revokes at a server that can. */
  RevocationClient revocations(URI hub) throws Failure {
    Duration configured = settings.requestTimeout();
    return new RevocationClient(
        transport("a revocation", hub),
        settings.client(Optional.empty()),
        configured.compareTo(REVOCATION_TIMEOUT) < 0 ? configured : REVOCATION_TIMEOUT);
  }

  void warn(String text) {
    output.warn(text);
  }

  private ExchangeLog exchangeLog() {
    return verbose ? new Slf4jExchangeLog() : ExchangeLog.SILENT;
  }

  private TrustedCertificates trustedCertificates(URI server) {
    Optional<String> variable = settings.caVariable();
    if (variable.isEmpty() || "http".equalsIgnoreCase(server.getScheme())) {
      return TrustedCertificates.ofJava();
    }
    Path bundle = path(variable.get(), settings.value(variable.get()).orElseThrow());
    try {
      Files.newInputStream(bundle).close();
    } catch (IOException e) {
      throw new SettingException(
          variable.get(), "names " + bundle + ", which cannot be read; it should be a PEM file");
    }
    return TrustedCertificates.ofBundle(bundle);
  }

  private static Path path(String variable, String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new SettingException(variable, "is no path of a file");
    }
  }
}
