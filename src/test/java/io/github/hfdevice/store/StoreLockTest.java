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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
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
    return lock(file.resolveSibling("token"), Duration.ofSeconds(30), clock, locks);
  }

  private StoreLock lock(Path token, Duration limit, WaitClock clock, OsLocks locks) {
    return new StoreLock(
        TokenPaths.at(token),
        new LockFile.Wait(limit, clock, locks, warnings::add),
        Ownership.ofThisProcess());
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
    assertEquals("rw-------", Folder.mode(file));
    Folder.setMode(file, "rw-rw-r--");
    assertEquals("again", within(lock(), () -> "again"));
    assertEquals("rw-------", Folder.mode(file), "another user could hold it for ever");
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
        lock(
            file.resolveSibling("token"),
            Duration.ofMillis(1),
            new MachineWaitClock(),
            new OsLocks.OfThisSystem());
    assertThrows(StoreException.class, () -> within(hasty, () -> "never"));
    release.countDown();
    assertTrue(await(holder));
  }

  private int tryFlockOn(Path lock) throws Exception {
    return start("flock", "-n", "-x", lock.toString(), "true").waitFor();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void linkedFile_isLockedBesideEveryNameThatItHas() throws Exception {
    Files.createDirectory(file.getParent());
    Path other = Files.createDirectory(root.resolve("other"));
    Path real = Files.createDirectory(root.resolve("real"));
    Files.createSymbolicLink(file.resolveSibling("stored_tokens"), other.resolve("stored_tokens"));
    Files.createSymbolicLink(other.resolve("stored_tokens"), Path.of("../real/mine"));
    HeldLock held = lock().hold();
    for (Path lock :
        List.of(file, other.resolve("stored_tokens.lock"), real.resolve("mine.lock"))) {
      assertEquals(BUSY, tryFlockOn(lock), lock.toString());
    }
    held.close();
    assertEquals(0, tryFlockOn(file));
    assertEquals(0, tryFlockOn(other.resolve("stored_tokens.lock")));
    assertEquals(0, tryFlockOn(real.resolve("mine.lock")));
    assertEquals(List.of(), warnings);
  }

  @Test
  void severalLocks_areTakenInTheOrderOfTheirFileNumbers_whicheverNameLeadsThere()
      throws Exception {
    Folder.assumePosix(root);
    Path one = Files.createDirectory(root.resolve("one"));
    Path two = Files.createDirectory(root.resolve("two"));
    Files.createSymbolicLink(one.resolve("stored_tokens"), two.resolve("a"));
    Files.createSymbolicLink(two.resolve("stored_tokens"), one.resolve("b"));
    // Each way round: whose lock file is the older one must not matter.
    for (List<Path> order : List.of(List.of(one, two), List.of(two, one))) {
      List<Path> taken = new ArrayList<>();
      for (Path home : order) {
        OsLocks recording =
            path -> {
              taken.add(path);
              return new FakeLocks().open(path);
            };
        lock(home.resolve("token"), Duration.ofSeconds(1), new FakeWaitClock(), recording)
            .hold()
            .close();
      }
      assertEquals(4, taken.size());
      for (int i = 0; i < 4; i += 2) {
        assertTrue(number(taken.get(i)) < number(taken.get(i + 1)), taken.toString());
      }
    }
  }

  private static long number(Path path) throws IOException {
    return (long) Files.getAttribute(path, "unix:ino");
  }

  @Test
  void lockThatCannotBeHad_givesBackThoseThatCame() throws Exception {
    Files.createDirectory(file.getParent());
    Path real = Files.createDirectory(root.resolve("real"));
    Files.createSymbolicLink(file.resolveSibling("stored_tokens"), real.resolve("stored_tokens"));
    FakeLocks first = new FakeLocks();
    AtomicInteger opened = new AtomicInteger();
    OsLocks secondIsBusy =
        path -> {
          if (opened.incrementAndGet() == 1) {
            return first.open(path);
          }
          throw new StoreException("busy", "wait", path);
        };
    assertThrows(
        StoreException.class, () -> lock(new FakeWaitClock(), secondIsBusy).hold().close());
    assertEquals(1, first.givenBack.get());
    assertEquals("held", within(lock(), () -> "held"));
  }

  @Test
  void lockOfAnotherUser_isRefused() throws Exception {
    Assumptions.assumeTrue(Folder.isRoot(), "only root can give files to other users");
    Files.createDirectory(file.getParent());
    Folder.give(Files.createFile(file), 4712, 4712, "0644");
    StoreException e = assertThrows(StoreException.class, () -> lock().hold());
    assertTrue(e.problem().endsWith("it belongs to another user (4712)"), e.problem());
    assertThrows(StoreException.class, () -> lock().checkUsable());
  }

  @Test
  void lockOfATeam_isItsGroups() throws Exception {
    Assumptions.assumeTrue(Folder.isRoot(), "only root can give folders to a group");
    Files.createDirectory(file.getParent());
    Folder.give(file.getParent(), 0, 4800, "2770");
    assertEquals("held", within(lock(), () -> "held"));
    assertEquals("rw-rw----", Folder.mode(file));
    assertEquals(4800, Look.at(file).orElseThrow().group());
    Folder.give(file, 4712, 4800, "0664");
    assertEquals("held", within(lock(), () -> "held"));
    assertEquals("rw-rw----", Folder.mode(file));
  }

  @Test
  void lockThatRootMakesForAUser_isThatUsers() throws Exception {
    Assumptions.assumeTrue(Folder.isRoot(), "only root can give folders to other users");
    Files.createDirectory(file.getParent());
    Folder.give(file.getParent(), 4711, 4711, "0755");
    assertEquals("held", within(lock(), () -> "held"));
    assertEquals(4711, Folder.owner(file));
    assertEquals("rw-------", Folder.mode(file));
  }

  @Test
  void oneLock_isOneLock_underEveryNameOfItsFolder() throws Exception {
    Files.createDirectory(file.getParent());
    Files.createSymbolicLink(root.resolve("link"), file.getParent());
    StoreLock other =
        lock(
            root.resolve("link/token"),
            Duration.ofMillis(50),
            new MachineWaitClock(),
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
        StoreProcess.command(file.resolveSibling("token"), "hold " + root.resolve("told"));
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

  private Path shell(String name, String script) throws IOException {
    Path shell = Files.writeString(root.resolve(name), "#!/bin/sh\n" + script + "\n");
    Folder.setMode(shell, "rwx------");
    return shell;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutFlock_javasOwnLockIsTaken_withAWarning() throws Exception {
    Path noSuchCommand = shell("none", "exit 127");
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
  @EnabledOnOs(OS.LINUX)
  void fileSystemWithoutFlock_isUsed_withAWarningInItsWords() throws Exception {
    Path shell = shell("nfs", "echo 'flock: 9: No locks available' >&2; exit 71");
    OsLocks none = path -> new FlockProcess(shell.toString(), path);
    StoreLock lock = lock(new MachineWaitClock(), none);
    assertEquals("done", within(lock, () -> "done"));
    assertEquals(
        List.of(
            file
                + " cannot be locked with flock (flock: 9: No locks available):"
                + " a refresh by hf at the same moment is not kept out"),
        warnings);
    IOException e = assertThrows(IOException.class, () -> lock.isFree(Duration.ofSeconds(1)));
    assertEquals("flock: 9: No locks available", e.getMessage());
    assertFalse(e instanceof StoreException);
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
    Folder.setMode(file, "r--------");
    assertEquals(BUSY, within(lock(), this::tryFlock));
    assertEquals(List.of(), warnings);
  }
}
