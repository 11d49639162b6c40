package io.github.hfdevice.store;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A file of secrets: read whole, replaced whole, readable by its owner alone. A symbolic link in
 * its place is followed, never replaced. A reader, and a process killed at any moment, sees the old
 * content or the new one. Holds no state and no open file.
 */
final class SecretFile {
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_LINKS = 40;
  private static final int PROBE_BYTES = 4096;

  private final Path path;

  SecretFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** The content, or nothing when there is no file. */
  Optional<byte[]> read() throws StoreException {
    try (InputStream in = open()) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new StoreException(
            "Cannot read " + path + ": it is too large to be what it should be",
            "Move it away",
            path);
      }
      return Optional.of(bytes);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw StoreException.cannot("read", path, e);
    }
  }

  /**
   * Replaces the content, on disk when this returns; creates missing folders for the owner alone.
   */
  void write(byte[] content) throws StoreException {
    try {
      Path target = replaceableTarget();
      try (SecretTemporary temporary = SecretTemporary.beside(target)) {
        temporary.fill(content);
        temporary.sweep();
        temporary.moveOverTarget();
      }
      syncFolder(target.getParent());
    } catch (IOException e) {
      throw StoreException.cannot("write", path, e);
    }
  }

  /** Writes a file that must not be there yet; says whether it was not. */
  boolean writeNew(byte[] content) throws StoreException {
    try {
      Files.createFile(path, mode(path, "rw-------"));
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw StoreException.cannot("write", path, e);
    }
    boolean written = false;
    try {
      write(content);
      written = true;
    } finally {
      if (!written) {
        deleteQuietly(path);
      }
    }
    return true;
  }

  /** Removes the file that is meant, not a link to it; says whether there was one. */
  boolean delete() throws StoreException {
    try {
      Path target = resolveLinks(path);
      if (Files.isDirectory(target)) {
        throw new IOException("Is a directory");
      }
      boolean deleted = Files.deleteIfExists(target);
      if (deleted) {
        sweepBeside(target);
        syncFolder(target.getParent());
      }
      return deleted;
    } catch (IOException e) {
      throw StoreException.cannot("remove", path, e);
    }
  }

  /** Proves that a write would succeed now; creates missing folders, and changes nothing else. */
  void checkWritable() throws StoreException {
    try {
      try (SecretTemporary temporary = SecretTemporary.beside(replaceableTarget())) {
        temporary.fill(new byte[PROBE_BYTES]);
      }
    } catch (IOException e) {
      throw StoreException.cannot("write", path, e);
    }
  }

  /**
   * Takes the rights of other users away if there are any.
   *
   * @return the warning to give, when there were some
   */
  Optional<String> repairMode() {
    try {
      PosixFileAttributes before = Files.readAttributes(path, PosixFileAttributes.class);
      if (!before.isRegularFile() || isOwnersAlone(before.permissions())) {
        return Optional.empty();
      }
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      if (isOwnersAlone(Files.getPosixFilePermissions(path))) {
        return Optional.of(
            path + " could be read by other users of this machine; its mode is now 0600");
      }
    } catch (NoSuchFileException | UnsupportedOperationException e) {
      return Optional.empty();
    } catch (IOException e) {
      // Said below: a token that cannot be protected is still a token.
    }
    return Optional.of(
        path + " can be read by other users of this machine, and its mode cannot be changed");
  }

  /** Follows a chain of links to the file that they mean, there or not. */
  static Path resolveLinks(Path start) throws IOException {
    Path current = start;
    for (int links = 0; Files.isSymbolicLink(current); links++) {
      if (links == MAX_LINKS) {
        throw new IOException("Too many levels of symbolic links");
      }
      current = current.resolveSibling(Files.readSymbolicLink(current));
    }
    return current;
  }

  /**
   * Creates the folder and those above it for their owner alone, and leaves existing ones alone.
   */
  static void createFolders(Path folder) throws IOException {
    if (folder == null || Files.isDirectory(folder)) {
      return;
    }
    createFolders(folder.getParent());
    try {
      Files.createDirectory(folder, mode(folder, "rwx------"));
      overrideUmask(folder, "rwx------");
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw new IOException("Not a directory", e);
      }
    }
  }

  /** Refuses what is there and is no file; some of it blocks whoever opens it. */
  static void requireFile(Path target) throws IOException {
    BasicFileAttributes found;
    try {
      found = Files.readAttributes(target, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return;
    }
    if (found.isDirectory()) {
      throw new IOException("Is a directory");
    }
    if (!found.isRegularFile()) {
      throw new IOException("it is a device or pipe and not a file");
    }
  }

  static FileAttribute<?>[] mode(Path path, String mode) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
    };
  }

  /** A umask takes rights from the owner too, when somebody set a strange one. */
  static void overrideUmask(Path created, String mode) {
    try {
      Files.setPosixFilePermissions(created, PosixFilePermissions.fromString(mode));
    } catch (IOException | UnsupportedOperationException e) {
      // A file system without modes; what cannot be written fails when it is.
    }
  }

  /** The old kind of stream starts a JVM faster; the new one knows why a file cannot be opened. */
  private InputStream open() throws IOException {
    try {
      return new FileInputStream(path.toFile());
    } catch (FileNotFoundException e) {
      return Files.newInputStream(path);
    }
  }

  private Path replaceableTarget() throws IOException {
    Path target = resolveLinks(path);
    requireFile(target);
    createFolders(target.getParent());
    return target;
  }

  private static void sweepBeside(Path target) {
    try (SecretTemporary temporary = SecretTemporary.beside(target)) {
      temporary.sweep();
    } catch (IOException e) {
      // The next write tries again.
    }
  }

  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not every system can; the file's own content is on disk already.
    }
  }

  static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The failure that led here is the one to report.
    }
  }

  private static boolean isOwnersAlone(Set<PosixFilePermission> permissions) {
    for (PosixFilePermission permission : permissions) {
      if (permission != PosixFilePermission.OWNER_READ
          && permission != PosixFilePermission.OWNER_WRITE
          && permission != PosixFilePermission.OWNER_EXECUTE) {
        return false;
      }
    }
    return true;
  }
}
