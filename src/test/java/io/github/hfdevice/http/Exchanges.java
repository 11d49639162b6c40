package io.github.hfdevice.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A transport under test, and the threads that it started. */
final class Exchanges {
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final UrlConnectionTransport transport;

  Exchanges() {
    this(Map.of(), TrustedCertificates.ofJava());
  }

  Exchanges(Map<String, String> proxyVariables, TrustedCertificates trusted) {
    transport =
        new UrlConnectionTransport(
            "hf-device/test",
            new ProxyRules(proxyVariables),
            trusted,
            this::run,
            ExchangeLog.SILENT);
  }

  private void run(Runnable task) {
    Thread thread = new Thread(task, "exchange");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  UrlConnectionTransport transport() {
    return transport;
  }

  HttpReply get(URI uri) throws Exception {
    return transport.exchange(HttpCall.get(uri, Optional.empty(), Duration.ofSeconds(10)));
  }

  HttpReply post(URI uri) throws Exception {
    return post(uri, Duration.ofSeconds(10));
  }

  HttpReply post(URI uri, Duration timeout) throws Exception {
    return transport.exchange(
        HttpCall.post(uri, Optional.empty(), Map.of("device_code", "c"), timeout));
  }

  /** Whether all threads end within five seconds. */
  boolean leavesNoThread() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(5000);
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }
}
