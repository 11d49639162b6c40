package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A file of the store cannot be used. Problem and remedy are fit for a user and never hold a
 * secret; the message is both.
 */
public class StoreException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final String FOLDER_OF_YOURS = "HF_HOME to a folder of yours";
  private static final String OTHER_FOLDER = " or set " + FOLDER_OF_YOURS + ".";

  private final String problem;
  private final String remedy;
  private final transient Path path;

  StoreException(String problem, String remedy, Path path, Throwable cause) {
    super(remedy == null ? problem : problem + ". " + remedy, cause);
    this.problem = problem;
    this.remedy = remedy;
    this.path = path;
  }

  StoreException(String problem, String remedy, Path path) {
    this(problem, remedy, path, null);
  }

  /** {@return what failed, at which file and why; without a full stop} */
  public final String problem() {
    return problem;
  }

  /** {@return what to do about it, in whole sentences, or a command at their end} */
  public final Optional<String> remedy() {
    return Optional.ofNullable(remedy);
  }

  /**
   * {@return the same, about the variable that decides where the files are}
   *
   * @param environment the variables
   */
  public final Optional<String> remedy(Map<String, String> environment) {
    boolean isNamed = !environment.getOrDefault("HF_TOKEN_PATH", "").isEmpty();
    return remedy()
        .map(
            text ->
                isNamed ? text.replace(FOLDER_OF_YOURS, "HF_TOKEN_PATH to a file of yours") : text);
  }

  /**
   * {@return the same failure, with what it led to in front}
   *
   * @param outcome without a full stop
   */
  public final StoreException ledTo(String outcome) {
    return new StoreException(outcome + ": " + problem, remedy, path, this);
  }

  /** {@return the file or folder that the failure is about, when there is one} */
  public final Optional<Path> path() {
    return Optional.ofNullable(path);
  }

  /** Words a failure of the file system: {@code "Cannot <action> <path>: <reason>"}. */
  static StoreException cannot(String action, Path path, IOException cause) {
    if (cause instanceof StoreException known) {
      return known;
    }
    if (cause instanceof DistrustException distrust) {
      return new StoreException(
          "Cannot " + action + " " + path + ": " + distrust.about(path),
          distrust.remedy(),
          path,
          cause);
    }
    String reason =
        cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
    Known known = Known.of(cause, String.valueOf(reason));
    String problem =
        known != null ? known.problem : reason != null ? reason : "the system does not say why";
    return new StoreException(
        "Cannot " + action + " " + path + ": " + problem,
        known != null ? known.remedy : "Check it," + OTHER_FOLDER,
        path,
        cause);
  }

  /** The failures that have a better remedy than a look at the file. */
  private enum Known {
    DENIED(
        "permission denied",
        "Check the owner and mode of it and of its folder," + OTHER_FOLDER,
        "Permission denied"),
    NO_FOLDER("its folder does not exist", "Create it," + OTHER_FOLDER, "No such file"),
    FULL("the disk is full", "Free some space," + OTHER_FOLDER, "No space left"),
    OVER_QUOTA("the disk quota is used up", "Free some space," + OTHER_FOLDER, "quota"),
    READ_ONLY(
        "the file system is read-only",
        "Mount it so that it can be written," + OTHER_FOLDER,
        "Read-only file"),
    NOT_PERMITTED(
        "operation not permitted",
        "Look with lsattr whether it or its folder is marked immutable," + OTHER_FOLDER,
        "Operation not permitted"),
    FILE_IN_PATH(
        "a part of its path is a file and not a folder",
        "Set HF_HOME to a folder of yours, or move that file away if you made it.",
        "Not a directory"),
    SPECIAL(
        "it is a device or pipe and not a file",
        "Set HF_HOME to a folder of yours, or remove it if you made it.",
        "device or pipe"),
    FOLDER(
        "it is a folder",
        "Set HF_HOME to a folder of yours, or move it away if you made it.",
        "Is a directory"),
    CIRCLE(
        "its symbolic links lead round in a circle",
        "Repair them," + OTHER_FOLDER,
        "symbolic links");

    final String problem;
    final String remedy;
    private final String mark;

    Known(String problem, String remedy, String mark) {
      this.problem = problem;
      this.remedy = remedy;
      this.mark = mark;
    }

    static Known of(IOException cause, String reason) {
      if (cause instanceof AccessDeniedException) {
        return DENIED;
      }
      if (cause instanceof NoSuchFileException) {
        return NO_FOLDER;
      }
      for (Known candidate : values()) {
        if (reason.contains(candidate.mark)) {
          return candidate;
        }
      }
      return null;
    }
  }
}
