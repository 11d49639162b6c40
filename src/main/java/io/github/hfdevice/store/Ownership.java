package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The one rule of whose files are believed, like that of {@code ssh}: folder, link and file belong
 * to this user or to root, and nobody else can write them. Exceptions:
 *
 * <ul>
 *   <li>A group that is one user's own (it has that user's name) is that user.
 *   <li>A folder that a team shares on purpose belongs to this user or to root, and is writable by
 *       its group, set-group-id and not writable by everybody. In it, files of the group count too.
 *   <li>In a sticky folder such as {@code /tmp} the files' own owners count, for nobody can take
 *       another's file away there.
 *   <li>Root also works in a folder that one user has alone, with files of that user.
 * </ul>
 *
 * Not judged are systems without owners and, by mode, file systems without modes of their own.
 */
final class Ownership {
  private static final int ROOT = 0;

  /** Their modes are one setting of the mount, and {@code chmod} changes nothing. */
  private static final Set<String> WITHOUT_MODES =
      Set.of(
          "9p", "cifs", "drvfs", "exfat", "fuseblk", "msdos", "ntfs", "ntfs3", "prl_fs", "smb3",
          "smbfs", "vboxsf", "vfat");

  private final int me;

  /**
   * @param me the number of this user, or {@link Look#UNKNOWN}
   */
  Ownership(int me) {
    this.me = me;
  }

  /** For the user that this process runs as. */
  static Ownership ofThisProcess() {
    try {
      Optional<Look> self = Look.at(Path.of("/proc/self"));
      return new Ownership(self.isPresent() ? self.get().owner() : Look.UNKNOWN);
    } catch (IOException e) {
      return new Ownership(Look.UNKNOWN);
    }
  }

  /** Whether it belongs to this user or to root. */
  boolean isOwn(Path path, Look look) throws IOException {
    return look.owner() == ROOT || isMine(path, look);
  }

  private boolean isMine(Path path, Look look) throws IOException {
    return me == Look.UNKNOWN
        ? !look.isJudged() || ownerName(path).equals(System.getProperty("user.name"))
        : look.owner() == me;
  }

  /** Refuses a link that another user made. */
  void requireOwnLink(Path link, Look look) throws IOException {
    if (isOwn(link, look)) {
      return;
    }
    Look folder = Look.at(link.getParent()).orElse(look);
    if (me == ROOT && folder.owner() == look.owner() && isOneUsersAlone(link.getParent(), folder)) {
      return;
    }
    throw new DistrustException(
        "",
        link,
        "is a link of another user (" + Files.getOwner(link, LinkOption.NOFOLLOW_LINKS) + ")",
        "Remove it: rm " + quoted(link));
  }

  /** Refuses what another user could have written, whole or in part. */
  void requireBelievable(Target target) throws IOException {
    requireOwn(target);
    Look file = target.look().orElseThrow();
    boolean byOthers =
        file.isWrittenByOthers()
            || (file.isWrittenByGroup()
                && !isPrivateGroup(target.path())
                && !isTeams(target, file));
    if (byOthers && keepsModes(target.path())) {
      throw new DistrustException(
          "",
          target.path(),
          "can be written by other users (mode " + file.rights() + ")",
          "If it is still what you put there, run: chmod 600 " + quoted(target.path()));
    }
  }

  /** Refuses to put anything in place of a file that another user has, or where one could. */
  void requireOwn(Target target) throws IOException {
    Look folder = requireFolder(target.folder());
    Look file = target.look().isPresent() ? target.look().get() : folder;
    if (target.linker() != Look.UNKNOWN && file.owner() != target.linker()) {
      // Root follows a user's link to what that user has, and never to what the user has not.
      throw new DistrustException(
          "",
          target.path(),
          "is where a link of another user leads",
          "Remove it: rm " + quoted(target.links().get(0)));
    }
    if (target.look().isEmpty() || isOwn(target.path(), file) || isTeams(target, file)) {
      return;
    }
    boolean ofItsFolder = me == ROOT && file.owner() == folder.owner();
    if (!ofItsFolder || !isOneUsersAlone(target.folder(), folder)) {
      throw new DistrustException(
          "",
          target.path(),
          "belongs to another user (" + Files.getOwner(target.path()) + ")",
          "Remove it, or, if you trust what it says, run: " + chown(target.path()));
    }
  }

  /** Refuses a folder in which another user could put files. */
  Look requireFolder(Path folder) throws IOException {
    Optional<Look> named = Look.at(folder, LinkOption.NOFOLLOW_LINKS);
    if (named.isPresent() && named.get().isLink()) {
      requireOwnLink(folder, named.get());
      named = Look.at(folder);
    }
    if (named.isEmpty()) {
      throw new NoSuchFileException(folder.toString());
    }
    Look look = named.get();
    if (!isOwn(folder, look) && !(me == ROOT && isOneUsersAlone(folder, look))) {
      throw new DistrustException(
          "the folder ",
          folder,
          "belongs to another user (" + Files.getOwner(folder) + ")",
          "Set HF_HOME to a folder of yours, or run: " + chown(folder));
    }
    if (!look.isSticky()
        && !isTeamFolder(look)
        && !isOneUsersAlone(folder, look)
        && keepsModes(folder)) {
      throw new DistrustException(
          "the folder ",
          folder,
          "can be written by other users (mode " + look.rights() + ")",
          remedy(folder, look));
    }
    return look;
  }

  private static String remedy(Path folder, Look look) {
    if (look.givesItsGroup()) {
      return "Run: chmod o-w " + quoted(folder);
    }
    return look.isWrittenByOthers()
        ? "Run: chmod go-w " + quoted(folder)
        : "Run: chmod g-w "
            + quoted(folder)
            + ", or, where a team shares it on purpose: chmod g+s "
            + quoted(folder);
  }

  /** Whether this is root in a folder that one other user has alone. */
  boolean worksForOwnerOf(Path folder) throws IOException {
    if (me != ROOT) {
      return false;
    }
    Optional<Look> look = Look.at(folder);
    return look.isPresent() && look.get().owner() != ROOT && isOneUsersAlone(folder, look.get());
  }

  /** Whether this is root, and a file at that place is of the user who has its folder alone. */
  boolean worksForOwnerOf(Target target) throws IOException {
    if (!worksForOwnerOf(target.folder())) {
      return false;
    }
    return !target.isThere()
        || target.look().get().owner() == Look.at(target.folder()).orElseThrow().owner();
  }

  /** Whether this user's file cannot be written though its mode says so. */
  boolean isKeptFromWriting(Target target) throws IOException {
    Look file = target.look().orElseThrow();
    return file.isJudged()
        && file.isWrittenByOwner()
        && isMine(target.path(), file)
        && !Files.isWritable(target.path());
  }

  /**
   * Whether it has hard links beside its name in a folder of this user alone. Elsewhere another
   * user may have given the name to a file that is nothing of the kind.
   */
  boolean isHardLinked(Target target) throws IOException {
    Look folder = Look.at(target.folder()).orElseThrow();
    return folder.isJudged()
        && !folder.isSticky()
        && isMine(target.folder(), folder)
        && isOneUsersAlone(target.folder(), folder)
        && (int) Files.getAttribute(target.path(), "unix:nlink") > 1;
  }

  /** Whether nobody but its owner, and root, can write that folder. */
  private static boolean isOneUsersAlone(Path folder, Look look) throws IOException {
    return !look.isWrittenByOthers() && (!look.isWrittenByGroup() || isPrivateGroup(folder));
  }

  /** The convention of most Linux systems, whose {@code umask} lets that group write. */
  private static boolean isPrivateGroup(Path path) throws IOException {
    return Files.getAttribute(path, "posix:group").toString().equals(ownerName(path));
  }

  /** Whether it is its group's in a folder that a team shares. */
  boolean isTeams(Target target, Look file) throws IOException {
    Optional<Look> folder = Look.at(target.folder());
    return folder.isPresent() && isTeamFolder(folder.get()) && folder.get().group() == file.group();
  }

  /** Whether a new file at that place is its group's in a folder that a team shares. */
  boolean isTeams(Target target) throws IOException {
    Optional<Look> folder = Look.at(target.folder());
    return folder.isPresent() && isTeamFolder(folder.get());
  }

  private static boolean isTeamFolder(Look folder) {
    return folder.givesItsGroup() && folder.isWrittenByGroup() && !folder.isWrittenByOthers();
  }

  private static boolean keepsModes(Path path) {
    try {
      return !WITHOUT_MODES.contains(Files.getFileStore(path).type().toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      // In a chroot, say, whose root is no mount, Java knows of no file system here.
      return true;
    }
  }

  private String chown(Path path) {
    if (me == ROOT) {
      return "chown 0 " + quoted(path);
    }
    return "sudo chown " + (me == Look.UNKNOWN ? "\"$(id -u)\" " : me + " ") + quoted(path);
  }

  private static String ownerName(Path path) throws IOException {
    return Files.getOwner(path).getName();
  }

  /** For a shell. */
  private static String quoted(Path path) {
    String text = path.toString();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c) && "/._-+,:@%".indexOf(c) < 0) {
        return "'" + text.replace("'", "'\\''") + "'";
      }
    }
    return text;
  }
}
