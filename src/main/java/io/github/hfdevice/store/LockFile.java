package io.github.hfdevice.store;

import io.github.hfdevice.time.WaitClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * What is locked, between the threads of this process and between processes. A file that is made
 * for it is its owner's alone, so that no other user can hold it for ever, and is never removed.
 */
final class LockFile {
  private static final ConcurrentMap<Path, ProcessLock> OF_THIS_PROCESS = new ConcurrentHashMap<>();
  private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
  private static final int MOST_TRIES = 40;

  private final Path path;
  private final Wait wait;
  private final Ownership ownership;

  /** How one of the locks is waited for. */
  record Wait(Duration limit, WaitClock clock, OsLocks locks, Consumer<String> warnings) {}

  LockFile(Path path, Wait wait, Ownership ownership) {
    this.path = path;
    this.wait = wait;
    this.ownership = ownership;
  }

  /** Makes the file and its folders where they are missing, and gives its one real name. */
  Path create() throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        Target target = Target.of(path, ownership);
        Rights.createFolders(target.folder(), ownership);
        if (target.isThere()) {
          requireUsable(target);
        } else {
          make(target);
        }
        return target.path().toRealPath();
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // Its holder has just removed it, see LockFileIdentity, or another process has made it.
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private void make(Target target) throws IOException {
    ownership.requireOwn(target);
    Files.createFile(target.path(), Rights.of(target.path(), Rights.FILE));
    Rights.overrideUmask(target.path(), ownership.isTeams(target) ? Rights.TEAM_FILE : Rights.FILE);
    Rights.giveAsIn(target, target.path(), ownership);
  }

  private void requireUsable(Target target) throws IOException {
    target.requireFile();
    ownership.requireOwn(target);
    Look look = target.look().orElseThrow();
    boolean teams = ownership.isTeams(target, look);
    if (!(teams ? look.isClosedToOthers() : look.isOwnersAlone())) {
      try {
        Rights.set(target.path(), teams ? Rights.TEAM_FILE : Rights.FILE);
      } catch (IOException e) {
        // It is root's, or cannot be changed: that keeps nobody from using it.
      }
    }
    if (!Files.isReadable(target.path())) {
      throw Files.exists(target.path())
          ? new AccessDeniedException(target.path().toString())
          : new NoSuchFileException(target.path().toString());
    }
  }

  /** Whether it is there, or its folder takes files as far as that can be told. */
  boolean couldBeMade() {
    Path folder = path.getParent();
    return Files.exists(path) || !Files.exists(folder) || Files.isWritable(folder);
  }

  /** Proves that the file can be used if it is there; says whether it is. */
  boolean checkUsable() throws IOException {
    Target target = Target.of(path, ownership);
    if (!target.isThere()) {
      return false;
    }
    requireUsable(target);
    return true;
  }

  /**
   * Waits for this thread's turn and then for other processes.
   *
   * @param file its one real name
   * @param start when the waiting began; it ends at the limit after that
   */
  ProcessLock hold(Path file, Duration start) throws IOException {
    ProcessLock lock = OF_THIS_PROCESS.computeIfAbsent(file, key -> new ProcessLock());
    try {
      if (!lock.awaitTurn(wait.limit())) {
        throw timeout();
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    boolean held = false;
    try {
      if (!lock.keepsOthersOut()) {
        lock.keepOthersOut(lockProcesses(file, start), wait.clock());
      }
      held = true;
      return lock;
    } finally {
      if (!held) {
        lock.endTurn();
      }
    }
  }

  /**
   * Whether other processes leave it free within {@code moment}.
   *
   * @throws IOException in the system's words, when it cannot be locked at all
   */
  boolean isFree(Duration moment) throws IOException {
    Path file = Target.of(path, ownership).path();
    try {
      acquire(wait.locks(), file, wait.clock().elapsed().minus(wait.limit().minus(moment))).close();
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  private OsLock lockProcesses(Path file, Duration start) throws IOException {
    while (true) {
      try {
        return acquire(wait.locks(), file, start);
      } catch (StoreException | InterruptedIOException e) {
        throw e;
      } catch (NoSuchFileException e) {
        // Its holder has just removed it: see LockFileIdentity.
        if (isOver(start)) {
          throw timeout();
        }
        create();
      } catch (IOException e) {
        return acquireOtherwise(file, start, e);
      }
    }
  }

  /** A login must work where there is no {@code flock}, and where there are no locks at all. */
  private OsLock acquireOtherwise(Path file, Duration start, IOException cause) throws IOException {
    try {
      OsLock lock = acquire(ChannelLock::new, file, start);
      wait.warnings()
          .accept(
              path
                  + " cannot be locked with flock ("
                  + cause.getMessage()
                  + "): a refresh by hf at the same moment is not kept out");
      return lock;
    } catch (StoreException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      wait.warnings()
          .accept(
              path
                  + " cannot be locked ("
                  + cause.getMessage()
                  + "): other processes are not kept out");
      return new NoLock();
    }
  }

  private OsLock acquire(OsLocks kind, Path file, Duration start) throws IOException {
    OsLock lock = kind.open(file);
    boolean held = false;
    try {
      Duration pause = FIRST_PAUSE;
      while (!lock.tryHold()) {
        if (isOver(start)) {
          throw timeout();
        }
        wait.clock().sleep(pause);
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
      }
      held = true;
      return lock;
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      if (!held) {
        lock.close();
      }
    }
  }

  private boolean isOver(Duration start) {
    return wait.clock().elapsed().minus(start).compareTo(wait.limit()) >= 0;
  }

  private StoreException timeout() {
    return new StoreException(
        "Cannot lock "
            + path
            + ": another process has held it for "
            + wait.limit().toSeconds()
            + " s",
        "Let it finish, or end it, and try again.",
        path);
  }

  private InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("Interrupted while waiting for " + path);
  }

  /** For file systems without any locks, as on some clusters; {@code hf} logs in there too. */
  private static final class NoLock implements OsLock {
    @Override
    public boolean tryHold() {
      return true;
    }

    @Override
    public void close() {}
  }
}
