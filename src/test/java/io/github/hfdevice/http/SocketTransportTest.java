package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketTransportTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private final Exchanges exchanges = new Exchanges();

  @Test
  void post_sendsTheFormEncoded_withItsHeaders() throws Exception {
    try (FakeServer server = FakeServer.answering(OK)) {
      Map<String, String> form = new LinkedHashMap<>();
      form.put("scope", "openid read-repos");
      form.put("x", "a&b=c+d%é");
      HttpReply reply =
          exchanges
              .transport()
              .exchange(
                  HttpCall.post(
                      server.uri("/oauth/device?a=b"),
                      Optional.of("Basic Zm9v"),
                      form,
                      Duration.ofSeconds(10)));
      assertEquals(HttpReply.of(200, "ok"), reply);
      String request = server.requests().get(0);
      assertTrue(request.startsWith("POST /oauth/device?a=b HTTP/1.1\r\n"), request);
      assertTrue(
          request.endsWith("\r\n\r\nscope=openid+read-repos&x=a%26b%3Dc%2Bd%25%C3%A9"), request);
      assertTrue(request.contains("Content-Type: application/x-www-form-urlencoded\r\n"), request);
      assertTrue(request.contains("Accept: application/json\r\n"), request);
      assertTrue(request.contains("User-Agent: hf-device/test\r\n"), request);
      assertTrue(request.contains("Authorization: Basic Zm9v\r\n"), request);
    }
  }

  @Test
  void get_sendsNoBody_andTheBearer() throws Exception {
    try (FakeServer server = FakeServer.answering(OK)) {
      exchanges
          .transport()
          .exchange(
              HttpCall.get(
                  server.uri("/api/whoami-v2"), Optional.of("Bearer tok"), Duration.ofSeconds(10)));
      String request = server.requests().get(0);
      assertTrue(request.startsWith("GET /api/whoami-v2 HTTP/1.1\r\n"), request);
      assertTrue(request.contains("Authorization: Bearer tok\r\n"), request);
      assertTrue(request.endsWith("\r\n\r\n"), request);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic realm=\"x\"", "Bearer error=\"invalid_token\"", "Negotiate"})
  void unauthorized_withAChallenge_stillGivesItsBody_andIsSentOnce(String challenge)
      throws Exception {
    String body = "{\"error\":\"invalid_client\"}";
    try (FakeServer server =
        FakeServer.answering(
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: "
                + challenge
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body)) {
      assertEquals(HttpReply.of(401, body), exchanges.post(server.uri("/")));
      assertEquals(1, server.requests().size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirect_isAnAnswer_andNotFollowed(int status) throws Exception {
    try (FakeServer server =
        FakeServer.answering(
            "HTTP/1.1 " + status + " X\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")) {
      HttpReply reply = exchanges.post(server.uri("/start"));
      assertEquals(status, reply.status());
      assertEquals(Optional.of("/elsewhere"), reply.location());
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void retryAfter_isHandedOn() throws Exception {
    try (FakeServer server =
        FakeServer.answering("HTTP/1.1 429 Slow\r\nRetry-After: 17\r\nContent-Length: 0\r\n\r\n")) {
      assertEquals(Optional.of("17"), exchanges.post(server.uri("/")).retryAfter());
    }
  }

  @ParameterizedTest
  @CsvSource({"200", "400", "500"})
  void byteOrderMark_isTakenAway_andUtf8IsRead(int status) throws Exception {
    try (FakeServer server =
        FakeServer.answering("HTTP/1.1 " + status + " X\r\n\r\n\uFEFF{\"a\":\"é\"}")) {
      assertEquals("{\"a\":\"é\"}", exchanges.get(server.uri("/")).body());
    }
  }

  @ParameterizedTest
  @CsvSource({"200, true", "200, false", "400, true", "400, false", "500, true", "500, false"})
  void tenMebibytes_areRefused(int status, boolean announced) throws Exception {
    int size = 10 << 20;
    try (FakeServer server =
        new FakeServer(
            c -> {
              c.readRequest();
              c.write("HTTP/1.1 " + status + " X\r\n");
              c.write(announced ? "Content-Length: " + size + "\r\n\r\n" : "\r\n");
              c.write(new byte[size]);
            })) {
      assertThrows(ReplyTooLargeException.class, () -> exchanges.get(server.uri("/")));
    }
  }

  @Test
  void oneMebibyte_isRead_andOneByteMoreIsNot() throws Exception {
    int limit = SocketTransport.MAX_REPLY_BYTES;
    try (FakeServer fits = FakeServer.answering("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(limit));
        FakeServer over = FakeServer.answering("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(limit + 1))) {
      assertEquals(limit, exchanges.get(fits.uri("/")).body().length());
      assertThrows(ReplyTooLargeException.class, () -> exchanges.get(over.uri("/")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"access_token\":",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
        "HTTP/1.1 400 Bad\r\nContent-Length: 100\r\n\r\n{\"error\":",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{\"access_token\":",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
        "HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{\"error\":",
      })
  void answerCutOff_isNoAnswer(String raw) throws Exception {
    try (FakeServer server = FakeServer.answering(raw)) {
      ReplyCutOffException e =
          assertThrows(ReplyCutOffException.class, () -> exchanges.post(server.uri("/")));
      assertTrue(e.getMessage().startsWith("the answer of http://127.0.0.1"), e.toString());
      assertTrue(e.getMessage().contains(" was cut off"), e.toString());
      assertEquals(raw.contains("200"), e.isSuccess());
      assertEquals(1, server.requests().size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "garbage\r\n\r\n", "HTTP/1.1 ", "SSH-2.0-OpenSSH\r\n"})
  void noHttpAnswer_isAnIoException_andThePostIsSentOnce(String raw) throws Exception {
    try (FakeServer server = FakeServer.answering(raw)) {
      assertThrows(IOException.class, () -> exchanges.post(server.uri("/")));
      TimeUnit.MILLISECONDS.sleep(50);
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void resetConnection_isAnIoException_andThePostIsSentOnce() throws Exception {
    try (FakeServer server =
        new FakeServer(
            c -> {
              c.readRequest();
              c.reset();
            })) {
      assertThrows(IOException.class, () -> exchanges.post(server.uri("/")));
      TimeUnit.MILLISECONDS.sleep(50);
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void refusedConnection_namesTheServer() throws Exception {
    URI uri;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      uri = URI.create("http://127.0.0.1:" + gone.getLocalPort() + "/oauth/device");
    }
    IOException e = assertThrows(IOException.class, () -> exchanges.post(uri));
    assertTrue(
        e.getMessage().startsWith("no connection to http://127.0.0.1:" + uri.getPort() + ": "),
        e.getMessage());
  }

  @Test
  void unknownHost_isNamed() {
    IOException e =
        assertThrows(
            IOException.class, () -> exchanges.get(URI.create("http://no-such-host.invalid/")));
    assertTrue(e.getMessage().contains("no-such-host.invalid"), e.getMessage());
  }

  /** How a server can take too long. */
  enum Slowness {
    SAYS_NOTHING,
    HANGS_IN_THE_HEADER,
    HANGS_IN_THE_BODY,
    HANGS_IN_AN_ERROR_BODY,
    DRIPS_THE_HEADER,
    DRIPS_THE_BODY,
    DRIPS_CHUNKS;

    void play(FakeServer.Connection c) throws IOException, InterruptedException {
      c.readRequest();
      switch (this) {
        case SAYS_NOTHING -> c.hang();
        case HANGS_IN_THE_HEADER -> {
          c.write("HTTP/1.1 200 OK\r\nX-A: ");
          c.hang();
        }
        case HANGS_IN_THE_BODY -> {
          c.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{");
          c.hang();
        }
        case HANGS_IN_AN_ERROR_BODY -> {
          c.write("HTTP/1.1 400 Bad\r\nContent-Length: 50\r\n\r\n{");
          c.hang();
        }
        case DRIPS_THE_HEADER -> {
          c.write("HTTP/1.1 200 OK\r\n");
          c.drip("X-Drip: drop\r\n");
        }
        case DRIPS_THE_BODY -> {
          c.write("HTTP/1.1 200 OK\r\n\r\n");
          c.drip("x");
        }
        case DRIPS_CHUNKS -> {
          c.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          c.drip("1\r\nx\r\n");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void slowServer_isGivenUp_atTheTimeout_andTheThreadEnds(Slowness slowness) throws Exception {
    try (FakeServer server = new FakeServer(slowness::play)) {
      long start = System.nanoTime();
      IOException e =
          assertThrows(
              IOException.class, () -> exchanges.post(server.uri("/"), Duration.ofMillis(300)));
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertTrue(millis >= 250 && millis < 2000, "ended after " + millis + " ms");
      assertTrue(e.getMessage().contains("within 0.3 s"), e.getMessage());
      // Within the header, it depends on which of the two time limits comes first.
      if (!slowness.name().contains("HEADER")) {
        boolean began = slowness != Slowness.SAYS_NOTHING;
        assertEquals(began, e instanceof ReplyCutOffException, e.toString());
      }
      assertTrue(exchanges.leavesNoThread());
      assertEquals(1, server.requests().size());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SAYS_NOTHING", "DRIPS_THE_HEADER", "DRIPS_THE_BODY"})
  void interrupt_endsAtOnce_andTheThreadEnds(Slowness slowness) throws Exception {
    try (FakeServer server = new FakeServer(slowness::play)) {
      Throwable[] thrown = new Throwable[1];
      Thread caller =
          new Thread(
              () -> {
                try {
                  exchanges.post(server.uri("/"), Duration.ofSeconds(60));
                } catch (Exception e) {
                  thrown[0] = e;
                }
              });
      caller.start();
      server.awaitRequest();
      caller.interrupt();
      caller.join(3000);
      assertFalse(caller.isAlive());
      assertInstanceOf(InterruptedException.class, thrown[0]);
      assertTrue(exchanges.leavesNoThread());
    }
  }

  @Test
  void log_hearsOfAnswersAndFailures() throws Exception {
    StringBuilder heard = new StringBuilder();
    ExchangeLog log =
        new ExchangeLog() {
          @Override
          public void answered(HttpCall call, HttpReply reply, SentSecrets secrets) {
            heard.append(call).append(" -> ").append(reply.status()).append('\n');
          }

          @Override
          public void failed(HttpCall call, IOException failure, SentSecrets secrets) {
            heard.append(call).append(" -> ").append(failure.getMessage()).append('\n');
          }
        };
    SocketTransport transport =
        new SocketTransport(
            "x",
            ProxyRules.direct(),
            TrustedCertificates.ofMachine(),
            work -> new Thread(work).start(),
            log);
    try (FakeServer good = FakeServer.answering(OK);
        FakeServer bad = FakeServer.answering("")) {
      transport.exchange(HttpCall.get(good.uri("/a"), Optional.empty(), Duration.ofSeconds(9)));
      assertThrows(
          IOException.class,
          () ->
              transport.exchange(
                  HttpCall.get(bad.uri("/b"), Optional.empty(), Duration.ofSeconds(9))));
      assertTrue(
          heard.toString().startsWith("GET " + good.uri("/a") + " -> 200\n"), heard::toString);
      assertTrue(heard.toString().contains("GET " + bad.uri("/b") + " -> no "), heard::toString);
    }
  }

  private static HttpCall hurried(URI uri) {
    return HttpCall.post(uri, Optional.empty(), Map.of("a", "b"), Duration.ofMinutes(1))
        .connectingWithin(Duration.ofMillis(300));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void noConnectionInItsShareOfTheTime_isGivenUp() throws Exception {
    try (SilentServer server = new SilentServer("127.0.0.2", 0)) {
      URI uri = URI.create("http://127.0.0.2:" + server.port() + "/oauth/token");
      IOException failure =
          assertThrows(ExchangeException.class, () -> exchanges.transport().exchange(hurried(uri)));
      assertEquals(
          "no connection to http://127.0.0.2:" + server.port() + " within 0.3 s",
          failure.getMessage());
    }
  }

  @Test
  void requestThatWasSent_hasTheWholeTime_howeverShortThatOfConnectingIs() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread late =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  Thread.sleep(900);
                  socket.getOutputStream().write(OK.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException | InterruptedException e) {
                  // The test fails by itself.
                }
              });
      late.start();
      URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
      assertEquals(HttpReply.of(200, "ok"), exchanges.transport().exchange(hurried(uri)));
      late.join();
    }
  }
}
