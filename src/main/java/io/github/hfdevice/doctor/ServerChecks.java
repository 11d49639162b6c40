package io.github.hfdevice.doctor;

import static java.util.stream.Collectors.joining;

import io.github.hfdevice.http.CertificateRefusedException;
import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.HttpReply;
import io.github.hfdevice.http.PeerCertificate;
import io.github.hfdevice.http.ProxyRefusedException;
import io.github.hfdevice.http.ProxyRules;
import io.github.hfdevice.http.ProxyServer;
import io.github.hfdevice.http.TrustedCertificates;
import io.github.hfdevice.hub.HubSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The way to the server. Each check uses what those before it found. */
final class ServerChecks {
  /** A login stores when its token ends by this clock; a minute is nothing to a token. */
  private static final Duration SLIGHT_SKEW = Duration.ofMinutes(1);

  /** From here on tokens look expired that are not, or are never refreshed. */
  private static final Duration HARMFUL_SKEW = Duration.ofDays(1);

  private static final String METADATA = "/.well-known/openid-configuration";

  private final LoginSetup setup;
  private final HubSettings settings;
  private final ProxyRules proxies;

  /** What is asked; the Hub itself until it is known. */
  private URI hub = URI.create(HubSettings.DEFAULT_ENDPOINT);

  private HttpReply reply;
  private Instant repliedAt;
  private IOException noReply;

  ServerChecks(LoginSetup setup, HubSettings settings) {
    this.setup = setup;
    this.settings = settings;
    this.proxies = new ProxyRules(setup.environment());
  }

  Finding endpoint() {
    hub = settings.endpoint(setup.endpoint());
    String source =
        setup.endpoint().isPresent()
            ? "--endpoint"
            : settings.value(HubSettings.ENDPOINT).isPresent()
                ? HubSettings.ENDPOINT
                : "the default";
    return Finding.ok("endpoint", Area.SETTINGS, hub + " (" + source + ")");
  }

  Finding certificates() {
    Optional<String> variable = settings.caVariable();
    if (variable.isEmpty()) {
      return Finding.ok(
          "certificates",
          Area.SETTINGS,
          "Java's own authorities are trusted, and the operating system's"
              + TrustedCertificates.systemBundle().map(file -> " (" + file + ")").orElse(""));
    }
    String name = variable.get();
    TrustedCertificates trusted = settings.trustedCertificates();
    String places = trusted.places().stream().map(Path::toString).collect(joining(", "));
    try {
      return Finding.ok(
          "certificates",
          Area.SETTINGS,
          "only those in "
              + places
              + " are trusted, "
              + trusted.count()
              + " of them ("
              + name
              + ")");
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
    Optional<ProxyServer> server = proxies.serverFor(hub);
    if (server.isPresent()) {
      return Finding.ok("proxy", Area.SETTINGS, inWords(server.get()));
    }
    return Finding.ok(
        "proxy",
        Area.SETTINGS,
        proxies.isExempt(hub)
            ? "NO_PROXY exempts " + hub.getHost() + " from " + variable.get()
            : "none is used for this machine itself (" + variable.get() + " is for others)");
  }

  private static String inWords(ProxyServer server) {
    return server.host()
        + ":"
        + server.port()
        + server.user().map(user -> " as " + user.name()).orElse("")
        + " ("
        + server.setting()
        + ")";
  }

  Finding connection() throws InterruptedException {
    if (settings.isOffline()) {
      return Finding.warning(
          "connection",
          Area.SERVER,
          "not tried, for " + settings.offlineVariable() + " forbids the network",
          "Unset " + settings.offlineVariable() + " to log in.");
    }
    URI metadata = URI.create(hub + METADATA);
    HttpCall call = HttpCall.get(metadata, Optional.empty(), settings.requestTimeout());
    try {
      reply = setup.transports().apply(hub).exchange(call);
      repliedAt = setup.clock().instant();
    } catch (IOException e) {
      noReply = e;
      return Finding.failure("connection", Area.SERVER, String.valueOf(e.getMessage()), fixOf(e));
    }
    return judge(reply);
  }

  private String fixOf(IOException failure) {
    if (failure instanceof ProxyRefusedException) {
      return "Correct "
          + proxies.variableFor(hub).orElse("the proxy")
          + ", or ask who runs the proxy; NO_PROXY names servers that are reached without one.";
    }
    return "Check the network, the proxy variables and HF_ENDPOINT.";
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
    return answered() || noReply instanceof CertificateRefusedException;
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
          PeerCertificate.request(hub, proxies, setup.threads(), settings.requestTimeout());
    } catch (IOException e) {
      return Finding.failure(
          "tls",
          Area.SERVER,
          "no certificate was shown: " + e.getMessage(),
          "Check the network and the proxy variables.");
    }
    String signed = "the certificate of " + hub.getHost() + " is signed by " + certificate.issuer();
    if (!certificate.isValidAt(setup.clock().instant())) {
      return Finding.failure(
          "tls",
          Area.SERVER,
          signed + " and is valid from " + certificate.from() + " to " + certificate.to() + " only",
          "Check this machine's clock; else the server needs a new certificate.");
    }
    if (noReply instanceof CertificateRefusedException refused && !refused.isSignerUnknown()) {
      return Finding.failure(
          "tls",
          Area.SERVER,
          signed + ", and is not accepted: see connection",
          "Name the server as its certificate does, or have its owner renew that.");
    }
    if (!answered()) {
      return Finding.failure(
          "tls",
          Area.SERVER,
          signed + ", which is not trusted here",
          "If that is your company's authority, put its certificate into a PEM file and name it in"
              + " SSL_CERT_FILE. Else somebody may read along.");
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
