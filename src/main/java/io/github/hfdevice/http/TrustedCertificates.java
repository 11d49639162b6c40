package io.github.hfdevice.http;

import io.github.hfdevice.setting.SettingException;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Which authorities a TLS server's certificate may come from: those that a setting names and no
 * others, or those of this machine, which are Java's and, for a server that Java does not know, the
 * operating system's. Nothing is read before it is needed. Thread-safe.
 */
public final class TrustedCertificates {
  /** The one of OpenSSL's variables that names folders, several perhaps. */
  private static final String FOLDERS = "SSL_CERT_DIR";

  private static final SystemAuthorities SYSTEM = SystemAuthorities.ofThisSystem();
  private static final TrustedCertificates OF_MACHINE =
      ofStores(List.of(Authorities.OF_JAVA, SYSTEM));

  private final String setting;
  private final List<Path> places;
  private final List<Authorities> stores;
  private SSLSocketFactory sockets;

  private TrustedCertificates(String setting, List<Path> places, List<Authorities> stores) {
    this.setting = setting;
    this.places = places;
    this.stores = stores;
  }

  /** Java's and the operating system's. */
  public static TrustedCertificates ofMachine() {
    return OF_MACHINE;
  }

  static TrustedCertificates ofStores(List<Authorities> stores) {
    return new TrustedCertificates("", List.of(), stores);
  }

  /**
   * Those that a variable names.
   *
   * @param value a PEM file or a folder of them; for {@code SSL_CERT_DIR}, folders as in a PATH
   * @throws SettingException if it holds no path
   */
  public static TrustedCertificates named(String variable, String value) {
    boolean isList = variable.equals(FOLDERS);
    List<Path> places = new ArrayList<>();
    try {
      for (String place : isList ? value.split(File.pathSeparator, -1) : new String[] {value}) {
        if (!place.isBlank()) {
          places.add(Path.of(place));
        }
      }
    } catch (InvalidPathException e) {
      places.clear();
    }
    if (places.isEmpty()) {
      throw new SettingException(variable, "is not the path of a file or a folder");
    }
    return new TrustedCertificates(variable, places, List.of());
  }

  /**
   * Those in a PEM file, or in the files of a folder.
   *
   * @param setting what named it, for messages
   */
  public static TrustedCertificates ofBundle(String setting, Path bundle) {
    return new TrustedCertificates(setting, List.of(bundle), List.of());
  }

  /**
   * Reads what a setting names, so that it shows a mistake before anything is sent. Those of this
   * machine are left alone.
   *
   * @throws SettingException if it cannot be used
   */
  public TrustedCertificates checked() {
    if (!setting.isEmpty()) {
      sockets();
    }
    return this;
  }

  /** The files or folders that the setting names; none for this machine's. */
  public List<Path> places() {
    return places;
  }

  /**
   * How many certificates are in what the setting names, at least one. Reads it.
   *
   * @throws IOException if it cannot be used; the message names it and is fit for a user
   */
  public int count() throws IOException {
    return CaFiles.read(places).size();
  }

  /** The operating system's bundle, where it keeps one in a file. */
  public static Optional<Path> systemBundle() {
    return SYSTEM.bundle();
  }

  /** What makes connections to servers that show such certificates. */
  synchronized SSLSocketFactory sockets() {
    if (sockets == null) {
      try {
        ServerTrust trust =
            setting.isEmpty()
                ? new ServerTrust(
                    stores,
                    "which is not trusted here (a company's authority goes into SSL_CERT_FILE)")
                : new ServerTrust(
                    List.of(named()), "which is not among the authorities of " + setting);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        sockets = context.getSocketFactory();
      } catch (IOException e) {
        throw new SettingException(
            setting, "does not name authorities to trust: " + e.getMessage());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java does not speak TLS", e);
      }
    }
    return sockets;
  }

  private Authorities named() throws IOException, GeneralSecurityException {
    Optional<X509ExtendedTrustManager> read = Authorities.checkedBy(CaFiles.read(places));
    return () -> read;
  }
}
