package io.github.hfdevice;

import io.github.hfdevice.time.WaitClock;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Holds many logins at once, each on a virtual thread, until all of them have polled once and wait
 * for the next poll; then goes on with those that were approved and interrupts the others. A
 * process of its own, since it is measured: prints a line of figures, and one of how the logins
 * ended.
 */
final class ManyLogins implements WaitClock {
  private final int approved;
  private final CountDownLatch allWait;
  private final CountDownLatch opened = new CountDownLatch(1);
  private final ConcurrentHashMap<Thread, Integer> sleeps = new ConcurrentHashMap<>();
  private final List<Thread> toInterrupt = new ArrayList<>();

  private ManyLogins(int logins, int approved) {
    this.approved = approved;
    this.allWait = new CountDownLatch(logins);
  }

  /**
   * Logs in.
   *
   * @param args the server, whose user codes are numbers from 0 on; the token file; how many logins
   *     to hold; how many of them the server approves, the lowest codes first
   */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[2]);
    new ManyLogins(count, Integer.parseInt(args[3])).run(URI.create(args[0]), args[1], count);
  }

  private void run(URI server, String tokenFile, int count) throws Exception {
    long start = System.nanoTime();
    DeviceLogin login =
        DeviceLogin.builder()
            .endpoint(server)
            .tokenFile(Path.of(tokenFile))
            .requestTimeout(Duration.ofMinutes(2))
            .waitClock(this)
            .build();
    ExecutorService threads =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    List<Future<StoredLogin>> logins = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      logins.add(threads.submit(() -> login.login(this::begun)));
    }
    if (!allWait.await(2, TimeUnit.MINUTES)) {
      throw new AssertionError(allWait.getCount() + " logins do not wait");
    }
    System.out.println(figures(count, Duration.ofNanos(System.nanoTime() - start)));
    open();
    System.out.println(outcome(logins));
    threads.shutdownNow();
  }

  private synchronized void begun(LoginPrompt prompt) {
    if (Integer.parseInt(prompt.userCode()) >= approved) {
      toInterrupt.add(Thread.currentThread());
    }
  }

  private static String figures(int count, Duration time) {
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return count
        + " logins wait: "
        + (used >> 20)
        + " MiB of "
        + (Runtime.getRuntime().maxMemory() >> 20)
        + " MiB of heap in use, "
        + ManagementFactory.getThreadMXBean().getThreadCount()
        + " platform threads, after "
        + time.toMillis()
        + " ms, on Java "
        + Runtime.version().feature();
  }

  private static String outcome(List<Future<StoredLogin>> logins) throws InterruptedException {
    int stored = 0;
    int interrupted = 0;
    for (Future<StoredLogin> login : logins) {
      try {
        login.get();
        stored++;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof InterruptedException)) {
          throw new AssertionError("a login failed", e);
        }
        interrupted++;
      }
    }
    return stored + " stored, " + interrupted + " interrupted";
  }

  private synchronized void open() {
    toInterrupt.forEach(Thread::interrupt);
    opened.countDown();
  }

  @Override
  public Duration elapsed() {
    return Duration.ZERO;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    if (sleeps.merge(Thread.currentThread(), 1, Integer::sum) == 2) {
      allWait.countDown();
      opened.await();
    }
  }
}
