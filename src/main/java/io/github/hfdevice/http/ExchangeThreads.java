package io.github.hfdevice.http;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of exchanges in a process that holds many logins: virtual ones from Java 21 on, else
 * at most {@link #MOST} daemon threads, which end when they have nothing to do. Looked up by name,
 * since the code is compiled for Java 17.
 */
public final class ExchangeThreads {
  static final int MOST = 64;
  private static final Executor SHARED = make();

  private ExchangeThreads() {}

  /** The ones that all logins of this process share. */
  public static Executor shared() {
    return SHARED;
  }

  private static Executor make() {
    try {
      return (Executor) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      return pool();
    }
  }

  static Executor pool() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            MOST, MOST, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), ExchangeThreads::daemon);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "hf-device-exchange");
    thread.setDaemon(true);
    return thread;
  }
}
