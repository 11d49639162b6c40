package io.github.hfdevice.http;

import io.github.hfdevice.setting.SettingException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@link HttpTransport} on plain sockets. It does what Java's own clients do not: it sends nothing
 * twice, tries every address of a name, limits every part of an answer, and leaves the settings of
 * the JVM alone. Each exchange runs on a thread of its own, so that its time as a whole is limited.
 */
public final class SocketTransport implements HttpTransport {
  /** The longest answer that is read, in bytes; of a compressed one, what is in it too. */
  public static final int MAX_REPLY_BYTES = 1 << 20;

  private final String userAgent;
  private final ProxyRules proxies;
  private final TrustedCertificates trusted;
  private final Executor threads;
  private final ExchangeLog log;
  private final Connector connector;

  /**
   * @param userAgent value of the {@code User-Agent} header
   * @param threads run each exchange; daemon threads, so that an abandoned exchange holds nobody up
   */
  public SocketTransport(
      String userAgent,
      ProxyRules proxies,
      TrustedCertificates trusted,
      Executor threads,
      ExchangeLog log) {
    this(userAgent, proxies, trusted, threads, log, Resolver.OF_THE_SYSTEM);
  }

  SocketTransport(
      String userAgent,
      ProxyRules proxies,
      TrustedCertificates trusted,
      Executor threads,
      ExchangeLog log,
      Resolver resolver) {
    this.userAgent = userAgent;
    this.proxies = proxies;
    this.trusted = trusted;
    this.threads = threads;
    this.log = log;
    this.connector = new Connector(resolver);
  }

  /**
   * {@inheritDoc}
   *
   * @throws SettingException if the proxy's variable or the authorities' setting cannot be used
   */
  @Override
  public HttpReply exchange(HttpCall call) throws IOException, InterruptedException {
    if (call.uri().getHost() == null) {
      throw new ExchangeException(call.uri() + " names no host");
    }
    Optional<ProxyServer> proxy = proxies.serverFor(call.uri());
    SentSecrets secrets = new SentSecrets(call, proxy);
    try (Route route = new Route(call.uri(), proxy, connector)) {
      HttpReply reply = exchange(call, route, secrets);
      log.answered(call, reply, secrets);
      return reply;
    } catch (IOException e) {
      log.failed(call, e, secrets);
      throw e;
    }
  }

  private HttpReply exchange(HttpCall call, Route route, SentSecrets secrets)
      throws IOException, InterruptedException {
    Exchange exchange = new Exchange(call, route, trusted, userAgent, secrets);
    FutureTask<HttpReply> task = new FutureTask<>(exchange);
    try {
      threads.execute(task);
      Duration beforeSending = call.connectTimeout();
      if (!ends(task, beforeSending) && exchange.giveUpUnsent()) {
        throw ConnectionFailure.timedOut(route, beforeSending);
      }
      return task.get(call.timeout().minus(beforeSending).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      ExchangeException late = ConnectionFailure.timedOut(route, call.timeout());
      throw exchange.status() == 0 ? late : cutOff(call, exchange, late.getMessage(), e);
    } catch (ExecutionException e) {
      throw failure(call, route, exchange, e.getCause());
    } catch (OutOfMemoryError e) { // No thread could be started.
      throw failure(call, route, exchange, e);
    } finally {
      // Nor is it sent later, if it still waits for a thread: the caller may have asked again.
      task.cancel(false);
    }
  }

  /** Whether {@code task} ends within {@code limit}, well or not; blocks that long. */
  private static boolean ends(FutureTask<HttpReply> task, Duration limit)
      throws ExecutionException, InterruptedException {
    try {
      task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** An error of the JVM too, such as too little memory, is only the failure of this exchange. */
  private static IOException failure(
      HttpCall call, Route route, Exchange exchange, Throwable cause) {
    if (cause instanceof SettingException setting) {
      throw setting;
    }
    return exchange.status() == 0 || cause instanceof ExchangeException
        ? ConnectionFailure.explain(route, cause)
        : cutOff(call, exchange, Words.reason(cause), cause);
  }

  /** Once a status came, the server has the request and may have done what it was asked. */
  private static ReplyCutOffException cutOff(
      HttpCall call, Exchange exchange, String reason, Throwable cause) {
    return new ReplyCutOffException(
        exchange.status(), "the answer of " + call.uri() + " was cut off (" + reason + ")", cause);
  }
}
