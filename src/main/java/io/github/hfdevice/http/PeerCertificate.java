package io.github.hfdevice.http;

import java.io.IOException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
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
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The certificate that a TLS server shows, whether it is to be trusted or not.
 *
 * @param issuer the distinguished name of who signed it, as the server tells it
 * @param from when it begins to be valid
 * @param to when it ceases to be valid
 */
public record PeerCertificate(String issuer, Instant from, Instant to) {

  /**
   * Looks at the certificate of {@code server} and breaks the connection off before anything else
   * is sent. Blocks for at most {@code timeout}.
   *
   * @param server an {@code https} address
   * @param threads as for {@link UrlConnectionTransport}
   * @throws IOException if it showed none in time; the message is fit for a user
   */
  public static PeerCertificate request(
      URI server, ProxyRules proxies, ThreadFactory threads, Duration timeout)
      throws IOException, InterruptedException {
    Optional<ProxyRules.Server> proxy = proxies.serverFor(server);
    FutureTask<PeerCertificate> task = new FutureTask<>(() -> shown(server, proxy, timeout));
    threads.newThread(task).start();
    try {
      return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("no answer from " + server + " in time");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw ConnectionFailure.explain(server, proxy, failure);
      }
      throw new IllegalStateException("the certificate of " + server + " was not read", e);
    }
  }

  private static PeerCertificate shown(
      URI server, Optional<ProxyRules.Server> proxy, Duration timeout)
      throws IOException, GeneralSecurityException {
    Looker looker = new Looker();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {looker}, null);
    HttpsURLConnection connection =
        (HttpsURLConnection)
            server
                .toURL()
                .openConnection(proxy.map(ProxyRules.Server::proxy).orElse(Proxy.NO_PROXY));
    int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    connection.setAuthenticator(new ProxyAuthenticator(proxy));
    connection.setSSLSocketFactory(context.getSocketFactory());
    try {
      connection.connect();
    } catch (IOException e) {
      if (looker.seen == null) {
        throw e;
      }
    } finally {
      connection.disconnect();
    }
    if (looker.seen == null) {
      throw new IOException("it showed no certificate");
    }
    return new PeerCertificate(
        looker.seen.getIssuerX500Principal().getName(),
        looker.seen.getNotBefore().toInstant(),
        looker.seen.getNotAfter().toInstant());
  }

  /** Whether an exchange failed because the server's certificate, or its TLS, was refused. */
  public static boolean isRefusal(IOException failure) {
    return failure.getCause() instanceof SSLException;
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
