package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.setting.SettingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges through a proxy that wants a user and a password. */
class ProxyTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String ASKS =
      "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n";
  private static final String CREDENTIALS =
      "Basic " + Base64.getEncoder().encodeToString("me:s3:cret".getBytes(StandardCharsets.UTF_8));

  @TempDir static Path folder;
  private static TestAuthority authority;

  @BeforeAll
  static void makeAuthority() throws Exception {
    authority = TestAuthority.create(folder);
  }

  private static Exchanges through(int port, String userInfo) {
    return new Exchanges(
        Map.of("ALL_PROXY", "http://" + userInfo + "127.0.0.1:" + port),
        TrustedCertificates.ofBundle("SSL_CERT_FILE", authority.bundle()));
  }

  /** A name that only the proxy knows. */
  private static URI hub(FakeServer server, String path) {
    return URI.create("https://hub.test:" + server.port() + path);
  }

  /** Opens tunnels to {@code target} for those who know the password. */
  private static FakeServer tunnel(FakeServer target) throws IOException {
    return new FakeServer(
        c -> {
          String request = c.readRequest();
          while (!request.isEmpty() && !request.contains(CREDENTIALS)) {
            c.write(ASKS);
            request = c.readRequest();
          }
          if (!request.isEmpty()) {
            c.write("HTTP/1.1 200 Connected\r\n\r\n");
            c.tunnelTo(target.port());
          }
        });
  }

  @Test
  void http_goesToTheProxy_withTheWholeAddressAndTheCredentials() throws Exception {
    try (FakeServer proxy = FakeServer.answering(OK)) {
      HttpReply reply =
          through(proxy.port(), "me:s3%3Acret@").post(URI.create("http://hub.invalid/oauth/token"));
      assertEquals("ok", reply.body());
      String request = proxy.requests().get(0);
      assertTrue(request.startsWith("POST http://hub.invalid/oauth/token HTTP/1.1\r\n"), request);
      assertTrue(request.contains("Proxy-Authorization: " + CREDENTIALS + "\r\n"), request);
    }
  }

  @Test
  void http_withoutAUser_sendsNoCredentials() throws Exception {
    try (FakeServer proxy = FakeServer.answering(OK)) {
      through(proxy.port(), "").post(URI.create("http://hub.invalid/"));
      assertFalse(proxy.requests().get(0).contains("Proxy-Authorization"));
    }
  }

  @Test
  void https_tunnels_andAnswersTheChallenge_andTheServerSeesNoProxyPassword() throws Exception {
    try (FakeServer server =
            authority.server(
                c -> {
                  c.readRequest();
                  c.write(OK);
                });
        FakeServer proxy = tunnel(server)) {
      assertEquals("ok", through(proxy.port(), "me:s3%3Acret@").post(hub(server, "/x")).body());
      assertTrue(
          proxy.requests().stream()
              .allMatch(r -> r.startsWith("CONNECT hub.test:" + server.port() + " ")),
          proxy.requests()::toString);
      assertEquals(1, server.requests().size());
      assertTrue(server.requests().get(0).startsWith("POST /x HTTP/1.1\r\n"));
      assertFalse(server.requests().get(0).contains("Proxy-Authorization"));
    }
  }

  @Test
  void https_withTheWrongPassword_fails_andShowsNoPassword() throws Exception {
    try (FakeServer server = authority.server(FakeServer.Connection::hang);
        FakeServer proxy = tunnel(server)) {
      IOException e =
          assertThrows(
              IOException.class, () -> through(proxy.port(), "me:WR0NG@").post(hub(server, "/x")));
      assertTrue(e.getMessage().contains("407"), e.getMessage());
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        assertFalse(cause.toString().contains("WR0NG"), cause.toString());
      }
      assertEquals(0, server.requests().size());
      long tries = proxy.requests().stream().filter(r -> r.contains("Basic ")).count();
      assertEquals(1, tries, "a wrong password locks accounts when it is tried again and again");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "\0\0\r\n\r\n"})
  void proxyThatSpeaksNoHttp_isAFailureToConnect(String answer) throws Exception {
    try (FakeServer proxy = FakeServer.answering(answer)) {
      URI hub = URI.create("https://hub.invalid/");
      assertThrows(IOException.class, () -> through(proxy.port(), "").post(hub));
    }
  }

  @Test
  void proxyThatIsNotThere_isNamedAsTheProxy_withoutItsPassword() throws Exception {
    int port;
    try (FakeServer gone = FakeServer.answering("")) {
      port = gone.port();
    }
    IOException e =
        assertThrows(
            IOException.class,
            () -> through(port, "me:s3cret@").post(URI.create("https://hub.invalid/")));
    assertTrue(e.getMessage().contains("proxy 127.0.0.1:" + port), e.getMessage());
    assertFalse(e.getMessage().contains("s3cret"), e.getMessage());
  }

  @Test
  void noProxy_isAskedBeforeTheVariableIsRead() throws Exception {
    try (FakeServer server = FakeServer.answering(OK)) {
      Exchanges exchanges =
          new Exchanges(
              Map.of("http_proxy", "nonsense://", "no_proxy", "127.0.0.1"),
              TrustedCertificates.ofMachine());
      assertEquals("ok", exchanges.get(server.uri("/")).body());
    }
  }

  @Test
  void nonsenseInTheVariable_isASettingError() {
    Exchanges exchanges =
        new Exchanges(Map.of("http_proxy", "nonsense://p"), TrustedCertificates.ofMachine());
    SettingException e =
        assertThrows(
            SettingException.class, () -> exchanges.get(URI.create("http://hub.invalid/")));
    assertEquals("http_proxy", e.setting());
  }

  @ParameterizedTest
  @CsvSource({
    "401 Unauthorized, HTTP 401 Unauthorized",
    "403 Forbidden by the rules of ACME, HTTP 403 Forbidden by the rules of ACME",
    "302 Found, HTTP 302 Found",
    "404, HTTP 404",
    "502 Bad Gateway, HTTP 502 Bad Gateway",
    "503 , HTTP 503",
  })
  void proxyThatRefuses_isNamedWithItsVariable(String status, String told) throws Exception {
    try (FakeServer proxy =
        FakeServer.answering("HTTP/1.1 " + status + "\r\nContent-Length: 9\r\n\r\nforbidden")) {
      IOException e =
          assertThrows(
              ProxyRefusedException.class,
              () -> through(proxy.port(), "me:s3cret@").post(URI.create("https://hub.invalid/x")));
      assertEquals(
          "the proxy 127.0.0.1:"
              + proxy.port()
              + " (ALL_PROXY) refused the way to https://hub.invalid: "
              + told,
          e.getMessage());
      assertEquals(1, proxy.requests().size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', Basic realm=x, it wants a user and a password: http://user:password@host:port",
    "me:s3cret@, Basic realm=x, it does not take this user and password",
    "me:s3cret@, 'Negotiate, NTLM', 'it wants Negotiate, and only Basic works'",
    "me:s3cret@, NTLM, 'it wants NTLM, and only Basic works'",
  })
  void proxyThatWantsToKnowWhoAsks_tellsHow(String user, String challenge, String told)
      throws Exception {
    try (FakeServer proxy =
        FakeServer.answering("HTTP/1.1 407 Who\r\nProxy-Authenticate: " + challenge + "\r\n\r\n")) {
      for (String server : List.of("https://hub.invalid/", "http://hub.invalid/")) {
        IOException e =
            assertThrows(
                ProxyRefusedException.class,
                () -> through(proxy.port(), user).post(URI.create(server)));
        assertTrue(e.getMessage().endsWith(": HTTP 407 Who (" + told + ")"), e.getMessage());
      }
    }
  }

  @Test
  void whatTheProxyRepeats_isHidden_andMadePrintable() throws Exception {
    try (FakeServer proxy =
        FakeServer.answering(
            "HTTP/1.1 403 \u001b[31mno s3:cret \u009b "
                + CREDENTIALS
                + " s3%3acret\r\nContent-Length: 0\r\n\r\n")) {
      IOException e =
          assertThrows(
              ProxyRefusedException.class,
              () ->
                  through(proxy.port(), "me:s3%3Acret@").post(URI.create("https://hub.invalid/")));
      assertTrue(e.getMessage().startsWith("the proxy"), e.getMessage());
      assertTrue(e.getMessage().contains("HTTP 403 [31mno ***"), e.getMessage());
      assertFalse(e.getMessage().contains("cret"), e.getMessage());
      assertFalse(e.getMessage().contains(CREDENTIALS.substring(6)), e.getMessage());
      assertFalse(e.getMessage().chars().anyMatch(Character::isISOControl), e.getMessage());
    }
  }

  @Test
  void proxyThatSpeaksTls_isTold() throws Exception {
    try (FakeServer proxy = authority.server(FakeServer.Connection::readRequest)) {
      IOException e =
          assertThrows(
              IOException.class,
              () -> through(proxy.port(), "").post(URI.create("https://hub.invalid/")));
      assertEquals(
          "the proxy 127.0.0.1:"
              + proxy.port()
              + " (ALL_PROXY) answers with TLS, and was asked without",
          e.getMessage());
    }
  }

  @Test
  void proxyThatSaysNothing_isTold() throws Exception {
    try (FakeServer proxy = new FakeServer(FakeServer.Connection::hangReading)) {
      IOException e =
          assertThrows(
              IOException.class,
              () ->
                  through(proxy.port(), "")
                      .post(URI.create("https://hub.invalid/"), Duration.ofMillis(300)));
      assertEquals(
          "no connection to https://hub.invalid through the proxy 127.0.0.1:"
              + proxy.port()
              + " (ALL_PROXY) within 0.3 s",
          e.getMessage());
    }
  }

  @Test
  void everyAddressOfTheProxy_isTried() throws Exception {
    try (FakeServer server = authority.server(ProxyTest::answer);
        FakeServer proxy = tunnel(server)) {
      Exchanges exchanges =
          new Exchanges(
              Map.of("https_proxy", "http://me:s3%3Acret@proxy.test:" + proxy.port()),
              TrustedCertificates.ofBundle("SSL_CERT_FILE", authority.bundle()),
              host -> {
                assertEquals("proxy.test", host);
                return List.of(address(127, 0, 0, 2), address(127, 0, 0, 1));
              });
      assertEquals("ok", exchanges.post(hub(server, "/")).body());
      assertEquals(1, server.requests().size());
    }
  }

  private static void answer(FakeServer.Connection c) throws IOException {
    c.readRequest();
    c.write(OK);
  }

  private static InetAddress address(int... bytes) throws UnknownHostException {
    return InetAddress.getByAddress(
        new byte[] {(byte) bytes[0], (byte) bytes[1], (byte) bytes[2], (byte) bytes[3]});
  }
}
