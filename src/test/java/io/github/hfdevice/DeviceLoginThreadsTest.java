package io.github.hfdevice;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.demo.PracticeHub;
import io.github.hfdevice.login.FakeLoginServer;
import io.github.hfdevice.time.WaitClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many logins at once, and how an interrupt ends one. */
@Timeout(60)
class DeviceLoginThreadsTest {
  private static final int MANY = 1000;
  private static final int APPROVED = 20;

  @TempDir private Path dir;

  @Test
  void aThousandLogins_waitAtOnce_onFewThreads_andEndAlone() throws Exception {
    Gate gate = new Gate(MANY);
    ExecutorService callers = callers();
    try (PracticeHub hub =
        PracticeHub.start(PracticeHub.Options.builder().strictPolling(false).build())) {
      DeviceLogin login =
          DeviceLogin.builder()
              .endpoint(hub.endpoint())
              .tokenFile(dir.resolve("token"))
              .requestTimeout(Duration.ofSeconds(30))
              .waitClock(gate)
              .build();
      List<Future<StoredLogin>> logins = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        boolean approved = i < APPROVED;
        logins.add(
            callers.submit(
                () ->
                    login.login(
                        prompt -> {
                          if (approved) {
                            hub.approve(prompt.userCode());
                          } else {
                            gate.interruptMe();
                          }
                        })));
      }
      assertTrue(gate.allWait.await(50, SECONDS), () -> gate.allWait + " are missing");
      long exchanging =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("hf-device-exchange"))
              .count();
      assertTrue(exchanging <= 64, () -> exchanging + " threads");
      gate.open();
      for (int i = 0; i < MANY; i++) {
        Future<StoredLogin> future = logins.get(i);
        if (i < APPROVED) {
          assertEquals("oauth-alice", future.get().name());
        } else {
          ExecutionException end = assertThrows(ExecutionException.class, future::get);
          assertInstanceOf(InterruptedException.class, end.getCause());
        }
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void interruptDuringARequest_endsTheLoginAtOnce() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (FakeLoginServer hub = FakeLoginServer.granting()) {
      hub.answer(
          "/oauth/device",
          exchange -> {
            asked.countDown();
            awaitQuietly(over);
          });
      FutureTask<StoredLogin> login = login(hub, new Gate(1));
      Thread thread = new Thread(login);
      thread.start();
      assertTrue(asked.await(20, SECONDS));
      thread.interrupt();
      ExecutionException end = assertThrows(ExecutionException.class, () -> login.get(5, SECONDS));
      assertInstanceOf(InterruptedException.class, end.getCause());
    } finally {
      over.countDown();
    }
  }

  @Test
  void interruptAfterTheGrant_losesNoToken() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (FakeLoginServer hub = FakeLoginServer.granting()) {
      Gate open = new Gate(1);
      open.open();
      Thread[] caller = new Thread[1];
      hub.answer(
          "/api/whoami-v2",
          exchange -> {
            caller[0].interrupt();
            awaitQuietly(over);
          });
      FutureTask<StoredLogin> login = login(hub, open);
      FutureTask<Boolean> interrupted =
          new FutureTask<>(
              () -> {
                login.run();
                return Thread.interrupted();
              });
      caller[0] = new Thread(interrupted);
      caller[0].start();
      assertTrue(login.get(20, SECONDS).name().startsWith("oauth-unidentified-"));
      assertTrue(interrupted.get(20, SECONDS), "the interrupt was swallowed");
      assertEquals(FakeLoginServer.ACCESS_TOKEN, Files.readString(dir.resolve("token")));
    } finally {
      over.countDown();
    }
  }

  @Test
  void interruptBefore_requestsNothing() throws Exception {
    try (FakeLoginServer hub = FakeLoginServer.granting()) {
      DeviceLogin login = builder(hub, new Gate(1)).build();
      Thread.currentThread().interrupt();
      assertThrows(
          InterruptedException.class,
          () ->
              login.login(
                  prompt -> {
                    throw new AssertionError(prompt);
                  }));
    }
  }

  private FutureTask<StoredLogin> login(FakeLoginServer hub, WaitClock clock) {
    DeviceLogin login = builder(hub, clock).build();
    return new FutureTask<>(() -> login.login(prompt -> {}));
  }

  private DeviceLoginBuilder builder(FakeLoginServer hub, WaitClock clock) {
    return DeviceLogin.builder()
        .endpoint(hub.endpoint())
        .tokenFile(dir.resolve("token"))
        .requestTimeout(Duration.ofSeconds(30))
        .waitClock(clock);
  }

  /** Virtual threads where this Java has them. */
  private static ExecutorService callers() throws ReflectiveOperationException {
    return Runtime.version().feature() >= 21
        ? (ExecutorService)
            Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null)
        : Executors.newCachedThreadPool();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Holds every sleeper until it opens; then interrupts those that asked for it. */
  private static final class Gate implements WaitClock {
    final CountDownLatch allWait;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final List<Thread> toInterrupt = new ArrayList<>();

    Gate(int sleepers) {
      allWait = new CountDownLatch(sleepers);
    }

    synchronized void interruptMe() {
      toInterrupt.add(Thread.currentThread());
    }

    synchronized void open() {
      toInterrupt.forEach(Thread::interrupt);
      opened.countDown();
    }

    @Override
    public Duration elapsed() {
      return Duration.ZERO;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      allWait.countDown();
      opened.await();
    }
  }
}
