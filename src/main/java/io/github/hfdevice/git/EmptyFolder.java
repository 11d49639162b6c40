package io.github.hfdevice.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A new folder for git to run in, where only this user can put anything: in the current one, and in
 * those above it, a repository's settings could name the helper that is given the token.
 *
 * @param path absolute, without links in it
 */
record EmptyFolder(Path path) implements AutoCloseable {

  /** Makes it in the folder for temporary files; Java itself does not know TMPDIR. */
  static EmptyFolder create(Map<String, String> environment) throws GitException {
    String parent = environment.getOrDefault("TMPDIR", "");
    try {
      Path folder =
          isFolder(parent)
              ? Files.createTempDirectory(Path.of(parent), "hf-device-git")
              : Files.createTempDirectory("hf-device-git");
      return new EmptyFolder(folder.toRealPath());
    } catch (IOException e) {
      throw new GitException("git cannot be run: no temporary folder: " + e.getMessage(), e);
    }
  }

  private static boolean isFolder(String path) {
    try {
      return Path.of(path).isAbsolute() && Files.isDirectory(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // A helper wrote into it or still runs there; it is private, and the system clears it away.
    }
  }
}
