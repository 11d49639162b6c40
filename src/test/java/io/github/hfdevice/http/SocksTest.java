package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges through a SOCKS proxy. */
@Timeout(60)
class SocksTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /** What the proxy was sent, in hexadecimal, message by message. */
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads messages of these lengths and answers each; what follows goes to {@code target}. */
  private FakeServer proxy(FakeServer target, Object... script) throws IOException {
    return new FakeServer(
        c -> {
          for (int i = 0; i < script.length; i += 2) {
            heard.add(HexFormat.of().formatHex(c.read((int) script[i])));
            c.write(bytes((String) script[i + 1]));
          }
          c.tunnelTo(target.port());
        });
  }

  private static HttpReply through(FakeServer proxy, String user, String server) throws Exception {
    return new Exchanges(
            Map.of("ALL_PROXY", "socks5h://" + user + "127.0.0.1:" + proxy.port()),
            TrustedCertificates.ofMachine())
        .post(URI.create(server));
  }

  @Test
  void server_isAskedForByItsName_whichTheProxyLooksUp() throws Exception {
    try (FakeServer server = FakeServer.answering(OK);
        FakeServer proxy = proxy(server, 3, "0500", 7 + 8, "05000001 7f000001 1234")) {
      assertEquals("ok", through(proxy, "", "http://hub.test:258/x").body());
      assertEquals(List.of("050100", "0501000308" + hex("hub.test") + "0102"), heard);
      assertTrue(server.requests().get(0).startsWith("POST /x HTTP/1.1\r\nHost: hub.test:258\r\n"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://10.1.2.3, 05010001 0a010203 0050",
    "http://[2001:db8::1]:80, 05010004 20010db8000000000000000000000001 0050",
  })
  void addressInFigures_isAskedForAsSuch(String server, String request) throws Exception {
    String expected = request.replace(" ", "");
    try (FakeServer target = FakeServer.answering(OK);
        FakeServer proxy =
            proxy(
                target,
                3,
                "0500",
                expected.length() / 2,
                "05000004 20010db8000000000000000000000001 1234")) {
      assertEquals("ok", through(proxy, "", server).body());
      assertEquals(List.of("050100", expected), heard);
    }
  }

  @Test
  void userAndPassword_areTold_whereTheProxyWantsThem() throws Exception {
    try (FakeServer server = FakeServer.answering(OK);
        FakeServer proxy = proxy(server, 4, "0502", 11, "0100", 7 + 8, "05000003 01 61 1234")) {
      assertEquals("ok", through(proxy, "me:s3%3Acre@", "http://hub.test").body());
      assertEquals("05020002", heard.get(0));
      assertEquals("0102" + hex("me") + "06" + hex("s3:cre"), heard.get(1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "02, its rules do not allow it",
    "03, it finds no way to that network",
    "04, it cannot reach that host",
    "05, the server does not take the connection",
    "01, it failed",
    "63, it failed",
  })
  void refusal_isToldInWords(String code, String words) throws Exception {
    try (FakeServer server = FakeServer.answering(OK);
        FakeServer proxy = proxy(server, 3, "0500", 7 + 8, "05" + code + "0001 7f000001 1234")) {
      IOException e =
          assertThrows(ProxyRefusedException.class, () -> through(proxy, "", "http://hub.test/x"));
      assertEquals(
          "the proxy 127.0.0.1:"
              + proxy.port()
              + " (ALL_PROXY) refused the way to http://hub.test: "
              + words,
          e.getMessage());
      assertEquals(0, server.requests().size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 3, 05ff, it wants another user and password",
    "'', 3, 0502, it wants another user and password",
    "me:SECRET@, 4, 05ff, it wants another user and password",
    "me:SECRET@, 4, 0502 0101, it does not take this user and password",
  })
  void loginThatIsRefused_isTold_withoutThePassword(
      String user, int offer, String answer, String words) throws Exception {
    try (FakeServer server = FakeServer.answering(OK);
        FakeServer proxy = proxy(server, offer, answer)) {
      IOException e =
          assertThrows(
              ProxyRefusedException.class, () -> through(proxy, user, "http://hub.test/x"));
      assertTrue(e.getMessage().contains(words), e::toString);
      assertFalse(e.getMessage().contains("SECRET"), e::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4854", "05", "", "00", "0400"})
  void whoDoesNotSpeakIt_isNamed(String answer) throws Exception {
    try (FakeServer proxy =
        new FakeServer(
            c -> {
              c.read(3);
              c.write(bytes(answer));
            })) {
      IOException e =
          assertThrows(IOException.class, () -> through(proxy, "", "http://hub.test/x"));
      assertTrue(e.getMessage().contains("the proxy 127.0.0.1:" + proxy.port()), e::toString);
    }
  }

  @Test
  void answerThatIsCutOff_isSaidSo() throws Exception {
    try (FakeServer proxy =
        new FakeServer(
            c -> {
              c.read(3);
              c.write(bytes("0500"));
              c.read(7 + 8);
              c.write(bytes("0500"));
            })) {
      IOException e =
          assertThrows(IOException.class, () -> through(proxy, "", "http://hub.test:258/x"));
      assertTrue(e.getMessage().endsWith(": the connection was closed"), e.getMessage());
    }
  }
}
