package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom TLS servers are trusted by, and which of their certificates are not taken. */
@Timeout(120)
class TrustTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir static Path folder;
  private static TestAuthority authority;

  @BeforeAll
  static void makeAuthority() throws Exception {
    authority = TestAuthority.create(folder);
  }

  private static void answer(FakeServer.Connection c) throws IOException {
    c.readRequest();
    c.write(OK);
  }

  private static FakeServer server() throws Exception {
    return authority.server(TrustTest::answer);
  }

  private static FakeServer showing(String subject, byte[] extension, Duration start)
      throws Exception {
    return authority.server(TrustTest::answer, subject, extension, start);
  }

  private static TrustedCertificates trusted() {
    return TrustedCertificates.ofBundle("SSL_CERT_FILE", authority.bundle());
  }

  /** Every name is this machine's. */
  private static Exchanges exchanges(TrustedCertificates trusted) {
    return new Exchanges(
        Map.of(), trusted, host -> List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
  }

  private static URI hub(FakeServer server) {
    return URI.create("https://hub.test:" + server.port() + "/");
  }

  private static String refusal(TrustedCertificates trusted, FakeServer server) {
    Exchanges exchanges = exchanges(trusted);
    CertificateRefusedException e =
        assertThrows(CertificateRefusedException.class, () -> exchanges.post(hub(server)));
    String start = "no secure connection to https://hub.test:" + server.port() + ": ";
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
    assertEquals(0, server.requests().size());
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    for (String line : trace.toString().lines().map(String::strip).toList()) {
      assertEquals(Printable.of(line), line);
    }
    return e.getMessage().substring(start.length());
  }

  /** A store that counts how often it is read. */
  private static final class FakeStore implements Authorities {
    private final Authorities store;
    private int reads;

    FakeStore(Authorities store) {
      this.store = store;
    }

    static FakeStore knowing(TestAuthority known) {
      return new FakeStore(new SystemAuthorities(List.of(), List.of(known.bundle())));
    }

    @Override
    public Optional<X509ExtendedTrustManager> read() throws IOException, GeneralSecurityException {
      reads++;
      return store.read();
    }
  }

  @Test
  void systemsAuthorities_areAskedOnlyWhereJavasDoNotKnowTheServer() throws Exception {
    FakeStore java = FakeStore.knowing(authority);
    FakeStore system = FakeStore.knowing(authority);
    Exchanges exchanges = exchanges(TrustedCertificates.ofStores(List.of(java, system)));
    try (FakeServer server = server()) {
      assertEquals("ok", exchanges.post(hub(server)).body());
      assertEquals("ok", exchanges.post(hub(server)).body());
    }
    assertEquals(1, java.reads);
    assertEquals(0, system.reads);
  }

  @Test
  void serverOfACompany_isTrusted_whereTheSystemKnowsItsAuthority() throws Exception {
    FakeStore java = new FakeStore(Authorities.OF_JAVA);
    FakeStore system = FakeStore.knowing(authority);
    Exchanges exchanges = exchanges(TrustedCertificates.ofStores(List.of(java, system)));
    try (FakeServer server = server()) {
      assertEquals("ok", exchanges.post(hub(server)).body());
      assertEquals("ok", exchanges.post(hub(server)).body());
    }
    assertEquals(1, java.reads);
    assertEquals(1, system.reads);
  }

  @Test
  void emptyStore_isPassedOver_andWithoutAnyNobodyIsTrusted() throws Exception {
    Authorities empty = new SystemAuthorities(List.of("NoSuchStore"), List.of(folder.resolve("x")));
    try (FakeServer server = server()) {
      List<Authorities> stores = List.of(empty, FakeStore.knowing(authority));
      assertEquals("ok", exchanges(TrustedCertificates.ofStores(stores)).post(hub(server)).body());
    }
    try (FakeServer server = server()) {
      assertEquals(
          "there is no authority to check its certificate by",
          refusal(TrustedCertificates.ofStores(List.of(empty)), server));
    }
  }

  @Test
  void damagedCertificatesOfTheSystem_costNoOther() throws Exception {
    Path bundle =
        Files.writeString(
            folder.resolve("system.pem"),
            "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n"
                + Files.readString(authority.bundle())
                + "-----BEGIN CERTIFICATE-----\n");
    Authorities system =
        new SystemAuthorities(List.of(), List.of(folder.resolve("none"), bundle, folder));
    try (FakeServer server = server()) {
      assertEquals(
          "ok", exchanges(TrustedCertificates.ofStores(List.of(system))).post(hub(server)).body());
    }
  }

  @Test
  void unknownSigner_isNamed_withWhatToDo() throws Exception {
    try (FakeServer server = server()) {
      assertEquals(
          "its certificate is signed by CN=Company CA, which is not trusted here (a company's"
              + " authority goes into SSL_CERT_FILE)",
          refusal(TrustedCertificates.ofStores(List.of(Authorities.OF_JAVA)), server));
    }
  }

  @Test
  void settingWithoutTheSigner_isNamed() throws Exception {
    TestAuthority other = TestAuthority.create("Other CA", folder);
    TestAuthority namesake = TestAuthority.create(folder);
    try (FakeServer server = server()) {
      assertEquals(
          "its certificate is signed by CN=Company CA, which is not among the authorities of"
              + " REQUESTS_CA_BUNDLE",
          refusal(
              TrustedCertificates.named("REQUESTS_CA_BUNDLE", other.bundle().toString()), server));
      assertEquals(
          "its certificate is not accepted: PKIX path validation failed: signature check failed",
          refusal(TrustedCertificates.ofBundle("SSL_CERT_FILE", namesake.bundle()), server));
    }
  }

  @Test
  void folderOfCertificates_isRead_andItsOtherFilesArePassedOver() throws Exception {
    Path certs = Files.createDirectory(folder.resolve("certs"));
    Files.copy(authority.bundle(), certs.resolve("1a2b3c4d.0"));
    Files.createSymbolicLink(certs.resolve("company.pem"), Path.of("1a2b3c4d.0"));
    Files.createSymbolicLink(certs.resolve("gone.pem"), Path.of("gone"));
    Files.createDirectory(certs.resolve("java"));
    Files.writeString(certs.resolve("README"), "-----BEGIN CERTIFICATE-----\nnothing\n");
    for (String variable : List.of("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")) {
      TrustedCertificates trusted = TrustedCertificates.named(variable, certs.toString());
      assertEquals(1, trusted.checked().count());
      try (FakeServer server = server()) {
        assertEquals("ok", exchanges(trusted).post(hub(server)).body());
      }
    }
    TrustedCertificates several =
        TrustedCertificates.named(
            "SSL_CERT_DIR", folder.resolve("none") + java.io.File.pathSeparator + certs);
    assertEquals(1, several.count());
  }

  @Test
  void nameInTheCommonNameOnly_isRefused() throws Exception {
    for (byte[] extension :
        List.of(
            new byte[0],
            TestAuthority.names("127.0.0.1"),
            TestAuthority.names("somebody@hub.test"))) {
      try (FakeServer server = showing("hub.test", extension, Duration.ZERO)) {
        assertEquals(
            "its certificate names a server in its common name at most, which no longer counts; the"
                + " name has to be a subjectAltName",
            refusal(trusted(), server));
      }
    }
  }

  @Test
  void addressInFigures_isTakenFromTheNamesForIt() throws Exception {
    try (FakeServer server = server();
        FakeServer nameless = showing("127.0.0.1", new byte[0], Duration.ZERO)) {
      assertEquals("ok", exchanges(trusted()).post(server.uri("/")).body());
      assertThrows(
          CertificateRefusedException.class, () -> exchanges(trusted()).post(nameless.uri("/")));
    }
  }

  @Test
  void certificateOfAnotherName_tellsItsNames() throws Exception {
    byte[] names = TestAuthority.names("other.test", "www.test");
    try (FakeServer server = showing("hub.test", names, Duration.ZERO)) {
      assertEquals(
          "its certificate is for another name (other.test, www.test)", refusal(trusted(), server));
    }
  }

  @Test
  void certificateOutOfItsTime_tellsIts() throws Exception {
    byte[] names = TestAuthority.names("hub.test");
    try (FakeServer old = showing("x", names, Duration.ofDays(-9));
        FakeServer young = showing("x", names, Duration.ofDays(9))) {
      String ended = refusal(trusted(), old);
      assertTrue(ended.startsWith("a certificate ended at 2"), ended);
      assertTrue(ended.contains("check this machine's clock"), ended);
      String begins = refusal(trusted(), young);
      assertTrue(begins.startsWith("a certificate is good only from 2"), begins);
    }
  }

  @Test
  void rootDotOfAName_isNoPartOfIt() throws Exception {
    try (FakeServer server = server()) {
      URI uri = URI.create("https://hub.test.:" + server.port() + "/");
      assertEquals("ok", exchanges(trusted()).post(uri).body());
    }
  }

  @Test
  void escapesInAName_reachNoMessage() throws Exception {
    TestAuthority hostile = TestAuthority.create("\u001b[31mx\u009b\u202e\n", folder);
    TrustedCertificates java = TrustedCertificates.ofStores(List.of(Authorities.OF_JAVA));
    try (FakeServer server = hostile.server(TrustTest::answer)) {
      assertTrue(refusal(java, server).startsWith("its certificate is signed by CN="));
    }
    byte[] names = TestAuthority.names("\u001b[31mx\u009b\u202e");
    try (FakeServer server = showing("x", names, Duration.ZERO)) {
      refusal(trusted(), server);
    }
  }
}
