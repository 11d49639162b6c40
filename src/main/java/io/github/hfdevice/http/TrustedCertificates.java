package io.github.hfdevice.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Which authorities a TLS server's certificate may come from: those of a PEM bundle, or Java's own.
 * The bundle is read at the first use, since most commands never open a TLS connection.
 * Thread-safe.
 */
public final class TrustedCertificates {
  private final Optional<Path> bundle;
  // A virtual thread that waits for a synchronized method would hold its carrier on some JVMs.
  private final ReentrantLock loading = new ReentrantLock();
  private SSLSocketFactory factory;

  private TrustedCertificates(Optional<Path> bundle) {
    this.bundle = bundle;
  }

  /** Those that the running Java trusts. */
  public static TrustedCertificates ofJava() {
    return new TrustedCertificates(Optional.empty());
  }

  /** Those in the PEM file {@code bundle}, and no others. */
  public static TrustedCertificates ofBundle(Path bundle) {
    return new TrustedCertificates(Optional.of(bundle));
  }

  /**
   * The same, if the file can be opened.
   *
   * @param setting what named the file, for the message
   * @throws SettingException if it cannot
   */
  public static TrustedCertificates ofReadableBundle(String setting, Path bundle) {
    try {
      Files.newInputStream(bundle).close();
    } catch (IOException e) {
      throw new SettingException(
          setting, "names " + bundle + ", which cannot be read; it should be a PEM file");
    }
    return ofBundle(bundle);
  }

  void applyTo(HttpsURLConnection connection) throws IOException {
    if (bundle.isPresent()) {
      connection.setSSLSocketFactory(socketFactory(bundle.get()));
    }
  }

  private SSLSocketFactory socketFactory(Path file) throws IOException {
    loading.lock();
    try {
      if (factory == null) {
        factory = load(file).getSocketFactory();
      }
      return factory;
    } finally {
      loading.unlock();
    }
  }

  /**
   * How many certificates the PEM file {@code bundle} holds, at least one.
   *
   * @throws IOException if it cannot be used; the message names it and is fit for a user
   */
  public static int count(Path bundle) throws IOException {
    return read(bundle).size();
  }

  private static SSLContext load(Path file) throws IOException {
    Collection<? extends Certificate> certificates = read(file);
    try {
      return contextOf(certificates);
    } catch (GeneralSecurityException e) {
      throw new UnusableBundleException(file, "used: " + e.getMessage(), e);
    }
  }

  private static SSLContext contextOf(Collection<? extends Certificate> certificates)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca-" + count++, certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static Collection<? extends Certificate> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new CertificateException("it holds no certificate");
      }
      return certificates;
    } catch (CertificateException e) {
      throw new UnusableBundleException(file, "used: " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new UnusableBundleException(file, "read: there is no such file", e);
    } catch (IOException e) {
      throw new UnusableBundleException(file, "read: " + e.getMessage(), e);
    }
  }
}
