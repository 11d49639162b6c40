package io.github.hfdevice.cli;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.hfdevice.http.FakeServer;
import io.github.hfdevice.http.TestAuthority;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles of authorities as OpenSSL, and so curl and Python, read them. */
@Execution(ExecutionMode.CONCURRENT)
class CertificateBundleIT {
  private static final String JAVA_CLASS = "[a-z]\\.[a-z]+\\.[A-Z]|Exception";
  private static final String BASE64 =
      "MIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8AgEAAkEAq7BFUpkGp3==";

  /** As {@code openssl x509 -text} writes it before a certificate. */
  private static final String TEXT =
      """
      Certificate:
          Data:
              Version: 3 (0x2)
              Serial Number: 1 (0x1)
          Signature Algorithm: ecdsa-with-SHA256
              Issuer: CN = Company CA
                  X509v3 Basic Constraints: critical
                      CA:TRUE
      """;

  @TempDir private Path dir;
  @AutoClose private FakeServer hub;
  private TestAuthority authority;
  private String certificate;
  private BuiltProgram program;

  @BeforeEach
  void start() throws Exception {
    authority = TestAuthority.create(dir);
    certificate = Files.readString(authority.bundle());
    hub = TlsHub.of(authority);
    program = new BuiltProgram(dir).with("HF_ENDPOINT", "https://127.0.0.1:" + hub.port());
  }

  private static String block(String kind, String content) {
    return "-----BEGIN " + kind + "-----\n" + content + "\n-----END " + kind + "-----\n";
  }

  private Path bundle(String text, Charset charset) throws IOException {
    return Files.write(dir.resolve("bundle.pem"), text.getBytes(charset));
  }

  private Run loginTrusting(String text) throws Exception {
    return program.with("SSL_CERT_FILE", bundle(text, UTF_8)).run("auth", "login");
  }

  @Test
  void whatStandsBetweenCertificates_isPassedOver() throws Exception {
    String everything =
        "\ufeff# the company's\n"
            + block("PRIVATE KEY", BASE64)
            + block(
                "RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,01\n\n" + BASE64)
            + block("DH PARAMETERS", "MEYCQQ==")
            + block("EC PARAMETERS", "BggqhkjOPQMBBw==")
            + block("X509 CRL", BASE64)
            + "subject=CN = Company CA\nCompany CA\n==========\n"
            + TEXT
            + "\ufeff"
            + certificate
            + block("PRIVATE KEY", BASE64)
            + block("DH PARAMETERS", "not even base64");
    loginTrusting(everything).exits(0).says("Logged in as bob");
    String report = program.run("doctor").stdout();
    assertEquals(
        List.of(
            "ok       certificates: only those in "
                + dir.resolve("bundle.pem")
                + " are trusted, 1 of them (SSL_CERT_FILE)"),
        report.lines().filter(line -> line.contains(" certificates: ")).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r", "\t\r\n\r\n"})
  void lineEndsOfAnyMachine_areTaken(String end) throws Exception {
    String text = "\ufeff" + block("DH PARAMETERS", "MEYCQQ==") + certificate;
    loginTrusting(text.replace("\n", end)).exits(0).says("Logged in as bob");
  }

  @ParameterizedTest
  @ValueSource(strings = {"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"})
  void bundleOfAnotherVariable_isReadAlike(String variable) throws Exception {
    String text = block("PRIVATE KEY", BASE64) + certificate;
    program.with(variable, bundle(text, UTF_8)).run("auth", "login").exits(0);
  }

  @Test
  void bundleThatPowerShellWrote_isTaken() throws Exception {
    for (Charset charset : List.of(UTF_16, UTF_16LE)) {
      String text = (charset.equals(UTF_16) ? "" : "\ufeff") + "# CA\r\n" + certificate;
      program.with("SSL_CERT_FILE", bundle(text, charset));
      program.run("auth", "login", "--force").exits(0).says("Logged in as bob");
    }
  }

  @Test
  void certificateThatOpensslCallsTrusted_isTaken() throws Exception {
    loginTrusting(certificate.replace(" CERTIFICATE", " TRUSTED CERTIFICATE")).exits(0);
    program.run("auth", "token").exits(0);
    loginTrusting(certificate.replace(" CERTIFICATE", " X509 CERTIFICATE")).exits(0);
  }

  @Test
  void folderOfSuchBundles_isTaken() throws Exception {
    Path folder = Files.createDirectory(dir.resolve("certs"));
    Files.writeString(folder.resolve("a.pem"), "\ufeff" + block("X509 CRL", BASE64) + certificate);
    Files.writeString(folder.resolve("README"), "nothing for a machine\n");
    program.with("SSL_CERT_DIR", folder).run("auth", "login").exits(0).says("Logged in as bob");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nMEYCQQ==\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nMEYCQQ==\n",
        "-----BEGIN PRIVATE KEY-----\nMEYCQQ==\n-----END PRIVATE KEY-----\n",
        "no certificate",
        "",
      })
  void bundleThatCannotBeUsed_isNamed_inAPersonsWords(String text) throws Exception {
    Run run = loginTrusting(text).failsShortly(2).says("bundle.pem").says("SSL_CERT_FILE");
    assertFalse(run.stderr().matches("(?s).*(" + JAVA_CLASS + ").*"), run::toString);
    Run doctor = program.run("doctor").exits(2);
    assertFalse(doctor.stdout().matches("(?s).*(" + JAVA_CLASS + ").*"), doctor::toString);
  }

  @Test
  void authorityThatIsNotInTheBundle_isNamed_inAPersonsWords() throws Exception {
    Run run = loginTrusting(Files.readString(TestAuthority.create("Other CA", dir).bundle()));
    run.failsShortly(6).says("CN=Company CA").says("SSL_CERT_FILE").hides("Logged in");
    assertFalse(run.stderr().matches("(?s).*(" + JAVA_CLASS + ").*"), run::toString);
  }
}
