package io.github.hfdevice.http;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The certificate that a TLS server shows, whether it is to be trusted or not.
 *
 * @param issuer the distinguished name of who signed it, as the server tells it, fit for a terminal
 * @param from when it begins to be valid
 * @param to when it ceases to be valid
 */
public record PeerCertificate(String issuer, Instant from, Instant to) {

  /**
   * Looks at the certificate of {@code server} and breaks the connection off before anything else
   * is sent. Blocks for at most {@code timeout}.
   *
   * @param server an {@code https} address
   * @param threads as for {@link SocketTransport}
   * @throws IOException if it showed none in time; the message is fit for a user
   */
  public static PeerCertificate request(
      URI server, ProxyRules proxies, ThreadFactory threads, Duration timeout)
      throws IOException, InterruptedException {
    Optional<ProxyServer> proxy = proxies.serverFor(server);
    try (Route route = new Route(server, proxy, new Connector(Resolver.OF_THE_SYSTEM))) {
      FutureTask<PeerCertificate> task = new FutureTask<>(() -> shown(route));
      threads.newThread(task).start();
      try {
        return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        throw ConnectionFailure.timedOut(route, timeout);
      } catch (ExecutionException e) {
        throw ConnectionFailure.explain(route, e.getCause());
      }
    }
  }

  private static PeerCertificate shown(Route route) throws IOException, GeneralSecurityException {
    Looker looker = new Looker();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {looker}, null);
    HttpCall nothing = HttpCall.get(route.server(), Optional.empty(), Duration.ZERO);
    SentSecrets secrets = new SentSecrets(nothing, route.proxy());
    try {
      route.open(context::getSocketFactory, "hf-device", secrets).close();
    } catch (IOException e) {
      if (looker.seen == null) {
        throw e;
      }
    }
    if (looker.seen == null) {
      throw new SSLException("no certificate was shown");
    }
    return new PeerCertificate(
        RefusedCertificate.issuer(looker.seen),
        looker.seen.getNotBefore().toInstant(),
        looker.seen.getNotAfter().toInstant());
  }

  /** Whether {@code time} lies between its two ends. */
  public boolean isValidAt(Instant time) {
    return !time.isBefore(from) && !time.isAfter(to);
  }

  /** Trusts nobody, and remembers whom it did not. */
  private static final class Looker implements X509TrustManager {
    private volatile X509Certificate seen;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      seen = chain[0];
      throw new CertificateException("only looked at");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("no client is expected");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
