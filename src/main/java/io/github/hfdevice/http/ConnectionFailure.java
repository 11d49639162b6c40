package io.github.hfdevice.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in a user's words why no answer came. */
final class ConnectionFailure {
  private ConnectionFailure() {}

  static IOException explain(URI uri, Optional<ProxyRules.Server> proxy, IOException cause) {
    if (cause instanceof ReplyTooLargeException || cause instanceof ReplyCutOffException) {
      return cause;
    }
    Optional<String> way = proxy.map(p -> "the proxy " + p.host() + ":" + p.port());
    String hub = uri.getScheme() + "://" + uri.getRawAuthority();
    String server = hub + way.map(name -> " through " + name).orElse("");
    if (cause instanceof UnknownHostException) {
      return new IOException("the host of " + way.orElse(hub) + " is not known (DNS)", cause);
    }
    if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      return new IOException("no connection to " + server + ": " + reason(cause), cause);
    }
    if (cause instanceof SSLException) {
      return new IOException(
          "no secure connection to "
              + server
              + ": "
              + reason(cause)
              + " (a company's certificate authority goes into SSL_CERT_FILE)",
          cause);
    }
    return new IOException("no whole answer from " + server + ": " + reason(cause), cause);
  }

  private static String reason(IOException cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message.strip();
  }
}
