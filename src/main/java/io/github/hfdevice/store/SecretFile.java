package io.github.hfdevice.store;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A file of secrets: read whole, replaced whole, readable by its owner alone, and never believed
 * where another user could have written it. A symbolic link in its place is followed, never
 * replaced. A reader, and a process killed at any moment, sees the old content or the new one.
 * Holds no state and no open file.
 */
final class SecretFile {
  /** What is larger is neither read nor written. */
  static final int MAX_BYTES = 4 << 20;

  private static final int LEAST_ROOM = 512;
  private static final int PROBE_BYTES = 4096;

  /** What is left of a file that is to be removed and cannot be: no token, and nothing cut off. */
  private static final byte[] NOTHING = {'\n'};

  private final Path path;
  private final Ownership ownership;
  private final Consumer<String> warnings;

  /**
   * @param warnings gets a sentence when other users could read the file
   */
  SecretFile(Path path, Ownership ownership, Consumer<String> warnings) {
    this.path = path;
    this.ownership = ownership;
    this.warnings = warnings;
  }

  Path path() {
    return path;
  }

  /**
   * The content, or nothing when there is no file; other users' rights to read it are taken away.
   */
  Optional<byte[]> read() throws StoreException {
    Optional<byte[]> content = readStart(MAX_BYTES);
    if (content.isPresent() && content.get().length > MAX_BYTES) {
      throw new StoreException(
          "Cannot read " + path + ": it is larger than " + (MAX_BYTES >> 20) + " MiB",
          "Move it away, and log in again.",
          path);
    }
    return content;
  }

  /** The same; of a file of more than {@code most} bytes, one byte more than that. */
  Optional<byte[]> readStart(int most) throws StoreException {
    try {
      Target target = Target.of(path, ownership);
      if (!target.isThere()) {
        return Optional.empty();
      }
      target.requireFile();
      ownership.requireBelievable(target);
      byte[] bytes = readAll(target.path(), most);
      repairMode(target);
      return Optional.of(bytes);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw StoreException.cannot("read", path, e);
    }
  }

  /** In one call, so that no reader joins the texts of before and after a write in place. */
  private static byte[] readAll(Path file, int most) throws IOException {
    int room = LEAST_ROOM / 2;
    while (true) {
      try (InputStream in = open(file)) {
        // Some file systems tell no size.
        int told = Math.min(in.available(), most);
        room = Math.min(Math.max(told, 2 * room), most) + 1;
        byte[] bytes = new byte[room];
        int length = Math.max(in.read(bytes), 0);
        if (length < room || room > most) {
          return Arrays.copyOf(bytes, length);
        }
      }
    }
  }

  /** The old kind of stream starts a JVM faster; the new one knows why a file cannot be opened. */
  private static InputStream open(Path file) throws IOException {
    try {
      return new FileInputStream(file.toFile());
    } catch (FileNotFoundException e) {
      return Files.newInputStream(file);
    }
  }

  /**
   * Replaces the content, on disk when this returns; creates missing folders for the owner alone.
   */
  void write(byte[] content) throws StoreException {
    try {
      if (content.length > MAX_BYTES) {
        throw new StoreException(
            "Cannot write " + path + ": it would be too large to be read again",
            "Remove tokens that you do not use any more: hf-device auth logout NAME",
            path);
      }
      Target target = ownTarget();
      if (OtherNames.has(target, ownership)) {
        new InPlace(target.path()).write(content);
        return;
      }
      try {
        replace(target, content);
      } catch (NotReplaceableException e) {
        writeInPlace(target, content, e.reason());
      }
    } catch (IOException e) {
      throw StoreException.cannot("write", path, e);
    }
  }

  private void replace(Target target, byte[] content) throws IOException {
    try (SecretTemporary temporary = SecretTemporary.beside(target.path(), content)) {
      Rights.giveAsIn(target, temporary.path(), ownership);
      temporary.sweep();
      temporary.moveOverTarget();
    }
    syncFolder(target.folder());
  }

  private void writeInPlace(Target target, byte[] content, IOException why) throws IOException {
    // In another user's folder the name may mean another file by now.
    if (!target.isThere() || ownership.worksForOwnerOf(target.folder())) {
      throw why;
    }
    try {
      new InPlace(target.path()).write(content);
    } catch (IOException e) {
      why.addSuppressed(e);
      throw why;
    }
  }

  /** Writes a file unless it is there already; says whether it was not. */
  boolean writeNew(byte[] content) throws StoreException {
    try {
      if (Target.of(path, ownership).isThere()) {
        return false;
      }
    } catch (IOException e) {
      throw StoreException.cannot("write", path, e);
    }
    write(content);
    return true;
  }

  /**
   * Removes the file that is meant, not a link to it; says whether there was one. One that cannot
   * be removed, as a mount, is emptied.
   */
  boolean delete() throws StoreException {
    try {
      Target target = Target.of(path, ownership);
      if (!target.isThere()) {
        return false;
      }
      target.requireFile();
      ownership.requireOwn(target);
      if (MountTable.has(target.path())) {
        new InPlace(target.path()).write(NOTHING);
        return true;
      }
      try {
        Files.deleteIfExists(target.path());
      } catch (IOException e) {
        writeInPlace(target, NOTHING, e);
        return true;
      }
      sweepBeside(target.path());
      syncFolder(target.folder());
      return true;
    } catch (IOException e) {
      throw StoreException.cannot("remove", path, e);
    }
  }

  /** Removes what has this name and is no file of this user's; never follows a link. */
  void discardStranger() {
    try {
      Target target = Target.of(path, ownership);
      target.requireFile();
      if (target.isThere()) {
        ownership.requireOwn(target);
      }
    } catch (IOException stranger) {
      try {
        ownership.requireFolder(path.getParent());
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          Files.delete(path);
        }
      } catch (IOException e) {
        // The write that follows says what is wrong.
      }
    }
  }

  /** Proves that a write would succeed now; creates missing folders, and changes nothing else. */
  void checkWritable() throws StoreException {
    try {
      Target target = ownTarget();
      if (target.isThere() && ownership.isKeptFromWriting(target)) {
        openForWriting(target.path());
      }
      if (OtherNames.has(target, ownership)) {
        requireShared(target.path());
        new InPlace(target.path()).check(PROBE_BYTES);
        return;
      }
      try {
        SecretTemporary.beside(target.path(), new byte[PROBE_BYTES]).close();
      } catch (NotReplaceableException e) {
        if (!target.isThere() || ownership.worksForOwnerOf(target.folder())) {
          throw e.reason();
        }
        new InPlace(target.path()).check(PROBE_BYTES);
      }
    } catch (IOException e) {
      throw StoreException.cannot("write", path, e);
    }
  }

  /** Whether a new file can be made in its folder, which is there. */
  boolean takesOthersBeside() {
    return Files.isWritable(path.getParent());
  }

  /** Its refresh token may have been used up by whoever replaced it. */
  private void requireShared(Path mount) throws StoreException {
    if (MountTable.isLeftBehind(mount)) {
      throw new StoreException(
          "Cannot write " + path + ": what is mounted there was replaced where it came from",
          "Start the container anew, or mount the folder in place of the file.",
          path);
    }
  }

  /** The system says why it refuses. */
  private static void openForWriting(Path file) throws IOException {
    FileChannel.open(file, StandardOpenOption.WRITE).close();
    throw new AccessDeniedException(file.toString());
  }

  /** Refuses what another user could have written; passes where nothing is there. */
  void checkOwn() throws StoreException {
    try {
      Target target = Target.of(path, ownership);
      target.requireFile();
      if (target.isThere()) {
        ownership.requireBelievable(target);
      } else if (Files.exists(target.folder())) {
        ownership.requireFolder(target.folder());
      }
    } catch (IOException e) {
      throw StoreException.cannot("use", path, e);
    }
  }

  /** Takes the rights of other users away if there are any. */
  void repairMode() {
    try {
      Target target = Target.of(path, ownership);
      if (target.isThere()) {
        repairMode(target);
      }
    } catch (IOException e) {
      // Whoever reads or writes it is told.
    }
  }

  private void repairMode(Target target) throws IOException {
    Look before = target.look().orElseThrow();
    boolean teams = !before.isOwnersAlone() && ownership.isTeams(target, before);
    if (!before.isJudged() || !before.isFile() || before.isOwnersAlone()) {
      return;
    }
    if (teams && before.isClosedToOthers()) {
      return;
    }
    try {
      Rights.set(target.path(), teams ? Rights.keepingGroup(before) : Rights.FILE);
      Optional<Look> after = Look.at(target.path());
      if (after.isPresent()
          && after.get().isClosedToOthers()
          && (teams || after.get().isOwnersAlone())) {
        warnings.accept(
            path
                + " could be read by other users of this machine; its mode is now "
                + after.get().rights());
        return;
      }
    } catch (IOException e) {
      // Said below: the token can be used all the same.
    }
    warnings.accept(
        path + " can be read by other users of this machine, and its mode cannot be changed");
  }

  private Target ownTarget() throws IOException {
    Target target = Target.of(path, ownership);
    target.requireFile();
    Rights.createFolders(target.folder(), ownership);
    ownership.requireOwn(target);
    return target;
  }

  private static void sweepBeside(Path target) {
    try (SecretTemporary temporary = SecretTemporary.beside(target, new byte[0])) {
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
}
