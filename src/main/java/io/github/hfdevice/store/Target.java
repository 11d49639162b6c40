package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file that a name means once every link is followed, there or not.
 *
 * @param path its own name
 * @param look what is there
 * @param links the links that lead to it, the first one first
 * @param linker the user, neither this one nor root, whose links lead there; else {@link
 *     Look#UNKNOWN}
 */
record Target(Path path, Optional<Look> look, List<Path> links, int linker) {
  private static final int MOST_LINKS = 40;

  /** Follows the links that {@code ownership} allows. */
  static Target of(Path start, Ownership ownership) throws IOException {
    Optional<Look> look = Look.at(start, LinkOption.NOFOLLOW_LINKS);
    if (look.isEmpty() || !look.get().isLink()) {
      return new Target(start, look, List.of(), Look.UNKNOWN);
    }
    Path current = start;
    List<Path> links = new ArrayList<>();
    int linker = Look.UNKNOWN;
    while (look.isPresent() && look.get().isLink()) {
      if (links.size() == MOST_LINKS) {
        throw new IOException("Too many levels of symbolic links");
      }
      ownership.requireFolder(current.getParent());
      ownership.requireOwnLink(current, look.get());
      linker = ownership.isOwn(current, look.get()) ? linker : look.get().owner();
      links.add(current);
      current = current.resolveSibling(Files.readSymbolicLink(current));
      look = Look.at(current, LinkOption.NOFOLLOW_LINKS);
    }
    return new Target(current, look, List.copyOf(links), linker);
  }

  boolean isThere() {
    return look.isPresent();
  }

  Path folder() {
    return path.getParent();
  }

  /** Refuses what is there and is no regular file; some of it blocks whoever opens it. */
  void requireFile() throws IOException {
    if (look.isPresent() && look.get().isFolder()) {
      throw new IOException("Is a directory");
    }
    if (look.isPresent() && !look.get().isFile()) {
      throw new IOException("it is a device or pipe and not a file");
    }
  }
}
