package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.setting.SettingException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with the certificate authority of a company. */
class TrustedCertificatesTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir static Path folder;
  private static TestAuthority authority;

  @BeforeAll
  static void makeAuthority() throws Exception {
    authority = TestAuthority.create(folder);
  }

  private static FakeServer server() throws Exception {
    return authority.server(
        c -> {
          c.readRequest();
          c.write(OK);
        });
  }

  private static Exchanges trusting(Path bundle) {
    return new Exchanges(Map.of(), TrustedCertificates.ofBundle("SSL_CERT_FILE", bundle));
  }

  private static void checked(Path bundle) {
    TrustedCertificates.ofBundle("SSL_CERT_FILE", bundle).checked();
  }

  @Test
  void bundleWithTheAuthority_isTrusted() throws Exception {
    try (FakeServer server = server()) {
      Exchanges exchanges = trusting(authority.bundle());
      assertEquals("ok", exchanges.post(server.uri("/")).body());
      assertEquals("ok", exchanges.post(server.uri("/")).body());
    }
  }

  @Test
  void bundleWithCommentsBetween_isTrusted() throws Exception {
    String pem = Files.readString(authority.bundle());
    Path bundle =
        Files.writeString(
            folder.resolve("commented.pem"),
            "# Company - CA\n==========\n" + pem + "\n# again - twice\r\n" + pem + "\n# end\n");
    try (FakeServer server = server()) {
      assertEquals("ok", trusting(bundle).post(server.uri("/")).body());
    }
  }

  @Test
  void withoutTheBundle_theServerIsRefused_andTheVariableNamed() throws Exception {
    try (FakeServer server = server()) {
      IOException e = assertThrows(IOException.class, () -> new Exchanges().post(server.uri("/")));
      assertTrue(e.getMessage().startsWith("no secure connection to https://"), e.getMessage());
      assertTrue(e.getMessage().contains("SSL_CERT_FILE"), e.getMessage());
      assertEquals(0, server.requests().size());
    }
  }

  @Test
  void certificateForAnotherName_isRefused() throws Exception {
    try (FakeServer server = server()) {
      IOException e =
          assertThrows(
              IOException.class,
              () ->
                  trusting(authority.bundle())
                      .post(URI.create("https://localhost:" + server.port() + "/")));
      assertTrue(e.getMessage().startsWith("no secure connection to"), e.getMessage());
      assertEquals(0, server.requests().size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not a certificate", "-----BEGIN CERTIFICATE-----\n!!\n"})
  void bundleWithoutACertificate_isASettingError_thatNamesIt(String text) throws Exception {
    Path bundle = Files.writeString(folder.resolve("bad.pem"), text);
    SettingException e = assertThrows(SettingException.class, () -> checked(bundle));
    assertEquals("SSL_CERT_FILE", e.setting());
    assertTrue(e.getMessage().contains(bundle + " cannot be used: "), e.getMessage());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void bundleThatNeverEnds_isASettingError() {
    SettingException e = assertThrows(SettingException.class, () -> checked(Path.of("/dev/zero")));
    assertTrue(e.getMessage().contains("/dev/zero cannot be used: it is larger"), e.getMessage());
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @Timeout(60)
  void pipeThatNobodyWritesInto_isASettingError() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    SettingException e = assertThrows(SettingException.class, () -> checked(pipe));
    assertTrue(e.getMessage().contains("it is a device or pipe and not a file"), e.getMessage());
  }

  @Test
  void bundleThatIsNotThere_isASettingError_thatNamesIt() {
    Path bundle = folder.resolve("missing.pem");
    SettingException e = assertThrows(SettingException.class, () -> checked(bundle));
    assertTrue(
        e.getMessage().endsWith(bundle + " cannot be read: there is no such file"), e.getMessage());
  }

  @Test
  void serverThatHangsInTheHandshake_isGivenUp() throws Exception {
    try (FakeServer server = new FakeServer(FakeServer.Connection::hangReading)) {
      Exchanges exchanges = trusting(authority.bundle());
      long start = System.nanoTime();
      assertThrows(
          IOException.class,
          () ->
              exchanges.post(
                  URI.create("https://127.0.0.1:" + server.port() + "/"), Duration.ofMillis(300)));
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(2).toNanos());
      assertTrue(exchanges.leavesNoThread());
    }
  }

  @Test
  void tlsServerThatSaysNothing_isGivenUp() throws Exception {
    try (FakeServer server =
        authority.server(
            c -> {
              c.readRequest();
              c.hang();
            })) {
      Exchanges exchanges = trusting(authority.bundle());
      warmUp(exchanges);
      long start = System.nanoTime();
      assertThrows(IOException.class, () -> exchanges.post(server.uri("/"), Duration.ofSeconds(2)));
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
      assertTrue(exchanges.leavesNoThread());
      assertEquals(1, server.requests().size());
    }
  }

  private static void warmUp(Exchanges exchanges) throws Exception {
    try (FakeServer server = server()) {
      exchanges.post(server.uri("/"));
    }
  }
}
