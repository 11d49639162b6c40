package io.github.hfdevice.http;

import java.io.EOFException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in a user's words why no answer came. */
final class ConnectionFailure {
  private static final String ALERT = "Received fatal alert: ";

  private ConnectionFailure() {}

  /** Scheme, host and port of {@code uri}, without a user. */
  static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  private static String whole(Route route) {
    return origin(route.server()) + route.proxy().map(p -> " through " + p.inWords()).orElse("");
  }

  /** Who is connected to first. */
  private static String next(Route route) {
    return route.proxy().map(ProxyServer::inWords).orElseGet(() -> origin(route.server()));
  }

  static ExchangeException timedOut(Route route, Duration timeout) {
    String within = " within " + timeout.toMillis() / 1000.0 + " s";
    return new ExchangeException(
        switch (route.stage()) {
          case RESOLVING -> "the host of " + next(route) + " was not found" + within + " (DNS)";
          case CONNECTING -> "no connection to " + next(route) + within;
          case TUNNELLING -> "no connection to " + whole(route) + within;
          case HANDSHAKING ->
              "no secure connection to " + whole(route) + within + " (does that port speak TLS?)";
          case ANSWERING -> "no whole answer from " + route.server() + within;
        });
  }

  static ExchangeException explain(Route route, Throwable cause) {
    if (cause instanceof ExchangeException explained) {
      return explained;
    }
    return switch (route.stage()) {
      case RESOLVING, CONNECTING -> notConnected(route, cause);
      case TUNNELLING ->
          cause instanceof TlsAnswerException
              ? new ExchangeException(next(route) + " answers with TLS, and was asked without")
              : new ExchangeException(
                  "no connection to " + whole(route) + ": " + Words.reason(cause), cause);
      case HANDSHAKING -> notSecure(route, cause);
      case ANSWERING -> notAnswered(route, cause);
    };
  }

  private static ExchangeException notConnected(Route route, Throwable cause) {
    return cause instanceof UnknownHostException
        ? new ExchangeException("the host of " + next(route) + " is not known (DNS)", cause)
        : new ExchangeException(
            "no connection to " + next(route) + ": " + Words.reason(cause), cause);
  }

  private static ExchangeException notSecure(Route route, Throwable cause) {
    boolean closed = cause instanceof SocketException;
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof RefusedCertificate refused) {
        return new CertificateRefusedException(
            "no secure connection to " + whole(route) + ": " + refused.getMessage(),
            RefusedCertificate.isUnknown(refused),
            cause);
      }
      closed |= each instanceof EOFException;
    }
    String message = String.valueOf(cause.getMessage());
    // Java has no other sign of it than this text.
    if (cause instanceof SSLException && message.contains("SSL message")) {
      return withoutTls(route, cause);
    }
    return new ExchangeException(
        "no secure connection to "
            + whole(route)
            + ": "
            + (closed
                ? "the connection was closed in the TLS handshake (does that port speak TLS?)"
                : refusal(message).orElseGet(() -> Words.reason(cause))),
        cause);
  }

  /** The alert that the server sent; newer Javas put its name before the sentence too. */
  private static Optional<String> refusal(String message) {
    int alert = message.indexOf(ALERT);
    return alert < 0
        ? Optional.empty()
        : Optional.of(
            "the server refused the TLS handshake ("
                + message.substring(alert + ALERT.length())
                + ")");
  }

  private static ExchangeException withoutTls(Route route, Throwable cause) {
    String origin = origin(route.server());
    return new ExchangeException(
        origin
            + " answers without TLS: "
            + (ProxyRules.isLoopback(route.server())
                ? "use http" + origin.substring("https".length())
                : "check its port"),
        cause);
  }

  private static ExchangeException notAnswered(Route route, Throwable cause) {
    if (cause instanceof TlsAnswerException) {
      return answersWithTls(route.server());
    }
    return new ExchangeException(
        "no whole answer from " + whole(route) + ": " + Words.reason(cause) + tlsHint(route, cause),
        cause);
  }

  /** Many servers end a connection without a word when plain text comes where TLS should. */
  private static String tlsHint(Route route, Throwable cause) {
    boolean ended = cause instanceof SocketException || cause instanceof EOFException;
    return ended && !route.isSecure() && route.proxy().isEmpty()
        ? "; if that port speaks TLS, use https" + origin(route.server()).substring(4)
        : "";
  }

  static ExchangeException answersWithTls(URI server) {
    String origin = origin(server);
    return new ExchangeException(
        origin + " answers with TLS, and was asked without: use https" + origin.substring(4));
  }

  /** Whether a page says that its port is one for TLS, as those of nginx, Apache and Go do. */
  static boolean saysThatTlsIsSpoken(HttpReply reply) {
    return reply.status() == 400
        && (reply.body().contains("plain HTTP request was sent to HTTPS port")
            || reply.body().contains("plain HTTP to an SSL-enabled server port")
            || reply.body().contains("HTTP request to an HTTPS server"));
  }
}
