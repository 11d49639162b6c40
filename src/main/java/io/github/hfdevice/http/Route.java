package io.github.hfdevice.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * The way of one exchange to its server, directly or through a proxy. To close it, from any thread,
 * ends whatever waits on it.
 */
final class Route implements Closeable {
  private final URI server;
  private final Optional<ProxyServer> proxy;
  private final Connector connector;
  private final OpenSockets open = new OpenSockets();
  private volatile Stage stage = Stage.RESOLVING;

  Route(URI server, Optional<ProxyServer> proxy, Connector connector) {
    this.server = server;
    this.proxy = proxy;
    this.connector = connector;
  }

  URI server() {
    return server;
  }

  Optional<ProxyServer> proxy() {
    return proxy;
  }

  Stage stage() {
    return stage;
  }

  boolean isSecure() {
    return "https".equalsIgnoreCase(server.getScheme());
  }

  /** Whether the proxy gets the requests themselves, which name the whole address then. */
  boolean asksProxy() {
    return !isSecure() && proxy.isPresent() && proxy.get().kind() == ProxyServer.Kind.HTTP;
  }

  /**
   * Connects, with TLS where the server is https; blocks.
   *
   * @param certificates what TLS is made with; asked for once, and only if it is needed
   * @param userAgent what a proxy is told
   * @param secrets what a proxy may repeat
   */
  Socket open(TlsSockets certificates, String userAgent, SentSecrets secrets) throws IOException {
    String host = ProxyRules.unbracketed(server.getHost().toLowerCase(Locale.ROOT));
    int port = portOf(server);
    Socket socket =
        proxy.isPresent() ? connect(proxy.get().host(), proxy.get().port()) : connect(host, port);
    if (proxy.isPresent() && !asksProxy()) {
      stage = Stage.TUNNELLING;
      if (proxy.get().kind() == ProxyServer.Kind.HTTP) {
        HttpTunnel.open(socket, proxy.get(), server, userAgent, secrets);
      } else {
        new Socks5(proxy.get(), ConnectionFailure.origin(server), socket).connect(host, port);
      }
    }
    if (isSecure()) {
      stage = Stage.HANDSHAKING;
      socket = Tls.over(socket, server, certificates.factory());
    }
    stage = Stage.ANSWERING;
    return socket;
  }

  private Socket connect(String host, int port) throws IOException {
    List<InetAddress> addresses = connector.addressesOf(host);
    stage = Stage.CONNECTING;
    return connector.connect(addresses, port, open);
  }

  /** The port of {@code server}, told or not. */
  static int portOf(URI server) {
    if (server.getPort() >= 0) {
      return server.getPort();
    }
    return "http".equalsIgnoreCase(server.getScheme()) ? 80 : 443;
  }

  @Override
  public void close() {
    open.close();
  }

  /** Gives what makes TLS connections. */
  interface TlsSockets {
    SSLSocketFactory factory() throws IOException;
  }
}
