package io.github.hfdevice.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The authorities of the operating system, among which a company puts its own: the key chain of
 * macOS, the root store of Windows, elsewhere the bundle that the system's package keeps.
 */
final class SystemAuthorities implements Authorities {
  /** Where systems keep their bundle; the first that is there counts. */
  private static final List<String> BUNDLES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Alpine, Arch, Gentoo, NixOS
          "/etc/pki/tls/certs/ca-bundle.crt", // Fedora, RHEL and what is made of them
          "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // those since their versions 42 and
          // 10
          "/etc/ssl/ca-bundle.pem", // SUSE
          "/etc/ssl/cert.pem", // BSDs, small Alpine images
          "/usr/local/etc/ssl/cert.pem"); // FreeBSD

  private final List<String> stores;
  private final List<Path> bundles;

  /**
   * @param stores kinds of key stores that Java reads from the system; all count
   */
  SystemAuthorities(List<String> stores, List<Path> bundles) {
    this.stores = stores;
    this.bundles = bundles;
  }

  /** Those of the system that this runs on. */
  static SystemAuthorities ofThisSystem() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return new SystemAuthorities(List.of("Windows-ROOT"), List.of());
    }
    if (system.startsWith("mac")) {
      // Java 23 and newer keep Apple's own authorities apart.
      return new SystemAuthorities(List.of("KeychainStore", "KeychainStore-ROOT"), List.of());
    }
    List<Path> bundles = new ArrayList<>();
    for (String bundle : BUNDLES) {
      bundles.add(Path.of(bundle));
    }
    return new SystemAuthorities(List.of(), bundles);
  }

  /** The bundle that counts here, if there is one. */
  Optional<Path> bundle() {
    for (Path bundle : bundles) {
      if (Files.isReadable(bundle)) {
        return Optional.of(bundle);
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<X509ExtendedTrustManager> read() throws IOException, GeneralSecurityException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (String kind : stores) {
      addStore(kind, certificates);
    }
    Optional<Path> bundle = bundle();
    if (bundle.isPresent()) {
      addBundle(bundle.get(), certificates);
    }
    return Authorities.checkedBy(certificates);
  }

  private static void addBundle(Path bundle, List<X509Certificate> certificates) {
    try {
      // Of hundreds, one that Java cannot read should not cost the others.
      certificates.addAll(PemBundle.readWhatCanBe(CaFiles.bytesOf(bundle)));
    } catch (IOException e) {
      // Then Java's own decide.
    }
  }

  private static void addStore(String kind, List<X509Certificate> certificates) {
    try {
      KeyStore store = KeyStore.getInstance(kind);
      store.load(null, null);
      for (String alias : Collections.list(store.aliases())) {
        if (store.isCertificateEntry(alias)
            && store.getCertificate(alias) instanceof X509Certificate certificate) {
          certificates.add(certificate);
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      // This Java, or this system, has no such store.
    }
  }
}
