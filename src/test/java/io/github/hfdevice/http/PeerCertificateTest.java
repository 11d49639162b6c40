package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class PeerCertificateTest {
  @TempDir static Path folder;
  private static TestAuthority authority;

  @BeforeAll
  static void makeAuthority() throws Exception {
    authority = TestAuthority.create(folder);
  }

  private static PeerCertificate request(URI server, Map<String, String> variables)
      throws Exception {
    return PeerCertificate.request(
        server, new ProxyRules(variables), PeerCertificateTest::daemon, Duration.ofSeconds(10));
  }

  private static PeerCertificate hasty(URI server) throws Exception {
    return PeerCertificate.request(
        server, ProxyRules.direct(), PeerCertificateTest::daemon, Duration.ofMillis(300));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  @Test
  void signerIsTold_thoughNobodyTrustsIt_andNothingIsSent() throws Exception {
    try (FakeServer server = authority.server(FakeServer.Connection::readRequest)) {
      PeerCertificate shown = request(server.uri("/"), Map.of());
      assertEquals("CN=Company CA", shown.issuer());
      Instant middle = shown.from().plus(Duration.between(shown.from(), shown.to()).dividedBy(2));
      assertTrue(shown.isValidAt(middle));
      assertFalse(shown.isValidAt(shown.from().minusSeconds(1)));
      assertFalse(shown.isValidAt(shown.to().plusSeconds(1)));
      assertEquals(0, server.requests().size());
    }
  }

  @Test
  void signerIsTold_throughAProxy() throws Exception {
    try (FakeServer server = authority.server(FakeServer.Connection::readRequest);
        FakeServer proxy =
            new FakeServer(
                c -> {
                  c.readRequest();
                  c.write("HTTP/1.1 200 Connected\r\n\r\n");
                  c.tunnelTo(server.port());
                })) {
      Map<String, String> variables = Map.of("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port());
      assertEquals(
          "CN=Company CA",
          request(URI.create("https://hub.test:" + server.port()), variables).issuer());
      assertEquals(1, proxy.requests().size());
    }
  }

  @Test
  void serverThatIsAway_orSpeaksNoTls_orSaysNothing_isAFailureInTime() throws Exception {
    IOException away =
        assertThrows(IOException.class, () -> request(URI.create("https://127.0.0.1:9"), Map.of()));
    assertTrue(away.getMessage().startsWith("no connection to https://"), away.getMessage());
    CountDownLatch ended = new CountDownLatch(1);
    try (FakeServer plain = FakeServer.answering("HTTP/1.1 200 OK\r\n\r\n");
        FakeServer silent = new FakeServer(c -> ended.await())) {
      URI tls = URI.create("https://127.0.0.1:" + plain.port());
      assertThrows(IOException.class, () -> hasty(tls));
      URI mute = URI.create("https://127.0.0.1:" + silent.port());
      assertThrows(IOException.class, () -> hasty(mute));
      ended.countDown();
    }
  }
}
