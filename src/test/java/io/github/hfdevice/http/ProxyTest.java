package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.setting.SettingException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
      assertEquals("ok", through(proxy.port(), "me:s3%3Acret@").post(server.uri("/x")).body());
      assertTrue(
          proxy.requests().stream()
              .allMatch(r -> r.startsWith("CONNECT 127.0.0.1:" + server.port() + " ")),
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
              IOException.class, () -> through(proxy.port(), "me:WR0NG@").post(server.uri("/x")));
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
              TrustedCertificates.ofJava());
      assertEquals("ok", exchanges.get(server.uri("/")).body());
    }
  }

  @Test
  void nonsenseInTheVariable_isASettingError() {
    Exchanges exchanges =
        new Exchanges(Map.of("http_proxy", "nonsense://p"), TrustedCertificates.ofJava());
    SettingException e =
        assertThrows(
            SettingException.class, () -> exchanges.get(URI.create("http://hub.invalid/")));
    assertEquals("http_proxy", e.setting());
  }
}
