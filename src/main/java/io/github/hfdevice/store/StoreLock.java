package io.github.hfdevice.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The lock around changes of {@code stored_tokens}: between the threads of this process, this
 * process and others, and {@code hf}. Reentrant for its thread.
 *
 * <p>Where {@code stored_tokens} is a link, others may use the file by another name, so the lock
 * beside each name on the way is taken too; where it is a mount or a hard link, which has other
 * names elsewhere, or no lock file can be made, the file itself. Several are taken in the order of
 * their file numbers, which is the same for everybody.
 */
final class StoreLock {
  private final Path storedTokens;
  private final Path path;
  private final LockFile.Wait wait;
  private final Ownership ownership;

  StoreLock(TokenPaths paths, LockFile.Wait wait, Ownership ownership) {
    this.storedTokens = paths.storedTokens();
    this.path = paths.lock();
    this.wait = wait;
    this.ownership = ownership;
  }

  /** Takes the lock; see {@link TokenStore#lock}. */
  HeldLock hold() throws IOException {
    Duration start = wait.clock().elapsed();
    HeldLock held = new HeldLock();
    boolean complete = false;
    try {
      for (Map.Entry<Path, LockFile> file : created().entrySet()) {
        held.add(file.getValue().hold(file.getKey(), start));
      }
      complete = true;
      return held;
    } catch (StoreException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw StoreException.cannot("lock", path, e);
    } finally {
      if (!complete) {
        held.close();
      }
    }
  }

  /** Proves that the lock files are there and can be used, or could be created; creates none. */
  void checkUsable() throws StoreException {
    try {
      for (LockFile file : files()) {
        file.checkUsable();
      }
    } catch (IOException e) {
      throw StoreException.cannot("lock", path, e);
    }
  }

  /** Whether the lock could be had within {@code moment}, or there is no lock file yet. */
  boolean isFree(Duration moment) throws IOException {
    for (LockFile file : usableFiles()) {
      if (!file.isFree(moment)) {
        return false;
      }
    }
    return true;
  }

  private List<LockFile> usableFiles() throws StoreException {
    List<LockFile> usable = new ArrayList<>();
    try {
      for (LockFile file : files()) {
        if (file.checkUsable()) {
          usable.add(file);
        }
      }
    } catch (IOException e) {
      throw StoreException.cannot("lock", path, e);
    }
    return usable;
  }

  private List<LockFile> files() throws IOException {
    Target target = Target.of(storedTokens, ownership);
    List<LockFile> files = new ArrayList<>();
    for (Path name : names(target)) {
      LockFile file = lockFile(name);
      if (file.couldBeMade()) {
        files.add(file);
      }
    }
    if (target.isThere() && (files.isEmpty() || OtherNames.has(target, ownership))) {
      files.add(lockFile(target.path()));
    }
    return files.isEmpty() ? List.of(lockFile(path)) : files;
  }

  private List<Path> names(Target target) {
    List<Path> names = new ArrayList<>();
    names.add(path);
    for (int i = 1; i < target.links().size(); i++) {
      names.add(beside(target.links().get(i)));
    }
    if (!target.links().isEmpty()) {
      names.add(beside(target.path()));
    }
    return names;
  }

  private LockFile lockFile(Path name) {
    return new LockFile(name, wait, ownership);
  }

  private static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".lock");
  }

  private SortedMap<Path, LockFile> created() throws IOException {
    SortedMap<Path, LockFile> created = new TreeMap<>(new ByFileNumber());
    for (LockFile file : files()) {
      created.put(file.create(), file);
    }
    return created;
  }

  /** By the names alone, two processes that see them mounted elsewhere would disagree. */
  private static final class ByFileNumber implements Comparator<Path> {
    @Override
    public int compare(Path left, Path right) {
      int byNumber = Long.compare(number(left), number(right));
      return byNumber != 0 ? byNumber : left.compareTo(right);
    }

    private static long number(Path file) {
      try {
        return ((Number) Files.getAttribute(file, "unix:ino")).longValue();
      } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
        return 0;
      }
    }
  }
}
