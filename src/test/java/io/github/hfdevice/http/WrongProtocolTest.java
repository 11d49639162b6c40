package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS to a port without it, http to one with it, and TLS that comes to nothing. */
@Timeout(120)
class WrongProtocolTest {
  private static final String BAD_REQUEST = "HTTP/1.1 400 Bad Request\r\n\r\n";

  private final Exchanges exchanges =
      new Exchanges(
          Map.of(),
          TrustedCertificates.ofMachine(),
          host -> List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));

  /** Answers the first bytes, which are no request. */
  private static FakeServer answering(byte[] answer) throws IOException {
    return new FakeServer(
        c -> {
          c.read(5);
          c.write(answer);
          c.hangReading();
        });
  }

  private String failure(URI uri) {
    IOException e = assertThrows(IOException.class, () -> exchanges.post(uri));
    assertFalse(e.getMessage().matches(".*[a-z]\\.[a-z]+\\.[A-Z].*"), e.getMessage());
    assertFalse(e.getMessage().contains("SSL_CERT"), e.getMessage());
    assertFalse(e.getMessage().contains("certificate"), e.getMessage());
    return e.getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {BAD_REQUEST, "SSH-2.0-OpenSSH_9.2\r\n", "220 mail.test ESMTP\r\n"})
  void tlsToAPortWithoutIt_isSaid(String answer) throws Exception {
    try (FakeServer server = answering(answer.getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
      String port = ":" + server.port();
      assertEquals(
          "https://127.0.0.1" + port + " answers without TLS: use http://127.0.0.1" + port,
          failure(URI.create("https://127.0.0.1" + port + "/oauth/device")));
      assertEquals(
          "https://hub.test" + port + " answers without TLS: check its port",
          failure(URI.create("https://hub.test" + port + "/oauth/device")));
    }
  }

  @Test
  void connectionClosedInTheHandshake_isSaid() throws Exception {
    try (FakeServer closes = new FakeServer(c -> c.read(5));
        FakeServer resets =
            new FakeServer(
                c -> {
                  c.read(5);
                  c.reset();
                })) {
      for (FakeServer server : List.of(closes, resets)) {
        assertEquals(
            "no secure connection to https://127.0.0.1:"
                + server.port()
                + ": the connection was closed in the TLS handshake (does that port speak TLS?)",
            failure(URI.create("https://127.0.0.1:" + server.port())));
      }
    }
  }

  @Test
  void silenceInTheHandshake_isSaid() throws Exception {
    try (FakeServer server = new FakeServer(FakeServer.Connection::hangReading)) {
      URI uri = URI.create("https://127.0.0.1:" + server.port());
      IOException e =
          assertThrows(IOException.class, () -> exchanges.post(uri, Duration.ofSeconds(3)));
      assertEquals(
          "no secure connection to " + uri + " within 3.0 s (does that port speak TLS?)",
          e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({"28, handshake_failure", "46, protocol_version", "70, unrecognized_name"})
  void refusedHandshake_tellsTheAlert(String code, String alert) throws Exception {
    try (FakeServer server = answering(HexFormat.of().parseHex("1503030002" + "02" + code))) {
      String failure = failure(URI.create("https://127.0.0.1:" + server.port()));
      assertTrue(
          failure.endsWith(": the server refused the TLS handshake (" + alert + ")"), failure);
    }
  }

  @Test
  void httpToAPortWithTls_isSaid(@TempDir Path folder) throws Exception {
    try (FakeServer server =
            TestAuthority.create(folder).server(FakeServer.Connection::readRequest);
        FakeServer alert = answering(HexFormat.of().parseHex("15030300020250"))) {
      for (FakeServer each : List.of(server, alert)) {
        String origin = "://127.0.0.1:" + each.port();
        assertEquals(
            "http" + origin + " answers with TLS, and was asked without: use https" + origin,
            failure(URI.create("http" + origin + "/oauth/device")));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><title>400 The plain HTTP request was sent to HTTPS port</title></html>",
        "Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />",
        "Client sent an HTTP request to an HTTPS server.\n",
      })
  void pageThatSaysSo_isTakenAtItsWord(String page) throws Exception {
    try (FakeServer server = FakeServer.answering(BAD_REQUEST + page)) {
      String failure = failure(server.uri("/oauth/device"));
      assertTrue(failure.endsWith("use https://127.0.0.1:" + server.port()), failure);
    }
    try (FakeServer server = FakeServer.answering(BAD_REQUEST + "{\"error\":\"x\"}")) {
      assertEquals(400, exchanges.post(server.uri("/oauth/device")).status());
    }
  }

  @Test
  void noAnswerAtAll_isSaid() throws Exception {
    try (FakeServer closes = FakeServer.answering("");
        FakeServer resets =
            new FakeServer(
                c -> {
                  c.read(5);
                  c.reset();
                })) {
      String hint = "; if that port speaks TLS, use https://127.0.0.1:";
      assertEquals(
          "no whole answer from http://127.0.0.1:"
              + closes.port()
              + ": the connection was closed before an answer came"
              + hint
              + closes.port(),
          failure(closes.uri("/oauth/device")));
      String failure = failure(resets.uri("/oauth/device"));
      assertTrue(failure.endsWith(hint + resets.port()), failure);
    }
  }
}
