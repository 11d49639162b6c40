package io.github.hfdevice.http;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** A store of certificate authorities. */
interface Authorities {
  /** Those of the running Java, or of its property {@code javax.net.ssl.trustStore}. */
  Authorities OF_JAVA =
      new Authorities() {
        @Override
        public Optional<X509ExtendedTrustManager> read() throws GeneralSecurityException {
          return checkedBy((KeyStore) null);
        }
      };

  /**
   * Reads the store, which takes a while; blocks.
   *
   * @return what checks certificates by it, or nothing if it is empty
   */
  Optional<X509ExtendedTrustManager> read() throws IOException, GeneralSecurityException;

  /** What checks by {@code store}; {@code null} stands for Java's own. */
  static Optional<X509ExtendedTrustManager> checkedBy(KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      // Without any authority, it would break on the first certificate.
      if (manager instanceof X509ExtendedTrustManager checks
          && checks.getAcceptedIssuers().length > 0) {
        return Optional.of(checks);
      }
    }
    return Optional.empty();
  }

  /** What checks by {@code certificates}. */
  static Optional<X509ExtendedTrustManager> checkedBy(Collection<X509Certificate> certificates)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    for (X509Certificate certificate : certificates) {
      store.setCertificateEntry("ca-" + count++, certificate);
    }
    return checkedBy(store);
  }
}
