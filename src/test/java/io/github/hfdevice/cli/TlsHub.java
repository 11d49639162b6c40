package io.github.hfdevice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.hfdevice.http.FakeServer;
import io.github.hfdevice.http.TestAuthority;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;

/** A Hub behind TLS, which grants each login at once. */
final class TlsHub {
  private TlsHub() {}

  static FakeServer of(TestAuthority authority) throws IOException, GeneralSecurityException {
    return authority.server(TlsHub::answer);
  }

  /**
   * @param name what its certificate is for
   * @param start when its two days begin, from now
   */
  static FakeServer of(TestAuthority authority, String name, Duration start)
      throws IOException, GeneralSecurityException {
    return authority.server(TlsHub::answer, name, TestAuthority.names(name), start);
  }

  private static void answer(FakeServer.Connection connection) throws IOException {
    String request = connection.readRequest();
    String body = "{\"name\":\"bob\"}";
    if (request.startsWith("POST /oauth/device")) {
      body = ScriptedHub.DEVICE;
    } else if (request.startsWith("POST /oauth/token")) {
      body = ScriptedHub.GRANT;
    }
    connection.write(
        "HTTP/1.1 200 OK\r\nContent-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body);
  }
}
