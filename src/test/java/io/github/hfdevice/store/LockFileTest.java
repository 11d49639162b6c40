package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.time.FakeWaitClock;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LockFileTest {
  @TempDir Path root;
  private Path file;
  private final FakeWaitClock clock = new FakeWaitClock();
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void file() throws IOException {
    file = Files.createDirectory(root.resolve("f")).resolve("stored_tokens.lock");
  }

  private LockFile lock(OsLocks locks) {
    return lock(Duration.ofMillis(62), locks);
  }

  private LockFile lock(Duration limit, OsLocks locks) {
    return new LockFile(
        file, new LockFile.Wait(limit, clock, locks, warnings::add), Ownership.ofThisProcess());
  }

  /** A lock that another process has, or that nobody has. */
  private record Fake(boolean free) implements OsLock {
    @Override
    public boolean tryHold() {
      return free;
    }

    @Override
    public void close() {}
  }

  @Test
  void wait_endsAtTheLimit_afterPausesThatGrow() throws Exception {
    LockFile lock = lock(path -> new Fake(false));
    Path real = lock.create();
    assertThrows(StoreException.class, () -> lock.hold(real, clock.elapsed()));
    assertEquals(Duration.ofMillis(2 + 4 + 8 + 16 + 32), clock.waited());
    LockFile patient = lock(Duration.ofMillis(63), path -> new Fake(false));
    assertThrows(StoreException.class, () -> patient.hold(real, clock.elapsed()));
    assertEquals(Duration.ofMillis(2 * 62 + 50), clock.waited());
  }

  @Test
  void lockThatCannotBeHad_isOtherThreadsTurnAgain() throws Exception {
    Path real = lock(path -> new Fake(true)).create();
    assertThrows(
        StoreException.class, () -> lock(path -> new Fake(false)).hold(real, clock.elapsed()));
    FutureTask<String> other =
        new FutureTask<>(
            () -> {
              lock(Duration.ofSeconds(20), path -> new Fake(true))
                  .hold(real, clock.elapsed())
                  .endTurn();
              return "held";
            });
    new Thread(other).start();
    assertEquals("held", other.get(30, TimeUnit.SECONDS));
  }

  @Test
  void lockFileThatIsRemovedBeforeItIsOpened_isMadeAgain() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    LockFile lock =
        lock(
            path -> {
              if (opened.incrementAndGet() == 1) {
                Files.delete(path);
                throw new NoSuchFileException(path.toString());
              }
              assertTrue(Files.exists(path));
              return new Fake(true);
            });
    lock.hold(lock.create(), clock.elapsed()).endTurn();
    assertEquals(2, opened.get());
    assertEquals(List.of(), warnings);
  }

  @Test
  void lockFileThatIsRemovedAgainAndAgain_isWaitedForUntilTheLimit() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    LockFile lock =
        lock(
            path -> {
              opened.incrementAndGet();
              clock.advance(Duration.ofMillis(31));
              throw new NoSuchFileException(path.toString());
            });
    Path real = lock.create();
    StoreException e = assertThrows(StoreException.class, () -> lock.hold(real, clock.elapsed()));
    assertTrue(e.problem().contains("another process has held it"), e.problem());
    assertEquals(2, opened.get());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void lockFileThatOthersMakeAndRemove_isFoundInTheEnd() throws Exception {
    LockFile lock = lock(path -> new Fake(true));
    AtomicBoolean over = new AtomicBoolean();
    Thread other =
        new Thread(
            () -> {
              while (!over.get()) {
                try {
                  Files.deleteIfExists(file);
                  Files.createFile(file, Rights.of(file, Rights.FILE));
                } catch (IOException e) {
                  // The other one was first.
                }
                // It is gone for a moment only, or no number of tries would do.
                LockSupport.parkNanos(20_000);
              }
            });
    other.start();
    int found = 0;
    try {
      for (int i = 0; i < 2000; i++) {
        found += isFound(lock) ? 1 : 0;
      }
    } finally {
      over.set(true);
      other.join();
    }
    assertTrue(found > 0);
  }

  private static boolean isFound(LockFile lock) throws IOException {
    try {
      lock.create();
      return true;
    } catch (AccessDeniedException e) {
      // It came back between two looks at it.
      return false;
    }
  }

  @Test
  void lockFileThatCannotBeThere_isTriedOftenButNotForEver() {
    Path never = Path.of("/proc/self/hf.lock");
    Assumptions.assumeTrue(Files.isDirectory(never.getParent()), "no Linux");
    LockFile lock =
        new LockFile(
            never,
            new LockFile.Wait(Duration.ZERO, clock, path -> new Fake(true), warnings::add),
            Ownership.ofThisProcess());
    assertThrows(IOException.class, lock::create);
  }

  @Test
  void withoutAnyLock_itIsSaidOnce_andWorkGoesOn() throws Exception {
    LockFile lock =
        lock(
            path -> {
              // What Java's own lock cannot open either.
              Files.delete(path);
              Files.createDirectory(path);
              throw new IOException("no locks here");
            });
    Path real = lock.create();
    ProcessLock outer = lock.hold(real, clock.elapsed());
    lock.hold(real, clock.elapsed()).endTurn();
    outer.endTurn();
    assertEquals(
        List.of(file + " cannot be locked (no locks here): other processes are not kept out"),
        warnings);
  }

  @Test
  void lockFile_isNotMadeWhereAnybodyCouldPutOne() throws Exception {
    Folder.assumePosix(root);
    Folder.setMode(file.getParent(), "rwxrwxrwx");
    assertThrows(DistrustException.class, lock(path -> new Fake(true))::create);
    assertFalse(Files.exists(file));
  }

  @Test
  void lockFile_isItsOwnersAlone_orItsTeams() throws Exception {
    Folder.assumePosix(root);
    LockFile lock = lock(path -> new Fake(true));
    lock.create();
    Folder.setMode(file, "rw-r-----");
    assertTrue(lock.checkUsable());
    assertEquals("rw-------", Folder.mode(file));
    Assumptions.assumeTrue(Folder.isRoot(), "only root can give folders to a group");
    Folder.give(file.getParent(), 0, 4800, "2770");
    Folder.give(file, 0, 4800, "0640");
    assertTrue(lock.checkUsable());
    assertEquals("rw-r-----", Folder.mode(file), "the team said so");
    Folder.setMode(file, "rw-r--r--");
    assertTrue(lock.checkUsable());
    assertEquals("rw-rw----", Folder.mode(file));
  }

  @Test
  void lockFileThatMayNotBeRead_isRefused() throws Exception {
    Folder.assumePosix(root);
    LockFile lock = lock(path -> new Fake(true));
    Folder.setMode(lock.create(), "---------");
    Assumptions.assumeFalse(Files.isReadable(file), "modes do not bind this user");
    assertThrows(AccessDeniedException.class, lock::create);
  }

  @Test
  void fileThatIsNotMounted_isLockedByItsLockFileAlone() throws Exception {
    Path token = file.resolveSibling("token");
    Files.createFile(file.resolveSibling("stored_tokens"), Rights.of(file, Rights.FILE));
    List<Path> opened = new ArrayList<>();
    OsLocks locks =
        path -> {
          opened.add(path);
          return new Fake(true);
        };
    new StoreLock(
            TokenPaths.at(token),
            new LockFile.Wait(Duration.ZERO, clock, locks, warnings::add),
            Ownership.ofThisProcess())
        .hold()
        .close();
    assertEquals(List.of(file.toRealPath()), opened);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void interruptWhileALockIsGivenBack_staysSet() throws Exception {
    Files.createFile(file);
    FlockProcess lock = new FlockProcess(file);
    while (!lock.tryHold()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    Thread.currentThread().interrupt();
    lock.close();
    assertTrue(Thread.interrupted());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void identityThatWasOnceTheSame_isToBeLastingFromThenOn() throws Exception {
    Path other = Files.createFile(root.resolve("other"));
    LockFileIdentity identity = new LockFileIdentity(Files.createFile(file));
    identity.opened(file);
    assertFalse(identity.isReplaced());
    identity.opened(other);
    for (int i = 0; i <= LockFileIdentity.MOST_REPLACEMENTS; i++) {
      assertTrue(identity.isReplaced());
    }
  }

  @Test
  void identityOfWhatIsGone_isNeverTheSame() throws Exception {
    LockFileIdentity identity = new LockFileIdentity(file);
    identity.opened(file);
    assertTrue(identity.isReplaced());
  }

  @Test
  void channelLock_isOneThreadsAtATime() throws Exception {
    Files.createFile(file);
    ChannelLock first = new ChannelLock(file);
    ChannelLock second = new ChannelLock(file);
    assertTrue(first.tryHold());
    assertFalse(second.tryHold());
    first.close();
    assertTrue(second.tryHold());
    second.close();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void channelLockOfAFileThatWasReplaced_isTakenAnew() throws Exception {
    Files.createFile(file);
    ChannelLock lock = new ChannelLock(file);
    Files.delete(file);
    Files.createFile(file);
    assertFalse(lock.tryHold());
    assertEquals(0, openButRemoved());
    assertTrue(lock.tryHold());
    lock.close();
  }

  private int openButRemoved() throws IOException {
    int found = 0;
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : open) {
        try {
          String name = Files.readSymbolicLink(descriptor).toString();
          found += name.startsWith(file.toRealPath() + " ") ? 1 : 0;
        } catch (NoSuchFileException e) {
          // It was closed meanwhile.
        }
      }
    }
    return found;
  }

  @Test
  void channelLockOfAnotherProcess_isWaitedFor() throws Exception {
    Files.createFile(file);
    List<String> command = new ArrayList<>(StoreProcess.command(file));
    command.set(command.indexOf(StoreProcess.class.getName()), Holder.class.getName());
    Process holder = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      assertEquals('h', holder.getInputStream().read());
      ChannelLock lock = new ChannelLock(file);
      assertFalse(lock.tryHold());
      holder.getOutputStream().close();
      holder.waitFor();
      assertTrue(lock.tryHold());
      lock.close();
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  /** A process that has the lock until its standard input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      ChannelLock lock = new ChannelLock(Path.of(args[0]));
      System.out.println(lock.tryHold() ? "held" : "busy");
      System.in.read();
      lock.close();
    }
  }
}
