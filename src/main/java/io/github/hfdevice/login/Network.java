package io.github.hfdevice.login;

import io.github.hfdevice.http.ExchangeLog;
import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.http.ProxyRules;
import io.github.hfdevice.http.SocketTransport;
import io.github.hfdevice.http.TrustedCertificates;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.oauth.SecureAddress;
import io.github.hfdevice.setting.SettingException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The way to every server: proxy, authorities, log, and the ban on the network. Makes nothing
 * before it is asked for. Thread-safe.
 */
public final class Network {
  private final HubSettings settings;
  private final Caller caller;
  private final ProxyRules proxies;
  private final Optional<Path> bundle;

  /**
   * Who asks.
   *
   * @param version of this program, for the {@code User-Agent}
   * @param threads run each exchange; daemon threads
   */
  public record Caller(String version, Executor threads, ExchangeLog log) {}

  /**
   * @param proxies which proxy to use
   * @param bundle a PEM file of the authorities to trust; else a variable may name one
   */
  public Network(HubSettings settings, Caller caller, ProxyRules proxies, Optional<Path> bundle) {
    this.settings = settings;
    this.caller = caller;
    this.proxies = proxies;
    this.bundle = bundle;
  }

  /**
   * What sends requests to {@code server}.
   *
   * @param job what needs it, for the message when the network is forbidden
   * @throws SettingException if a proxy or a bundle that was named cannot be used
   */
  public HttpTransport to(URI server, String job) throws LoginException {
    requireReachable(server, job);
    return new SocketTransport(
        "hf-device/" + caller.version(),
        proxies,
        trustedCertificates(server),
        caller.threads(),
        caller.log());
  }

  /** Refuses what {@link #to} would refuse, without making anything. */
  public void requireReachable(URI server, String job) throws LoginException {
    if (settings.isOffline()) {
      throw new LoginException(
          LoginException.Reason.OFFLINE,
          LoginException.Remedy.GO_ONLINE,
          job + " needs the network, and " + settings.offlineVariable() + " forbids it");
    }
    requireSecure(server);
    // A wrong proxy variable is the user's mistake, not the network's: it is told at once.
    proxies.serverFor(server);
  }

  /**
   * Reads what the way to {@code server} depends on, so that a setting that cannot work is told
   * early.
   *
   * @throws SettingException if one cannot
   */
  public void check(URI server) {
    proxies.serverFor(server);
    trustedCertificates(server);
  }

  boolean isForbidden() {
    return settings.isOffline();
  }

  private static void requireSecure(URI server) throws LoginException {
    if (!SecureAddress.isAllowed(server)) {
      throw new LoginException(
          LoginException.Reason.INSECURE_ADDRESS,
          LoginException.Remedy.NONE,
          server + " would show the token to the network: only an https:// address may get it");
    }
  }

  private TrustedCertificates trustedCertificates(URI server) {
    TrustedCertificates trusted =
        bundle.isPresent()
            ? TrustedCertificates.ofBundle("The CA bundle", bundle.get())
            : settings.trustedCertificates();
    return "https".equalsIgnoreCase(server.getScheme()) ? trusted.checked() : trusted;
  }
}
