package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;

/** Who may do what with the store's files. Never follows a link: another user may swap one in. */
final class Rights {
  static final String FILE = "rw-------";
  static final String TEAM_FILE = "rw-rw----";
  static final String FOLDER = "rwx------";

  private Rights() {}

  /** To create something with; nothing where the system has no modes. */
  static FileAttribute<?>[] of(Path path, String mode) {
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
      try {
        set(created, mode);
      } catch (FileSystemException e) {
        // Without the right to read it, it can only be named. Newer Javas, which open it for
        // writing, only say then that a folder is a folder.
        if (!(e instanceof AccessDeniedException)
            && !Files.isDirectory(created, LinkOption.NOFOLLOW_LINKS)) {
          throw e;
        }
        Files.setPosixFilePermissions(created, PosixFilePermissions.fromString(mode));
      }
    } catch (IOException e) {
      // What cannot be written fails when it is.
    }
  }

  /** Sets the mode of what this user can read; does nothing where there are no modes. */
  static void set(Path path, String mode) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString(mode));
    }
  }

  /** The mode of a file in a team's folder: its group keeps what it has, everybody else nothing. */
  static String keepingGroup(Look file) {
    return "rw-"
        + (file.isReadByGroup() ? "r" : "-")
        + (file.isWrittenByGroup() ? "w" : "-")
        + "----";
  }

  /**
   * Creates the folder and those above it for their owner alone, and leaves existing ones alone.
   */
  static void createFolders(Path folder, Ownership ownership) throws IOException {
    if (folder == null || Files.isDirectory(folder)) {
      return;
    }
    createFolders(folder.getParent(), ownership);
    try {
      Files.createDirectory(folder, of(folder, FOLDER));
      overrideUmask(folder, FOLDER);
      giveToUserOfFolder(folder, ownership);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw new IOException("Not a directory", e);
      }
    }
  }

  /** What root makes in a folder that one user has alone is that user's. */
  static void giveToUserOfFolder(Path created, Ownership ownership) throws IOException {
    Path folder = created.toAbsolutePath().getParent();
    if (folder != null && ownership.worksForOwnerOf(folder)) {
      UserPrincipal user = Files.getOwner(folder);
      Files.getFileAttributeView(created, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setOwner(user);
    }
  }

  /** Gives a new file the owner and the group's rights that it should have in that place. */
  static void giveAsIn(Target place, Path created, Ownership ownership) throws IOException {
    if (place.isThere()
        && !place.look().get().isOwnersAlone()
        && ownership.isTeams(place, place.look().get())) {
      set(created, keepingGroup(place.look().get()));
    }
    if (ownership.worksForOwnerOf(place)) {
      giveToUserOfFolder(created, ownership);
    }
  }
}
