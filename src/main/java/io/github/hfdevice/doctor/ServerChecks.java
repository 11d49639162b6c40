package io.github.hfdevice.doctor;

import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.HttpReply;
import io.github.hfdevice.http.PeerCertificate;
import io.github.hfdevice.http.ProxyRules;
import io.github.hfdevice.http.TrustedCertificates;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.setting.SettingException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The way to the server. Each check uses what those before it found. */
final class ServerChecks {
  /** A token lives for weeks and is refreshed a day before its end, so a minute changes nothing. */
  private static final Duration SLIGHT_SKEW = Duration.ofMinutes(1);

  /**
   * A difference of this size makes good tokens look expired, or keeps them from being refreshed.
   */
  private static final Duration HARMFUL_SKEW = Duration.ofDays(1);

  private static final String METADATA = "/.well-known/openid-configuration";

  private final Surroundings surroundings;
  private final HubSettings settings;
  private final ProxyRules proxies;
  private URI hub;
  private HttpReply reply;
  private Instant repliedAt;
  private IOException noReply;

  ServerChecks(Surroundings surroundings, HubSettings settings) {
    this.surroundings = surroundings;
    this.settings = settings;
    this.proxies = new ProxyRules(surroundings.environment());
  }

  Finding endpoint() {
    hub = settings.endpoint(surroundings.endpoint());
    String source =
        surroundings.endpoint().isPresent()
            ? "--endpoint"
            : settings.value(HubSettings.ENDPOINT).isPresent()
                ? HubSettings.ENDPOINT
                : "the default";
    return Finding.ok("endpoint", Area.SETTINGS, hub + " (" + source + ")");
  }

  Finding certificates() throws IOException {
    Optional<String> variable = settings.caVariable();
    if (variable.isEmpty()) {
      return Finding.ok("certificates", Area.SETTINGS, "Java's own authorities are trusted");
    }
    String name = variable.get();
    Path bundle;
    try {
      bundle = Path.of(settings.value(name).orElseThrow());
    } catch (InvalidPathException e) {
      throw new SettingException(name, "is not a valid path");
    }
    try {
      int count = TrustedCertificates.count(bundle);
      return Finding.ok(
          "certificates",
          Area.SETTINGS,
          "only those in " + bundle + " are trusted, " + count + " of them (" + name + ")");
    } catch (IOException e) {
      return Finding.failure(
          "certificates",
          Area.SETTINGS,
          e.getMessage() + " (" + name + ")",
          "Let " + name + " name a PEM file of authorities, or unset it.");
    }
  }

  Finding proxy() {
    Optional<String> variable = proxies.variableFor(hub);
    if (variable.isEmpty()) {
      return Finding.ok("proxy", Area.SETTINGS, "none is set for " + hub);
    }
    Optional<ProxyRules.Server> server = proxies.serverFor(hub);
    return Finding.ok(
        "proxy",
        Area.SETTINGS,
        server
            .map(
                proxy ->
                    proxy.host()
                        + ":"
                        + proxy.port()
                        + proxy.user().map(user -> " as " + user.name()).orElse("")
                        + " ("
                        + variable.get()
                        + ")")
            .orElse("NO_PROXY exempts " + hub.getHost() + " from " + variable.get()));
  }

  Finding connection() throws InterruptedException {
    if (settings.isOffline()) {
      return Finding.warning(
          "connection",
          Area.SERVER,
          "not tried, for HF_HUB_OFFLINE forbids the network",
          "Unset HF_HUB_OFFLINE to log in.");
    }
    URI metadata = URI.create(hub + METADATA);
    HttpCall call = HttpCall.get(metadata, Optional.empty(), settings.requestTimeout());
    try {
      reply = surroundings.transports().apply(hub).exchange(call);
      repliedAt = surroundings.clock().instant();
    } catch (IOException e) {
      noReply = e;
      return Finding.failure(
          "connection",
          Area.SERVER,
          e.getMessage(),
          "Check the network, the proxy variables and HF_ENDPOINT.");
    }
    return judge(reply);
  }

  private Finding judge(HttpReply answer) {
    int status = answer.status();
    String told = hub + " answered with HTTP " + status;
    if (status == 429) {
      return Finding.warning(
          "connection", Area.SERVER, told, "Too many requests came from here: wait a few minutes.");
    }
    if (status >= 500) {
      return Finding.failure(
          "connection", Area.SERVER, told, "The server, or a proxy before it, has trouble: wait.");
    }
    if (status / 100 == 3) {
      return Finding.failure(
          "connection",
          Area.SERVER,
          told + answer.location().map(to -> ", a redirect to " + to).orElse(""),
          "Redirects are not followed: name the right server, or pass the network's login page.");
    }
    if (status == 401 || status == 403 || status == 407) {
      return Finding.failure(
          "connection", Area.SERVER, told, "A proxy or a firewall may refuse it: ask who runs it.");
    }
    if (!answer.body().contains("device_authorization_endpoint")) {
      return Finding.warning(
          "connection",
          Area.SERVER,
          hub + " answers, but does not say that it offers the device flow",
          "Check that the endpoint is a Hub.");
    }
    return Finding.ok("connection", Area.SERVER, hub + " answers and offers the device flow");
  }

  /** Whether a server was there to show a certificate. */
  boolean reachedTls() {
    return answered() || (noReply != null && PeerCertificate.isRefusal(noReply));
  }

  boolean answered() {
    return reply != null;
  }

  Finding tls() throws InterruptedException {
    if ("http".equalsIgnoreCase(hub.getScheme())) {
      return Finding.ok("tls", Area.SERVER, "none: plain http, which stays on this machine");
    }
    PeerCertificate certificate;
    try {
      certificate =
          PeerCertificate.request(hub, proxies, surroundings.threads(), settings.requestTimeout());
    } catch (IOException e) {
      return Finding.failure(
          "tls",
          Area.SERVER,
          "no certificate was shown: " + e.getMessage(),
          "Check the network and the proxy variables.");
    }
    String signed = "the certificate of " + hub.getHost() + " is signed by " + certificate.issuer();
    if (!certificate.isValidAt(surroundings.clock().instant())) {
      return Finding.failure(
          "tls",
          Area.SERVER,
          signed + " and is valid from " + certificate.from() + " to " + certificate.to() + " only",
          "Check this machine's clock; else the server needs a new certificate.");
    }
    if (!answered()) {
      return Finding.failure(
          "tls",
          Area.SERVER,
          signed + ", which is not trusted here",
          "If that is your company's authority, put its certificate into a PEM file and name it in"
              + " SSL_CERT_FILE. If not, do not log in: somebody may be reading along.");
    }
    return Finding.ok("tls", Area.SERVER, signed + " and ends at " + certificate.to());
  }

  Finding clock() {
    Optional<Instant> date = reply.date().flatMap(ServerChecks::parse);
    if (date.isEmpty()) {
      return Finding.ok("clock", Area.SERVER, "not compared, for the server told no time");
    }
    Duration skew = Duration.between(date.get(), repliedAt);
    if (skew.abs().compareTo(SLIGHT_SKEW) <= 0) {
      return Finding.ok("clock", Area.SERVER, "agrees with the server's to the minute");
    }
    String message =
        "this machine's clock is "
            + words(skew.abs())
            + (skew.isNegative() ? " behind" : " ahead of")
            + " the server's";
    String fix = "Set the clock, or let the system keep it (timedatectl set-ntp true).";
    return skew.abs().compareTo(HARMFUL_SKEW) < 0
        ? Finding.warning("clock", Area.SERVER, message, fix)
        : Finding.failure("clock", Area.SERVER, message, fix);
  }

  private static Optional<Instant> parse(String date) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String words(Duration skew) {
    return skew.toDays() >= 2
        ? skew.toDays() + " days"
        : skew.toHours() >= 2 ? skew.toHours() + " hours" : skew.toSeconds() + " s";
  }
}
