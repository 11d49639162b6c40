package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** A new file beside the one that it may replace, for its owner alone; closing removes the rest. */
final class SecretTemporary implements AutoCloseable {
  /** No write takes as long: what is older was left by a process that was killed. */
  private static final Duration LEFT_BEHIND = Duration.ofMinutes(10);

  private final Path target;
  private final Path path;
  private boolean moved;

  private SecretTemporary(Path target, Path path) {
    this.target = target;
    this.path = path;
  }

  /**
   * Makes one with that content, on disk when this returns.
   *
   * @throws NotReplaceableException if the folder, or the disk, takes no new file of that size
   */
  static SecretTemporary beside(Path target, byte[] content) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        // An interrupt closes a channel under its writer; a stream would follow a link.
        interrupted |= Thread.interrupted();
        String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
        Path path = target.resolveSibling(prefix(target) + random + ".tmp");
        SecretTemporary temporary = new SecretTemporary(target, path);
        try {
          temporary.create(content);
          return temporary;
        } catch (FileAlreadyExistsException e) {
          // Somebody else's: take the next name.
        } catch (ClosedByInterruptException e) {
          temporary.close();
        } catch (NotReplaceableException e) {
          throw e;
        } catch (IOException e) {
          temporary.close();
          throw new NotReplaceableException(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void create(byte[] content) throws IOException {
    try (FileChannel out = open()) {
      Rights.overrideUmask(path, Rights.FILE);
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  private FileChannel open() throws IOException {
    try {
      return FileChannel.open(
          path,
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
          Rights.of(path, Rights.FILE));
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      throw new NotReplaceableException(e);
    }
  }

  Path path() {
    return path;
  }

  /**
   * Puts it in the target's place.
   *
   * @throws NotReplaceableException if the target stays, as a mount does
   */
  void moveOverTarget() throws IOException {
    try {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
    } catch (IOException e) {
      throw new NotReplaceableException(e);
    }
  }

  /** Removes what killed processes left behind; this file's own age tells what time it is. */
  void sweep() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(target.getParent())) {
      Instant limit = Files.getLastModifiedTime(path).toInstant().minus(LEFT_BEHIND);
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.startsWith(prefix(target))
            && name.endsWith(".tmp")
            && Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The next write tries again.
    }
  }

  @Override
  public void close() {
    if (!moved) {
      SecretFile.deleteQuietly(path);
    }
  }

  private static String prefix(Path target) {
    return "." + target.getFileName() + ".hf-device-";
  }
}
