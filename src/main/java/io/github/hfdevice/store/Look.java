package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What one look at a name tells: kind, mode, and the numbers of owner and group. By numbers,
 * because to ask for a user's name may ask a network.
 *
 * @param owner {@link #UNKNOWN} where the system has no such numbers
 * @param mode as {@code stat(2)} gives it, with the kind of file
 */
record Look(int owner, int group, int mode) {
  static final int UNKNOWN = -1;

  private static final int KIND = 0170000;
  private static final int FILE = 0100000;
  private static final int FOLDER = 0040000;
  private static final int LINK = 0120000;
  private static final int SET_GROUP = 02000;
  private static final int STICKY = 01000;
  private static final int OWNER_WRITES = 0200;
  private static final int GROUP_READS = 040;
  private static final int GROUP_WRITES = 020;
  private static final int NOT_OWNERS = 077;
  private static final int OTHERS = 07;
  private static final int OTHERS_WRITE = 02;

  /** Nothing when nothing has that name. */
  static Optional<Look> at(Path path, LinkOption... options) throws IOException {
    try {
      if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
        return Optional.of(
            new Look(
                UNKNOWN,
                UNKNOWN,
                kind(Files.readAttributes(path, BasicFileAttributes.class, options))));
      }
      Map<String, Object> found = Files.readAttributes(path, "unix:uid,gid,mode", options);
      return Optional.of(
          new Look((int) found.get("uid"), (int) found.get("gid"), (int) found.get("mode")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static int kind(BasicFileAttributes attributes) {
    return attributes.isSymbolicLink()
        ? LINK
        : attributes.isDirectory() ? FOLDER : attributes.isRegularFile() ? FILE : 0;
  }

  /** Whether this system tells who owns a file, and who may write it. */
  boolean isJudged() {
    return owner != UNKNOWN;
  }

  boolean isFile() {
    return (mode & KIND) == FILE;
  }

  boolean isFolder() {
    return (mode & KIND) == FOLDER;
  }

  boolean isLink() {
    return (mode & KIND) == LINK;
  }

  boolean isWrittenByOthers() {
    return (mode & OTHERS_WRITE) != 0;
  }

  boolean isWrittenByOwner() {
    return (mode & OWNER_WRITES) != 0;
  }

  boolean isReadByGroup() {
    return (mode & GROUP_READS) != 0;
  }

  /** Whether its mode gives nothing to anybody but its owner. */
  boolean isOwnersAlone() {
    return (mode & NOT_OWNERS) == 0;
  }

  /** Whether its mode gives nothing to anybody but its owner and its group. */
  boolean isClosedToOthers() {
    return (mode & OTHERS) == 0;
  }

  boolean isWrittenByGroup() {
    return (mode & GROUP_WRITES) != 0;
  }

  /** Whether only a file's owner can take it out of this folder, as in {@code /tmp}. */
  boolean isSticky() {
    return (mode & STICKY) != 0;
  }

  /** Whether this folder gives its group to what is made in it. */
  boolean givesItsGroup() {
    return (mode & SET_GROUP) != 0;
  }

  /** The rights alone, as {@code chmod} writes them. */
  String rights() {
    return String.format(Locale.ROOT, "%04o", mode & 07777);
  }
}
