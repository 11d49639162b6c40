package io.github.hfdevice.http;

import io.github.hfdevice.text.Printable;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What an HTTP proxy is asked for, and how it refuses. */
final class HttpTunnel {
  private HttpTunnel() {}

  /**
   * Has the proxy connect {@code socket} to a server (RFC 9110, 9.3.6); blocks.
   *
   * @throws ProxyRefusedException if it does not
   */
  static void open(
      Socket socket, ProxyServer proxy, URI server, String userAgent, SentSecrets secrets)
      throws IOException {
    String authority = server.getHost() + ":" + Route.portOf(server);
    String request =
        "CONNECT "
            + authority
            + " HTTP/1.1\r\nHost: "
            + authority
            + "\r\nUser-Agent: "
            + userAgent
            + "\r\n"
            + authorization(proxy)
            + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    ReplyHead head = new ReplyReader(proxy.inWords(), socket.getInputStream(), 0).readHead();
    if (head.status() / 100 != 2) {
      throw refused(proxy, server, head, secrets);
    }
  }

  /** The header that tells who we are, or nothing. */
  static String authorization(ProxyServer proxy) {
    return proxy.user().isPresent()
        ? "Proxy-Authorization: " + proxy.user().get().basicCredentials() + "\r\n"
        : "";
  }

  static ProxyRefusedException refused(
      ProxyServer proxy, URI server, ReplyHead head, SentSecrets secrets) {
    String said = Words.ofOthers(secrets.hide(Printable.of(head.reason())));
    String status = "HTTP " + head.status() + (said.isEmpty() ? "" : " " + said);
    return new ProxyRefusedException(
        proxy,
        ConnectionFailure.origin(server),
        head.status() == 407 ? status + " (" + wanted(proxy, head) + ")" : status);
  }

  private static String wanted(ProxyServer proxy, ReplyHead head) {
    String schemes = head.all("Proxy-Authenticate");
    if (!schemes.isEmpty() && !schemes.toLowerCase(Locale.ROOT).contains("basic")) {
      return "it wants " + Words.ofOthers(schemes.split("[\\s,]", 2)[0]) + ", and only Basic works";
    }
    return proxy.user().isPresent()
        ? "it does not take this user and password"
        : "it wants a user and a password: http://user:password@host:port";
  }
}
