package io.github.hfdevice.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
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

  static SecretTemporary beside(Path target) throws IOException {
    while (true) {
      String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
      Path path = target.resolveSibling(prefix(target) + random + ".tmp");
      try {
        Files.createFile(path, SecretFile.mode(path, "rw-------"));
        SecretFile.overrideUmask(path, "rw-------");
        return new SecretTemporary(target, path);
      } catch (FileAlreadyExistsException e) {
        // Somebody else's: take the next name.
      }
    }
  }

  /** Through a stream, because an interrupt closes a channel under its writer. */
  void fill(byte[] content) throws IOException {
    try (FileOutputStream out = new FileOutputStream(path.toFile())) {
      out.write(content);
      out.getFD().sync();
    }
  }

  void moveOverTarget() throws IOException {
    keepOwner();
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    moved = true;
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

  /** For root, who would otherwise take a user's file away from that user. */
  private void keepOwner() {
    try {
      if (Files.exists(target) && !Files.getOwner(target).equals(Files.getOwner(path))) {
        Files.setOwner(path, Files.getOwner(target));
      }
    } catch (IOException | UnsupportedOperationException e) {
      // Only root may do this; for everybody else the new file is their own.
    }
  }
}
