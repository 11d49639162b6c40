package io.github.hfdevice.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A transport under test, and the threads that it started. */
final class Exchanges {
  /** Also for a machine that has much else to do. */
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final SocketTransport transport;

  Exchanges() {
    this(Map.of(), TrustedCertificates.ofMachine());
  }

  Exchanges(Map<String, String> proxyVariables, TrustedCertificates trusted) {
    this(proxyVariables, trusted, Resolver.OF_THE_SYSTEM);
  }

  Exchanges(Map<String, String> proxyVariables, TrustedCertificates trusted, Resolver resolver) {
    transport =
        new SocketTransport(
            "hf-device/test",
            new ProxyRules(proxyVariables),
            trusted,
            this::run,
            ExchangeLog.SILENT,
            resolver);
  }

  private void run(Runnable task) {
    Thread thread = new Thread(task, "exchange");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  SocketTransport transport() {
    return transport;
  }

  HttpReply get(URI uri) throws Exception {
    return transport.exchange(HttpCall.get(uri, Optional.empty(), LONG_ENOUGH));
  }

  HttpReply post(URI uri) throws Exception {
    return post(uri, LONG_ENOUGH);
  }

  HttpReply post(URI uri, Duration timeout) throws Exception {
    return transport.exchange(
        HttpCall.post(uri, Optional.empty(), Map.of("device_code", "c"), timeout));
  }

  /** Whether all threads end by themselves. */
  boolean leavesNoThread() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(20_000);
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }
}
