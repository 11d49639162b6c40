package io.github.hfdevice.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request and its answer (RFC 9112), on a connection of its own that ends with it. */
final class Exchange implements Callable<HttpReply> {
  private final HttpCall call;
  private final Route route;
  private final TrustedCertificates trusted;
  private final String userAgent;
  private final SentSecrets secrets;
  private final AtomicBoolean decided = new AtomicBoolean();
  private volatile ReplyReader reader;

  Exchange(
      HttpCall call,
      Route route,
      TrustedCertificates trusted,
      String userAgent,
      SentSecrets secrets) {
    this.call = call;
    this.route = route;
    this.trusted = trusted;
    this.userAgent = userAgent;
    this.secrets = secrets;
  }

  /** The status of the answer, or 0 until it came. For any thread. */
  int status() {
    ReplyReader begun = reader;
    return begun == null ? 0 : begun.status();
  }

  /**
   * Whether the request was not sent yet; then it never is. For any thread, which can be sure of
   * that: a request that was sent may have done its work.
   */
  boolean giveUpUnsent() {
    return decided.compareAndSet(false, true);
  }

  /** Blocks until the answer is whole, or the route is closed. Sends the request once at most. */
  @Override
  public HttpReply call() throws IOException {
    byte[] request = request();
    Socket socket = route.open(trusted::sockets, userAgent, secrets);
    try {
      if (!decided.compareAndSet(false, true)) {
        throw new InterruptedIOException("given up");
      }
      socket.getOutputStream().write(request);
      reader =
          new ReplyReader(
              call.uri().toString(),
              new BufferedInputStream(socket.getInputStream()),
              SocketTransport.MAX_REPLY_BYTES);
      HttpReply reply = read();
      if (!route.isSecure() && ConnectionFailure.saysThatTlsIsSpoken(reply)) {
        throw ConnectionFailure.answersWithTls(call.uri());
      }
      return reply;
    } finally {
      closeQuietly(socket);
    }
  }

  /** TLS says farewell; whether anybody still hears it makes no difference to the answer. */
  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The route closes what is below it.
    }
  }

  private HttpReply read() throws IOException {
    ReplyHead head = reader.readHead();
    if (head.status() == 407 && route.asksProxy()) {
      throw HttpTunnel.refused(route.proxy().orElseThrow(), call.uri(), head, secrets);
    }
    byte[] packed = reader.readBody(head);
    String source = call.uri().toString();
    try {
      byte[] body =
          ContentCoding.unpack(
              source, head.all("Content-Encoding"), packed, SocketTransport.MAX_REPLY_BYTES);
      String text = new String(body, StandardCharsets.UTF_8);
      return reply(head, text.startsWith("\uFEFF") ? text.substring(1) : text, Optional.empty());
    } catch (ContentCoding.UnreadableException e) {
      if (head.status() / 100 != 2) {
        // What went wrong is told by the status already, and often by a header.
        return reply(head, "", Optional.of(e.getMessage()));
      }
      throw new ReplyCutOffException(
          head.status(), "the answer of " + source + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static HttpReply reply(ReplyHead head, String body, Optional<String> unread) {
    return new HttpReply(
        head.status(),
        body,
        head.first("Retry-After"),
        head.first("Location"),
        head.first("Date"),
        ErrorHeaders.reason(head),
        unread);
  }

  /** Head and body, to be sent as one. */
  private byte[] request() throws IOException {
    URI uri = URI.create(call.uri().toASCIIString());
    StringBuilder head = new StringBuilder(512);
    head.append(call.method()).append(' ').append(target(uri)).append(" HTTP/1.1\r\n");
    header(head, "Host", uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
    header(head, "User-Agent", userAgent);
    header(head, "Accept", "application/json");
    header(head, "Accept-Encoding", "identity");
    // The next request is an interval away, longer than an idle connection is kept.
    header(head, "Connection", "close");
    if (call.authorization().isPresent()) {
      header(head, "Authorization", call.authorization().get());
    }
    if (route.asksProxy()) {
      head.append(HttpTunnel.authorization(route.proxy().orElseThrow()));
    }
    byte[] body = call.body().orElse(new byte[0]);
    Optional<String> contentType = call.contentType();
    if (contentType.isPresent()) {
      header(head, "Content-Type", contentType.get());
      header(head, "Content-Length", Integer.toString(body.length));
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[start.length + body.length];
    System.arraycopy(start, 0, request, 0, start.length);
    System.arraycopy(body, 0, request, start.length, body.length);
    return request;
  }

  private String target(URI uri) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    return route.asksProxy() ? ConnectionFailure.origin(uri) + target : target;
  }

  private static void header(StringBuilder head, String name, String value) throws IOException {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
        throw new ExchangeException(
            "the header " + name + " cannot be sent: it would hold a character that none may have");
      }
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
