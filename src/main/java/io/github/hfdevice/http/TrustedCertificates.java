package io.github.hfdevice.http;

import io.github.hfdevice.setting.SettingException;
import java.io.ByteArrayInputStream;
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
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Which authorities a TLS server's certificate may come from: those of a PEM bundle, or Java's own.
 * Thread-safe.
 */
public final class TrustedCertificates {
  /** Twenty times as much as the authorities of a browser. */
  private static final int MAX_BYTES = 4 << 20;

  private final Optional<SSLSocketFactory> factory;

  private TrustedCertificates(Optional<SSLSocketFactory> factory) {
    this.factory = factory;
  }

  /** Those that the running Java trusts. */
  public static TrustedCertificates ofJava() {
    return new TrustedCertificates(Optional.empty());
  }

  /**
   * Those in a PEM file, and no others. Reads it, which takes a while: not for plain http.
   *
   * @param setting what named the file, for the message
   * @throws SettingException if it cannot be read or holds no certificate
   */
  public static TrustedCertificates ofBundle(String setting, Path bundle) {
    try {
      return new TrustedCertificates(Optional.of(contextOf(read(bundle)).getSocketFactory()));
    } catch (IOException | GeneralSecurityException e) {
      throw new SettingException(setting, "names no PEM file of authorities: " + e.getMessage());
    }
  }

  /**
   * Makes them those of every connection in this JVM that says nothing else. It is for programs
   * that have the JVM to themselves: without it, Java sets up its own authorities for each process,
   * also where none of them is asked.
   */
  public void becomeDefault() {
    factory.ifPresent(HttpsURLConnection::setDefaultSSLSocketFactory);
  }

  void applyTo(HttpsURLConnection connection) {
    factory.ifPresent(connection::setSSLSocketFactory);
  }

  /**
   * How many certificates the PEM file {@code bundle} holds, at least one.
   *
   * @throws IOException if it cannot be used; the message names it and is fit for a user
   */
  public static int count(Path bundle) throws IOException {
    return read(bundle).size();
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
      byte[] pem = in.readNBytes(MAX_BYTES + 1);
      if (pem.length > MAX_BYTES) {
        throw new CertificateException("it is too large");
      }
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (certificates.isEmpty()) {
        throw new CertificateException("it holds no certificate");
      }
      return certificates;
    } catch (CertificateException e) {
      throw new IOException(file + " cannot be used: " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " cannot be read: there is no such file", e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
