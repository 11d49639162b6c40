package io.github.hfdevice.http;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The certificates in PEM text (RFC 7468), found as OpenSSL finds them: whatever else is in it
 * (keys, parameters, revocation lists, comments, a byte order mark) is passed over. One certificate
 * in DER is taken too.
 */
final class PemBundle {
  private static final String DASHES = "-----";
  private static final String BEGIN = DASHES + "BEGIN ";
  private static final String END = DASHES + "END ";
  private static final String TRUSTED = "TRUSTED CERTIFICATE";
  private static final Set<String> CERTIFICATES =
      Set.of("CERTIFICATE", "X509 CERTIFICATE", TRUSTED);

  private final CertificateFactory factory;
  private final boolean lenient;
  private final List<X509Certificate> found = new ArrayList<>();

  private PemBundle(boolean lenient) throws CertificateException {
    this.factory = CertificateFactory.getInstance("X.509");
    this.lenient = lenient;
  }

  /**
   * @return maybe none
   * @throws CertificateException if one of them is damaged; the message tells its line
   */
  static List<X509Certificate> read(byte[] file) throws CertificateException {
    PemBundle bundle = new PemBundle(false);
    bundle.readAll(file);
    return bundle.found;
  }

  /** Those that are not damaged. */
  static List<X509Certificate> readWhatCanBe(byte[] file) {
    try {
      PemBundle bundle = new PemBundle(true);
      bundle.readAll(file);
      return bundle.found;
    } catch (CertificateException e) {
      return List.of();
    }
  }

  private void readAll(byte[] file) throws CertificateException {
    if (file.length > 1 && file[0] == 0x30 && file[1] < 0) { // No text begins so.
      add(file, false, 1);
      return;
    }
    StringBuilder block = new StringBuilder();
    String kind = "";
    int begin = 0;
    int number = 0;
    Iterator<String> lines = new String(file, charsetOf(file)).lines().iterator();
    while (lines.hasNext()) {
      number++;
      String line = lines.next().replace("\uFEFF", "").strip();
      if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
        requireNone(kind, begin);
        kind = line.substring(BEGIN.length(), line.length() - DASHES.length());
        begin = number;
        block.setLength(0);
      } else if (line.startsWith(END)) {
        if (CERTIFICATES.contains(kind)) {
          add(block.toString(), kind.equals(TRUSTED), begin);
        }
        kind = "";
      } else if (line.indexOf(':') < 0) { // Headers (RFC 1421) may come first.
        block.append(CERTIFICATES.contains(kind) ? line : "");
      }
    }
    requireNone(kind, begin);
  }

  private static Charset charsetOf(byte[] file) {
    boolean isUtf16 =
        file.length > 1 && (file[0] & 0xff) + (file[1] & 0xff) == 0xfe + 0xff && file[0] != file[1];
    return isUtf16 && (file[0] & 0xff) >= 0xfe ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
  }

  private void requireNone(String kind, int begin) throws CertificateException {
    if (CERTIFICATES.contains(kind) && !lenient) {
      throw new CertificateException("the certificate in line " + begin + " does not end");
    }
  }

  private void add(String base64, boolean hasTrust, int line) throws CertificateException {
    byte[] der;
    try {
      der = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      damaged(line, e);
      return;
    }
    add(der, hasTrust, line);
  }

  private void add(byte[] der, boolean hasTrust, int line) throws CertificateException {
    try {
      X509Certificate certificate =
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
      if (!hasTrust || OpensslTrust.isForServers(der)) {
        found.add(certificate);
      }
    } catch (CertificateException | RuntimeException e) {
      damaged(line, e);
    }
  }

  private void damaged(int line, Exception cause) throws CertificateException {
    if (!lenient) {
      throw new CertificateException(
          "the certificate in line " + line + " is damaged, or of a kind that Java does not know",
          cause);
    }
  }
}
