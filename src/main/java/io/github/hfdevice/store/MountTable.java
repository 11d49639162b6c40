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

  /** The fifth field of {@code proc(5)}: where it is mounted. */
  private static final int MOUNT_POINT = 4;

  private MountTable() {}

  /** Whether that very file is a mount of its own. */
  static boolean has(Path file) {
    if (!Files.exists(OF_THIS_PROCESS)) {
      return false;
    }
    try {
      String real = file.toRealPath().toString();
      Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
      return has(new String(Files.readAllBytes(OF_THIS_PROCESS), names), real);
    } catch (IOException | IllegalArgumentException e) {
      // A rename that fails all the same is made up for when it does.
      return false;
    }
  }

  static boolean has(String table, String file) {
    for (String line : table.split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      if (fields.length > MOUNT_POINT && unescaped(fields[MOUNT_POINT]).equals(file)) {
        return true;
      }
    }
    return false;
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
