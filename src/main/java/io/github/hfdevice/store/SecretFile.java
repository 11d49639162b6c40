package io.github.hfdevice.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A file of secrets: read whole, replaced whole, readable by its owner alone. A symbolic link in
 * its place is followed, never replaced. A reader, and a process killed at any moment, sees the old
 * content or the new one. Holds no state and no open file.
 */
final class SecretFile {
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_LINKS = 40;
  private static final int PROBE_BYTES = 4096;
  private static final Pattern TEMPORARY_END = Pattern.compile("[0-9a-f]{1,16}\\.tmp");

  private final Path path;

  SecretFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** The content, or nothing when there is no file. */
  Optional<byte[]> read() throws StoreException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new StoreException(
            "Cannot read " + path + ": it is too large to be what it should be. Move it away",
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
      Path temporary = createTemporary(target);
      boolean moved = false;
      try {
        fill(temporary, content);
        keepOwner(target, temporary);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        moved = true;
      } finally {
        if (!moved) {
          deleteQuietly(temporary);
        }
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

  /**
   * Removes what writers left that were killed before {@code end}: it holds secrets. What cannot be
   * removed stays.
   */
  void removeLeftovers(Instant end) {
    try {
      Path target = resolveLinks(path);
      String prefix = "." + target.getFileName() + ".";
      try (DirectoryStream<Path> siblings =
          Files.newDirectoryStream(target.toAbsolutePath().getParent())) {
        for (Path sibling : siblings) {
          String name = sibling.getFileName().toString();
          boolean isTemporary =
              name.startsWith(prefix)
                  && TEMPORARY_END.matcher(name.substring(prefix.length())).matches();
          if (isTemporary && Files.getLastModifiedTime(sibling).toInstant().isBefore(end)) {
            deleteQuietly(sibling);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The folder cannot be listed, or another process was faster.
    }
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
      Path temporary = createTemporary(replaceableTarget());
      try {
        fill(temporary, new byte[PROBE_BYTES]);
      } finally {
        deleteQuietly(temporary);
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
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw new IOException("Not a directory", e);
      }
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

  private Path replaceableTarget() throws IOException {
    Path target = resolveLinks(path);
    if (Files.isDirectory(target)) {
      throw new IOException("Is a directory");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new IOException("it is a device or pipe and no file");
    }
    createFolders(target.getParent());
    return target;
  }

  private static Path createTemporary(Path target) throws IOException {
    while (true) {
      String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
      Path temporary = target.resolveSibling("." + target.getFileName() + "." + random + ".tmp");
      try {
        return Files.createFile(temporary, mode(temporary, "rw-------"));
      } catch (FileAlreadyExistsException e) {
        // Somebody else's: take the next name.
      }
    }
  }

  /** Through a stream, because an interrupt closes a channel under its writer. */
  private static void fill(Path temporary, byte[] content) throws IOException {
    try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
      out.write(content);
      out.getFD().sync();
    }
  }

  /** For root, who would otherwise take a user's file away from that user. */
  private static void keepOwner(Path target, Path temporary) {
    try {
      if (Files.exists(target) && !Files.getOwner(target).equals(Files.getOwner(temporary))) {
        Files.setOwner(temporary, Files.getOwner(target));
      }
    } catch (IOException | UnsupportedOperationException e) {
      // Only root may do this; for everybody else the new file is their own.
    }
  }

  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not every system can; the file's own content is on disk already.
    }
  }

  private static void deleteQuietly(Path file) {
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
