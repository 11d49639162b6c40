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
 * The lock around changes of {@code stored_tokens}: between the threads of this process, this
 * process and others, and, where the system lets Java take the same lock, {@code hf}. Reentrant for
 * its thread. The lock file is created when missing and never removed.
 */
final class StoreLock {
  private static final ConcurrentMap<Path, ProcessLock> OF_THIS_PROCESS = new ConcurrentHashMap<>();
  private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);
  private static final int MOST_TRIES = 40;

  private final Path path;
  private final Duration limit;
  private final WaitClock clock;
  private final Consumer<String> warnings;
  private final OsLocks locks;

  StoreLock(Path path, Duration limit, WaitClock clock, Consumer<String> warnings, OsLocks locks) {
    this.path = path;
    this.limit = limit;
    this.clock = clock;
    this.warnings = warnings;
    this.locks = locks;
  }

  /** Takes the lock; see {@link TokenStore#lock}. */
  HeldLock hold() throws IOException {
    Duration start = clock.elapsed();
    Path file = createFile();
    ProcessLock lock = OF_THIS_PROCESS.computeIfAbsent(file, key -> new ProcessLock());
    awaitTurn(lock);
    boolean held = false;
    try {
      if (!lock.keepsOthersOut()) {
        lock.keepOthersOut(lockProcesses(file, start), clock);
      }
      held = true;
      return new HeldLock(lock);
    } finally {
      if (!held) {
        lock.endTurn();
      }
    }
  }

  /** Proves that the lock file is there and can be opened, or could be created; creates none. */
  void checkUsable() throws StoreException {
    try {
      Path target = SecretFile.resolveLinks(path);
      if (Files.exists(target)) {
        requireReadable(target);
      }
    } catch (IOException e) {
      throw StoreException.cannot("lock", path, e);
    }
  }

  /** Whether the lock could be had within {@code moment}, or there is no lock file yet. */
  boolean isFree(Duration moment) throws IOException {
    checkUsable();
    Path target = SecretFile.resolveLinks(path);
    if (!Files.exists(target)) {
      return true;
    }
    try {
      acquire(locks, target, clock.elapsed().minus(limit.minus(moment))).close();
      return true;
    } catch (StoreException e) {
      // What cannot be locked at all is another exception, and checkUsable has found the rest.
      return false;
    }
  }

  private Path createFile() throws StoreException {
    for (int tries = 1; ; tries++) {
      try {
        Path target = SecretFile.resolveLinks(path);
        SecretFile.createFolders(target.getParent());
        createIfMissing(target);
        return target.toRealPath();
      } catch (NoSuchFileException e) {
        // Its holder has just removed it: see LockFileIdentity.
        if (tries == MOST_TRIES) {
          throw StoreException.cannot("lock", path, e);
        }
      } catch (IOException e) {
        throw StoreException.cannot("lock", path, e);
      }
    }
  }

  private static void createIfMissing(Path target) throws IOException {
    try {
      Files.createFile(target, SecretFile.mode(target, "rw-rw-r--"));
      if (!Files.isReadable(target)) {
        SecretFile.overrideUmask(target, "rw-------");
      }
    } catch (FileAlreadyExistsException e) {
      requireReadable(target);
    }
  }

  private static void requireReadable(Path file) throws IOException {
    SecretFile.requireFile(file);
    if (!Files.isReadable(file)) {
      throw Files.exists(file)
          ? new AccessDeniedException(file.toString())
          : new NoSuchFileException(file.toString());
    }
  }

  private void awaitTurn(ProcessLock lock) throws IOException {
    try {
      if (!lock.awaitTurn(limit)) {
        throw timeout();
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private OsLock lockProcesses(Path file, Duration start) throws IOException {
    while (true) {
      try {
        return acquire(locks, file, start);
      } catch (StoreException | InterruptedIOException e) {
        throw e;
      } catch (NoSuchFileException e) {
        // Its holder has just removed it: see LockFileIdentity.
        if (isOver(start)) {
          throw timeout();
        }
        createFile();
      } catch (IOException e) {
        return acquireOtherwise(file, start, e);
      }
    }
  }

  /** A login must work where there is no {@code flock}, and where there are no locks at all. */
  private OsLock acquireOtherwise(Path file, Duration start, IOException cause) throws IOException {
    try {
      OsLock lock = acquire(ChannelLock::new, file, start);
      warnings.accept(
          path
              + " cannot be locked with flock: a refresh by hf at the same moment is not kept out ("
              + cause.getMessage()
              + ")");
      return lock;
    } catch (StoreException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      warnings.accept(
          path + " cannot be locked (" + e.getMessage() + "): other processes are not kept out");
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
        clock.sleep(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
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
    return clock.elapsed().minus(start).compareTo(limit) >= 0;
  }

  private StoreException timeout() {
    return new StoreException(
        "Cannot lock " + path + ": another process has held it for " + limit.toSeconds() + " s",
        "Let it finish, or end it, and try again",
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
