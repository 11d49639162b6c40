package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of the store cannot be used. The message is fit for a user: it names the file and says
 * what to do, and never holds a secret.
 */
public class StoreException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final String OTHER_FOLDER = " or set HF_HOME to a folder of yours";

  private final transient Path path;

  StoreException(String message, Path path, Throwable cause) {
    super(message, cause);
    this.path = path;
  }

  StoreException(String message, Path path) {
    this(message, path, null);
  }

  /** The file or folder that the failure is about, when there is one. */
  public final Optional<Path> path() {
    return Optional.ofNullable(path);
  }

  /** Words a failure of the file system: {@code "Cannot <action> <path>: <reason>. <remedy>."}. */
  static StoreException cannot(String action, Path path, IOException cause) {
    if (cause instanceof StoreException known) {
      return known;
    }
    return new StoreException(
        "Cannot " + action + " " + path + ": " + reasonAndRemedy(cause), path, cause);
  }

  private static String reasonAndRemedy(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied. Check the owner and mode of it and of its folder," + OTHER_FOLDER;
    }
    if (cause instanceof NoSuchFileException) {
      return "its folder does not exist. Create it," + OTHER_FOLDER;
    }
    String reason = reason(cause);
    if (reason.contains("No space left") || reason.contains("quota")) {
      return "the disk is full. Free some space," + OTHER_FOLDER;
    }
    if (reason.contains("Read-only")) {
      return "the file system is read-only. Set HF_HOME to a folder of yours";
    }
    if (reason.contains("Not a directory")) {
      return "a part of its path is a file and no folder. Move that file away," + OTHER_FOLDER;
    }
    if (reason.contains("Is a directory")) {
      return "it is a folder. Move it away," + OTHER_FOLDER;
    }
    if (reason.contains("symbolic links")) {
      return "its symbolic links lead round in a circle. Repair them," + OTHER_FOLDER;
    }
    return reason + ". Check it," + OTHER_FOLDER;
  }

  private static String reason(IOException cause) {
    String reason =
        cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
    return reason == null ? cause.getClass().getSimpleName() : reason;
  }
}
