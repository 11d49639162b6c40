package io.github.hfdevice.http;

import io.github.hfdevice.setting.SettingException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.HttpsURLConnection;

/**
 * {@link HttpTransport} on {@link HttpURLConnection}, which starts three times faster than {@code
 * java.net.http}. Each exchange runs on a thread of its own, because a read of a socket can neither
 * be interrupted nor bounded as a whole otherwise.
 */
public final class UrlConnectionTransport implements HttpTransport {
  /** The longest answer that is read, in bytes. */
  public static final int MAX_REPLY_BYTES = 1 << 20;

  // By default the JDK sends a failed POST a second time by itself, which voids a rotating refresh
  // token; and it refuses a proxy's user and password for https. Both are read once, when the JDK's
  // class is first used.
  static {
    defaultProperty("sun.net.http.retryPost", "false");
    defaultProperty("jdk.http.auth.tunneling.disabledSchemes", "");
  }

  private final String userAgent;
  private final ProxyRules proxies;
  private final TrustedCertificates trusted;
  private final Executor threads;
  private final ExchangeLog log;

  /**
   * @param userAgent value of the {@code User-Agent} header
   * @param threads run each exchange; daemon threads, so that an abandoned exchange holds nobody up
   */
  public UrlConnectionTransport(
      String userAgent,
      ProxyRules proxies,
      TrustedCertificates trusted,
      Executor threads,
      ExchangeLog log) {
    this.userAgent = userAgent;
    this.proxies = proxies;
    this.trusted = trusted;
    this.threads = threads;
    this.log = log;
  }

  @Override
  public HttpReply exchange(HttpCall call) throws IOException, InterruptedException {
    try {
      HttpReply reply = exchangeInTime(call);
      log.answered(call, reply);
      return reply;
    } catch (IOException e) {
      log.failed(call, e);
      throw e;
    }
  }

  private HttpReply exchangeInTime(HttpCall call) throws IOException, InterruptedException {
    Exchange exchange = new Exchange(call);
    FutureTask<HttpReply> task = new FutureTask<>(exchange);
    threads.execute(task);
    try {
      return task.get(call.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      abandon(task, exchange);
      throw exchange.status == 0 ? timedOut(call) : exchange.cutOff(timedOut(call));
    } catch (InterruptedException e) {
      abandon(task, exchange);
      throw e;
    } catch (ExecutionException e) {
      throw explain(call, e.getCause());
    }
  }

  /** Nor is it sent later, if it still waits for a thread: the caller may have asked again. */
  private static void abandon(FutureTask<HttpReply> task, Exchange exchange) {
    task.cancel(false);
    exchange.abandon();
  }

  private static SocketTimeoutException timedOut(HttpCall call) {
    return new SocketTimeoutException(
        "no whole answer from "
            + call.uri()
            + " within "
            + call.timeout().toMillis() / 1000.0
            + " s");
  }

  private IOException explain(HttpCall call, Throwable cause) {
    if (cause instanceof SocketTimeoutException) {
      return timedOut(call);
    }
    if (cause instanceof IOException failure) {
      return ConnectionFailure.explain(call.uri(), proxies.serverFor(call.uri()), failure);
    }
    if (cause instanceof SettingException setting) {
      throw setting;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException) {
      // The JDK's parser throws what it likes at an answer, of a proxy for one, that is no HTTP.
      return new IOException("the answer from " + call.uri() + " is no HTTP", cause);
    }
    throw new IllegalStateException(call + " failed unexpectedly", cause);
  }

  private static void defaultProperty(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  /** One exchange on its own thread; the caller may walk away from it. */
  private final class Exchange implements Callable<HttpReply> {
    private final HttpCall call;
    private volatile HttpURLConnection connection;

    /** Zero until it came. */
    private volatile int status;

    private volatile boolean abandoned;

    Exchange(HttpCall call) {
      this.call = call;
    }

    @Override
    public HttpReply call() throws IOException {
      HttpURLConnection opened = open();
      connection = opened;
      Optional<byte[]> body = call.body();
      if (body.isPresent()) {
        opened.setDoOutput(true);
        try (OutputStream out = opened.getOutputStream()) {
          out.write(body.get());
        }
      }
      int code = opened.getResponseCode();
      if (code < 0) {
        throw new IOException("no HTTP answer");
      }
      status = code;
      return new HttpReply(
          code,
          readWholeBody(opened),
          Optional.ofNullable(opened.getHeaderField("Retry-After")),
          Optional.ofNullable(opened.getHeaderField("Location")),
          Optional.ofNullable(opened.getHeaderField("Date")),
          Optional.ofNullable(opened.getHeaderField("X-Error-Message")));
    }

    private HttpURLConnection open() throws IOException {
      URI uri = call.uri();
      Optional<ProxyRules.Server> proxy = proxies.serverFor(uri);
      HttpURLConnection opened =
          (HttpURLConnection)
              uri.toURL()
                  .openConnection(proxy.map(ProxyRules.Server::proxy).orElse(Proxy.NO_PROXY));
      opened.setRequestMethod(call.method());
      opened.setInstanceFollowRedirects(false);
      opened.setUseCaches(false);
      opened.setConnectTimeout(millis(call.timeout()));
      opened.setReadTimeout(millis(call.timeout()));
      opened.setRequestProperty("Accept", "application/json");
      opened.setRequestProperty("User-Agent", userAgent);
      // The next request is an interval away, longer than an idle connection is kept.
      opened.setRequestProperty("Connection", "close");
      call.authorization().ifPresent(value -> opened.setRequestProperty("Authorization", value));
      call.contentType().ifPresent(type -> opened.setRequestProperty("Content-Type", type));
      // Without one of its own, a connection asks the JVM-wide authenticator for passwords.
      opened.setAuthenticator(new ProxyAuthenticator(proxy));
      if (opened instanceof HttpsURLConnection secure) {
        trusted.applyTo(secure);
      } else {
        proxy
            .flatMap(ProxyRules.Server::basicCredentials)
            .ifPresent(value -> opened.setRequestProperty("Proxy-Authorization", value));
      }
      return opened;
    }

    private String readWholeBody(HttpURLConnection opened) throws IOException {
      try {
        return readBody(opened);
      } catch (ReplyTooLargeException e) {
        throw e;
      } catch (IOException e) {
        throw cutOff(e);
      }
    }

    ReplyCutOffException cutOff(IOException cause) {
      String reason = cause.getMessage() == null ? "" : " (" + cause.getMessage().strip() + ")";
      return new ReplyCutOffException(
          status, "the answer of " + call.uri() + " was cut off" + reason, cause);
    }

    private String readBody(HttpURLConnection opened) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (InputStream in = status >= 400 ? opened.getErrorStream() : opened.getInputStream()) {
        if (in != null) {
          byte[] chunk = new byte[8192];
          for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            if (abandoned) {
              throw new InterruptedIOException("given up");
            }
            bytes.write(chunk, 0, n);
            if (bytes.size() > MAX_REPLY_BYTES) {
              opened.disconnect();
              throw new ReplyTooLargeException(call.uri(), MAX_REPLY_BYTES);
            }
          }
        }
      }
      long announced = opened.getContentLengthLong();
      if (bytes.size() < announced) {
        // The JDK takes an early end of such a body for its end.
        throw new EOFException(bytes.size() + " of " + announced + " bytes came");
      }
      String text = bytes.toString(StandardCharsets.UTF_8);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /**
     * Frees the thread: a wait for the status line ends at once, a read of the body with its next
     * byte or its read timeout (closing it from here could block behind that read).
     */
    void abandon() {
      abandoned = true;
      HttpURLConnection opened = connection;
      if (opened != null && status == 0) {
        opened.disconnect();
      }
    }

    private static int millis(Duration timeout) {
      return (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
    }
  }
}
