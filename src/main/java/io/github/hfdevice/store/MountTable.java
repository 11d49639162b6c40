package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The mounts that this process sees, where the system lists them. A container may mount one file,
 * and a mount cannot be replaced by a rename, nor can that be tried without doing it.
 */
final class MountTable {
  private static final Path OF_THIS_PROCESS = Path.of("/proc/self/mountinfo");

  /** The fourth and fifth field of {@code proc(5)}: what is mounted, and where. */
  private static final int ROOT = 3;

  private static final int MOUNT_POINT = 4;
  private static final String DELETED = "//deleted";

  private MountTable() {}

  /** Whether that very file is a mount of its own. */
  static boolean has(Path file) {
    return root(file) != null;
  }

  /**
   * Whether that very file is a mount of one that was removed, or replaced by another, where it
   * came from: what is written to it is seen nowhere else, and what is in it may be old.
   */
  static boolean isLeftBehind(Path file) {
    String root = root(file);
    return root != null && root.endsWith(DELETED);
  }

  private static String root(Path file) {
    if (!Files.exists(OF_THIS_PROCESS)) {
      return null;
    }
    try {
      String real = file.toRealPath().toString();
      Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
      return root(new String(Files.readAllBytes(OF_THIS_PROCESS), names), real);
    } catch (IOException | IllegalArgumentException e) {
      // A rename that fails all the same is made up for when it does.
      return null;
    }
  }

  /** What is mounted there, the last one if several are, or null. */
  static String root(String table, String file) {
    String root = null;
    for (String line : table.split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      if (fields.length > MOUNT_POINT && unescaped(fields[MOUNT_POINT]).equals(file)) {
        root = fields[ROOT];
      }
    }
    return root;
  }

  /** Blanks, tabs, line ends and backslashes are three octal digits after a backslash. */
  private static String unescaped(String field) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 3 < field.length()) {
        out.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
