package io.github.hfdevice.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server whom one of several stores vouches for. A store is read when those before it do
 * not, so that most servers cost the reading of one. Thread-safe.
 */
final class ServerTrust extends X509ExtendedTrustManager {
  private final List<Authorities> stores;
  private final String advice;
  private final List<Optional<X509ExtendedTrustManager>> read = new ArrayList<>();

  /**
   * @param advice what to do about a server that none vouches for
   */
  ServerTrust(List<Authorities> stores, String advice) {
    this.stores = stores;
    this.advice = advice;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
      throws CertificateException {
    CertificateException refusal = null;
    for (int i = 0; i < stores.size(); i++) {
      Optional<X509ExtendedTrustManager> checks = store(i);
      if (checks.isPresent()) {
        try {
          checks.get().checkServerTrusted(chain, keyExchange, socket);
          return;
        } catch (CertificateException e) {
          // Who knows the signer tells more than who does not.
          refusal = refusal == null || RefusedCertificate.isUnknown(refusal) ? e : refusal;
        }
      }
    }
    throw refusal == null
        ? new RefusedCertificate("there is no authority to check its certificate by", null)
        : RefusedCertificate.of(chain, refusal, advice);
  }

  private Optional<X509ExtendedTrustManager> store(int index) throws CertificateException {
    synchronized (read) {
      if (index == read.size()) {
        try {
          read.add(stores.get(index).read());
        } catch (IOException | GeneralSecurityException e) {
          throw new RefusedCertificate(
              "the authorities to check its certificate by cannot be read: " + Words.reason(e), e);
        }
      }
      return read.get(index);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyExchange)
      throws CertificateException {
    throw notOurs();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
      throws CertificateException {
    throw notOurs();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyExchange)
      throws CertificateException {
    throw notOurs();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
      throws CertificateException {
    throw notOurs();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
      throws CertificateException {
    throw notOurs();
  }

  private static CertificateException notOurs() {
    return new CertificateException("only a server at the other end of a socket is checked");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
