package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.time.FakeWaitClock;
import io.github.hfdevice.time.MachineWaitClock;
import io.github.hfdevice.time.WaitClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoreLockTest {
  private static final int BUSY = 1;

  @TempDir Path root;
  private Path file;
  private final List<String> warnings = new ArrayList<>();
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void file() {
    file = root.resolve("f/stored_tokens.lock");
  }

  @AfterEach
  void endProcesses() throws Exception {
    for (Process process : started) {
      process.getOutputStream().close();
      process.destroyForcibly().waitFor();
    }
  }

  private StoreLock lock(WaitClock clock, OsLocks locks) {
    return new StoreLock(file, Duration.ofSeconds(30), clock, warnings::add, locks);
  }

  private StoreLock lock() {
    return lock(new MachineWaitClock(), new OsLocks.OfThisSystem());
  }

  private Process start(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }

  /** Another program's attempt, as Python's filelock makes it: the exit code. */
  private int tryFlock() throws Exception {
    return start("flock", "-n", "-x", file.toString(), "true").waitFor();
  }

  /** Another program that holds the lock until its standard input ends. */
  private Process holdWithFlock() throws IOException {
    Files.createDirectories(file.getParent());
    Process holder = start("flock", "-x", file.toString(), "sh", "-c", "echo; exec cat");
    assertEquals('\n', holder.getInputStream().read());
    return holder;
  }

  private static <T> T within(StoreLock lock, Callable<T> work) throws Exception {
    HeldLock held = lock.hold();
    try (held) {
      return work.call();
    }
  }

  private static <T> T await(FutureTask<T> task) throws Exception {
    return task.get(30, TimeUnit.SECONDS);
  }

  private static <T> FutureTask<T> inBackground(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(task).start();
    return task;
  }

  @Test
  void lockFile_isCreatedWithItsFolder_andStays() throws Exception {
    Folder.assumePosix(root);
    assertEquals("done", within(lock(), () -> "done"));
    assertEquals(0, Files.size(file));
    assertEquals("rwx------", Folder.mode(file.getParent()));
    assertTrue(
        Set.of("rw-rw-r--", "rw-r--r--", "rw-------").contains(Folder.mode(file)),
        Folder.mode(file));
    assertEquals("again", within(lock(), () -> "again"));
    assertEquals(List.of(), warnings);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void isFree_seesAnotherProgramsLock_andMakesNoFile() throws Exception {
    Duration moment = Duration.ofMillis(200);
    assertTrue(lock().isFree(moment));
    assertFalse(Files.exists(file));
    Process holder = holdWithFlock();
    assertFalse(lock().isFree(moment));
    holder.getOutputStream().close();
    holder.waitFor();
    assertTrue(lock().isFree(Duration.ofSeconds(5)));
    assertEquals(0, tryFlock(), "it was taken and not given back");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whileHeld_flockOfAnotherProgramIsKeptOut() throws Exception {
    assertEquals(BUSY, within(lock(), this::tryFlock));
    assertEquals(0, tryFlock());
    assertEquals(List.of(), warnings);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void lockIsGivenBack_whenTheTransactionFails() throws Exception {
    IllegalStateException failure = new IllegalStateException();
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class,
            () ->
                within(
                    lock(),
                    () -> {
                      throw failure;
                    })));
    assertEquals(0, tryFlock());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nestedLocks_areGivenBackWithTheLastOne_inWhateverOrder() throws Exception {
    HeldLock outer = lock().hold();
    HeldLock inner = lock().hold();
    outer.close();
    outer.close();
    assertEquals(BUSY, tryFlock());
    inner.close();
    assertEquals(0, tryFlock());
  }

  private static WaitClock counting(CountDownLatch sleeps) {
    MachineWaitClock real = new MachineWaitClock();
    return new WaitClock() {
      @Override
      public Duration elapsed() {
        return real.elapsed();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        sleeps.countDown();
        real.sleep(duration);
      }
    };
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whileAnotherProgramHoldsIt_itWaits_andThenGoesOn() throws Exception {
    Process holder = holdWithFlock();
    CountDownLatch waited = new CountDownLatch(5);
    WaitClock clock = counting(waited);
    AtomicReference<Boolean> holderAlive = new AtomicReference<>();
    FutureTask<String> task =
        inBackground(
            () ->
                within(
                    lock(clock, new OsLocks.OfThisSystem()),
                    () -> {
                      holderAlive.set(holder.isAlive());
                      return "held";
                    }));
    assertTrue(waited.await(30, TimeUnit.SECONDS));
    assertFalse(task.isDone());
    assertEquals(null, holderAlive.get());
    holder.getOutputStream().close();
    assertEquals("held", await(task));
  }

  /** As Python's filelock does from 3.20.4 until it was found to be wrong in 2026. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void lockFileThatItsHolderRemoves_isTheLockNoMore() throws Exception {
    Files.createDirectories(file.getParent());
    Process holder =
        start(
            "flock",
            "-x",
            file.toString(),
            "sh",
            "-c",
            "echo; read -r line; rm \"$0\"",
            file.toString());
    assertEquals('\n', holder.getInputStream().read());
    CountDownLatch waited = new CountDownLatch(5);
    FutureTask<Integer> task =
        inBackground(
            () -> within(lock(counting(waited), new OsLocks.OfThisSystem()), this::tryFlock));
    assertTrue(waited.await(30, TimeUnit.SECONDS));
    holder.getOutputStream().close();
    assertEquals(BUSY, await(task));
    assertEquals(0, tryFlock());
    assertEquals(List.of(), warnings);
  }

  @Test
  void fileSystemWithoutLastingFileNumbers_isLockedAllTheSame() throws Exception {
    Path opened = Files.createFile(root.resolve("opened"));
    LockFileIdentity identity = new LockFileIdentity(Files.createFile(root.resolve("found")));
    for (int i = 0; i < LockFileIdentity.MOST_REPLACEMENTS; i++) {
      identity.opened(opened);
      assertTrue(identity.isReplaced());
    }
    identity.opened(opened);
    assertFalse(identity.isReplaced());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void afterTheLimit_itGivesUp_namingTheFile_andLeavesNoWaiterBehind() throws Exception {
    Process holder = holdWithFlock();
    FakeWaitClock clock = new FakeWaitClock();
    StoreException e =
        assertThrows(
            StoreException.class,
            () -> within(lock(clock, new OsLocks.OfThisSystem()), () -> "never"));
    assertEquals(Optional.of(file), e.path());
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    assertTrue(e.getMessage().contains("30 s"), e.getMessage());
    assertTrue(clock.waited().compareTo(Duration.ofSeconds(30)) >= 0, clock.waited()::toString);
    assertTrue(clock.waited().compareTo(Duration.ofSeconds(31)) < 0, clock.waited()::toString);
    holder.getOutputStream().close();
    holder.waitFor();
    assertEquals("held", within(lock(), () -> "held"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void interrupt_endsTheWait_andStaysSet() throws Exception {
    holdWithFlock();
    AtomicReference<Thread> waiter = new AtomicReference<>();
    FakeWaitClock clock = new FakeWaitClock().duringSleep(() -> waiter.get().interrupt());
    FutureTask<Boolean> task =
        inBackground(
            () -> {
              waiter.set(Thread.currentThread());
              assertThrows(
                  InterruptedIOException.class,
                  () -> within(lock(clock, new OsLocks.OfThisSystem()), () -> "never"));
              return Thread.interrupted();
            });
    assertTrue(await(task));
  }

  @Test
  void threadsOfOneProcess_excludeEachOther() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<FutureTask<String>> tasks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      tasks.add(
          inBackground(
              () ->
                  within(
                      lock(),
                      () -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        assertTrue(Files.exists(file));
                        inside.decrementAndGet();
                        return "done";
                      })));
    }
    for (FutureTask<String> task : tasks) {
      assertEquals("done", await(task));
    }
    assertEquals(1, most.get());
  }

  @Test
  void anotherThread_waitsNoLongerThanTheLimit() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    FutureTask<Boolean> holder =
        inBackground(
            () ->
                within(
                    lock(),
                    () -> {
                      held.countDown();
                      return release.await(30, TimeUnit.SECONDS);
                    }));
    assertTrue(held.await(30, TimeUnit.SECONDS));
    StoreLock hasty =
        new StoreLock(
            file,
            Duration.ofMillis(1),
            new MachineWaitClock(),
            warnings::add,
            new OsLocks.OfThisSystem());
    assertThrows(StoreException.class, () -> within(hasty, () -> "never"));
    release.countDown();
    assertTrue(await(holder));
  }

  @Test
  void oneLock_isOneLock_underEveryNameOfItsFolder() throws Exception {
    Files.createDirectory(file.getParent());
    Files.createSymbolicLink(root.resolve("link"), file.getParent());
    StoreLock other =
        new StoreLock(
            root.resolve("link/stored_tokens.lock"),
            Duration.ofMillis(50),
            new MachineWaitClock(),
            warnings::add,
            new OsLocks.OfThisSystem());
    assertEquals("nested", within(lock(), () -> within(other, () -> "nested")));
    ExecutionException e =
        assertThrows(
            ExecutionException.class,
            () -> within(lock(), () -> await(inBackground(() -> within(other, () -> "never")))));
    assertTrue(e.getCause() instanceof StoreException, e.toString());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void killedHolder_givesTheLockBackAtOnce() throws Exception {
    Process holder = holderProcess();
    Path told = root.resolve("told");
    while (!Files.exists(told)) {
      assertTrue(holder.isAlive(), () -> Folder.text(root.resolve("stderr")));
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertEquals(BUSY, tryFlock());
    holder.destroyForcibly().waitFor();
    assertEquals(0, start("flock", "-w", "5", "-x", file.toString(), "true").waitFor());
    assertEquals("", Folder.text(root.resolve("stderr")));
  }

  private Process holderProcess() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LockHolder.class.getName(),
            file.toString(),
            root.resolve("told").toString());
    Process process =
        new ProcessBuilder(command).redirectError(root.resolve("stderr").toFile()).start();
    started.add(process);
    return process;
  }

  /** Counts how often the lock that other processes respect was taken and given back. */
  private static final class FakeLocks implements OsLocks {
    final AtomicInteger taken = new AtomicInteger();
    final AtomicInteger givenBack = new AtomicInteger();

    @Override
    public OsLock open(Path lockFile) {
      taken.incrementAndGet();
      return new OsLock() {
        @Override
        public boolean tryHold() {
          return true;
        }

        @Override
        public void close() {
          givenBack.incrementAndGet();
        }
      };
    }
  }

  private static Thread waiting(StoreLock lock, List<Throwable> ends) throws Exception {
    Thread thread =
        new Thread(
            () -> {
              try {
                lock.hold().close();
              } catch (IOException e) {
                ends.add(e);
              }
            });
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return thread;
  }

  @Test
  void threadsThatWait_handOnWhatKeepsOtherProcessesOut() throws Exception {
    FakeLocks locks = new FakeLocks();
    List<Throwable> ends = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    HeldLock held = lock(new FakeWaitClock(), locks).hold();
    for (int i = 0; i < 5; i++) {
      threads.add(waiting(lock(new FakeWaitClock(), locks), ends));
    }
    held.close();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(1, locks.taken.get());
    assertEquals(1, locks.givenBack.get());
    assertEquals(List.of(), ends);
  }

  @Test
  void afterASecond_otherProcessesAreLetInBeforeTheNextThread() throws Exception {
    FakeLocks locks = new FakeLocks();
    FakeWaitClock clock = new FakeWaitClock();
    HeldLock held = lock(clock, locks).hold();
    Thread next = waiting(lock(clock, locks), new ArrayList<>());
    clock.advance(ProcessLock.LONGEST_SPAN);
    held.close();
    next.join();
    assertEquals(2, locks.taken.get());
    assertEquals(2, locks.givenBack.get());
  }

  @Test
  void threadThatStopsWaiting_keepsNobodyOut() throws Exception {
    FakeLocks locks = new FakeLocks();
    List<Throwable> ends = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 50; i++) {
      HeldLock held = lock(new FakeWaitClock(), locks).hold();
      Thread next = waiting(lock(new FakeWaitClock(), locks), ends);
      Thread interrupter = new Thread(next::interrupt);
      interrupter.start();
      held.close();
      next.join();
      interrupter.join();
      assertEquals(locks.taken.get(), locks.givenBack.get());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutFlock_javasOwnLockIsTaken_withAWarning() throws Exception {
    Path noSuchCommand = root.resolve("sh");
    Files.writeString(noSuchCommand, "#!/bin/sh\nexit 127\n");
    Folder.setMode(noSuchCommand, "rwx------");
    for (String shell : List.of("/no/sh", noSuchCommand.toString(), "false")) {
      StoreLock lock = lock(new MachineWaitClock(), path -> new FlockProcess(shell, path));
      assertEquals("done", within(lock, () -> "done"));
    }
    assertEquals(3, warnings.size());
    for (String warning : warnings) {
      assertTrue(warning.contains(file + " cannot be locked with flock"), warning);
    }
    assertTrue(warnings.get(1).contains("Install util-linux"), warnings.get(1));
    assertFalse(warnings.get(2).contains("util-linux"), "flock(1) was there: " + warnings.get(2));
  }

  @Test
  void lockFileThatIsAFolder_isRefused() throws Exception {
    Files.createDirectories(file);
    StoreException e = assertThrows(StoreException.class, () -> within(lock(), () -> "never"));
    assertEquals(Optional.of(file), e.path());
    assertEquals(
        e.getMessage(),
        assertThrows(StoreException.class, () -> lock().checkUsable()).getMessage());
  }

  /** To open one waits for its other end, without a limit. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void lockFileThatIsAPipe_isRefused() throws Exception {
    Files.createDirectories(file.getParent());
    assertEquals(0, start("mkfifo", file.toString()).waitFor());
    StoreException e = assertThrows(StoreException.class, () -> within(lock(), () -> "never"));
    assertTrue(e.getMessage().contains("device or pipe"), e.getMessage());
    assertThrows(StoreException.class, () -> lock().checkUsable());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void lockFileThatMayOnlyBeRead_isLockedAllTheSame() throws Exception {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    Folder.setMode(file, "r--r--r--");
    assertEquals(BUSY, within(lock(), this::tryFlock));
    assertEquals(List.of(), warnings);
  }
}
