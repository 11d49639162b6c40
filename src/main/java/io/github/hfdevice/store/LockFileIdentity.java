package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Tells whether an open lock file is still the one of its name. Some versions of Python's filelock
 * remove the file when they give the lock back: who waited for it then holds the lock of a file
 * that nobody else finds, and has to take that of the next one.
 */
final class LockFileIdentity {
  /** Not without end: a file system may give a file another identity at each look. */
  static final int MOST_REPLACEMENTS = 40;

  private final Path path;
  private Object opened;
  private boolean isLasting;
  private int replacements;

  LockFileIdentity(Path path) {
    this.path = path;
  }

  /**
   * To be called after opening: what is open keeps its identity from being used again.
   *
   * @param handle the open file itself, or the name that it had a moment ago
   */
  void opened(Path handle) throws IOException {
    opened = identity(handle);
    isLasting |= Objects.equals(opened, identity(path));
  }

  /** Asks again each time; to be called with the lock held. */
  boolean isReplaced() throws IOException {
    if (Objects.equals(opened, identity(path))) {
      return false;
    }
    return isLasting || ++replacements <= MOST_REPLACEMENTS;
  }

  private static Object identity(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return new Object();
    }
  }
}
