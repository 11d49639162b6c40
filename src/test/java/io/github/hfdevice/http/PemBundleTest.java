package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles as people have them, with more in them than certificates. */
class PemBundleTest {
  private static final String BASE64 =
      "MIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8AgEAAkEAq7BFUpkGp3==";

  /** What OpenSSL passes over between certificates. */
  private static final List<String> OTHER =
      List.of(
          block("PRIVATE KEY", BASE64),
          block("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,01\n\n" + BASE64),
          block("ENCRYPTED PRIVATE KEY", BASE64),
          block("DH PARAMETERS", "MEYCQQ==\n"),
          block("EC PARAMETERS", "BggqhkjOPQMBBw=="),
          block("X509 CRL", BASE64),
          block("CERTIFICATE REQUEST", BASE64),
          block("PUBLIC KEY", "no base64 at all: !!"),
          "# Company CA\n==========\n",
          "subject=CN = x\nissuer=CN = y\n",
          "Certificate:\n    Data:\n        Version: 3 (0x2)\n",
          "\uFEFF",
          "-----END NOTHING-----\n",
          "----- BEGIN CERTIFICATE -----\n",
          "\n\n\t \n");

  @TempDir static Path folder;
  private static String pem;
  private static X509Certificate certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    pem = Files.readString(TestAuthority.create(folder).bundle());
    certificate = PemBundle.read(pem.getBytes(StandardCharsets.UTF_8)).get(0);
  }

  private static String block(String kind, String content) {
    return "-----BEGIN " + kind + "-----\n" + content + "\n-----END " + kind + "-----\n";
  }

  private static List<X509Certificate> read(String text) throws CertificateException {
    return PemBundle.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsNoCertificate_isPassedOver() throws Exception {
    for (String other : OTHER) {
      assertEquals(List.of(), read(other), other);
      assertEquals(List.of(certificate), read(other + pem), other);
      assertEquals(List.of(certificate), read(pem + other), other);
    }
  }

  @Test
  void anyMixture_givesItsCertificates() throws Exception {
    Random random = new Random(7468);
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
      List<X509Certificate> expected = new ArrayList<>();
      for (int n = random.nextInt(8); n > 0; n--) {
        if (random.nextInt(3) == 0) {
          text.append(random.nextBoolean() ? pem : pem.replace(" CERT", " X509 CERT"));
          expected.add(certificate);
        } else {
          text.append(OTHER.get(random.nextInt(OTHER.size())));
        }
      }
      String[] ends = {"\n", "\r\n", "\r", " \n", "\t\r\n"};
      String mixture = text.toString().replace("\n", ends[random.nextInt(ends.length)]);
      assertEquals(expected, read(mixture), mixture);
    }
  }

  @Test
  void anyDamage_isRefusedOrPassedOver_inBoundedTime() {
    Random random = new Random(1422);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 2000; i++) {
            byte[] bytes = (OTHER.get(i % OTHER.size()) + pem).getBytes(StandardCharsets.UTF_8);
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
              bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertTrue(PemBundle.readWhatCanBe(bytes).size() <= 1);
            try {
              PemBundle.read(bytes);
            } catch (CertificateException e) {
              assertTrue(e.getMessage().startsWith("the certificate in line "), e.getMessage());
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void bundleWrittenByPowerShell_isRead(String charset) throws Exception {
    String text = (charset.equals("UTF-16") ? "" : "\uFEFF") + "# CA\r\n" + pem;
    assertEquals(List.of(certificate), PemBundle.read(text.getBytes(charset)));
  }

  @Test
  void certificateInDer_isRead() throws Exception {
    assertEquals(List.of(certificate), PemBundle.read(certificate.getEncoded()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nMEYCQQ==\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nMEYCQQ==\n",
        "-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n",
      })
  void damagedCertificate_isNamedByItsLine_andCostsOthersOnlyWhereNobodyCanMendIt(String damaged)
      throws Exception {
    String text = pem + "# here\n" + damaged;
    long line = pem.lines().count() + 2;
    CertificateException e = assertThrows(CertificateException.class, () -> read(text));
    assertTrue(e.getMessage().startsWith("the certificate in line " + line + " "), e.getMessage());
    assertEquals(
        List.of(certificate), PemBundle.readWhatCanBe(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** What follows is {@code X509_CERT_AUX}, as {@code openssl x509 -addtrust} writes it. */
  @ParameterizedTest
  @CsvSource({
    "'', true",
    "3000, true",
    "300c 300a 06082b06010505070301, true", // trusted for servers
    "300c 300a 06082b06010505070302, false", // for clients only
    "3016 3014 06082b06010505070302 06082b06010505070301, true",
    "3008 3006 0604551d2500, true", // for anything
    "300c a00a 06082b06010505070301, false", // rejected for servers
    "300c a00a 06082b06010505070302, true", // rejected for clients
    "3008 a006 0604551d2500, false", // rejected for anything
    "3018 300a 06082b06010505070301 a00a 06082b06010505070301, false",
    "3005 0c03 616263, true", // only an alias
  })
  void trustOfOpenssl_isHeeded(String after, boolean trusted) throws Exception {
    byte[] uses = HexFormat.of().parseHex(after.replace(" ", ""));
    byte[] der = certificate.getEncoded();
    byte[] all = java.util.Arrays.copyOf(der, der.length + uses.length);
    System.arraycopy(uses, 0, all, der.length, uses.length);
    String text = block("TRUSTED CERTIFICATE", Base64.getMimeEncoder().encodeToString(all));
    assertEquals(trusted ? List.of(certificate) : List.of(), read(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "3005", "308fffffffff", "300c300a0608", "3084ffffffff", "300c800a"})
  void damagedTrustOfOpenssl_isDamage(String after) throws Exception {
    byte[] uses = HexFormat.of().parseHex(after);
    byte[] der = certificate.getEncoded();
    byte[] all = java.util.Arrays.copyOf(der, der.length + uses.length);
    System.arraycopy(uses, 0, all, der.length, uses.length);
    String text = block("TRUSTED CERTIFICATE", Base64.getMimeEncoder().encodeToString(all));
    assertThrows(CertificateException.class, () -> read(text));
  }
}
