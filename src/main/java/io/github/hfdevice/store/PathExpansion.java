package io.github.hfdevice.store;

import io.github.hfdevice.setting.SettingException;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;

/** Python's {@code expandvars(expanduser(value))}, as {@code hf} reads its variables of paths. */
final class PathExpansion {
  private final Map<String, String> env;
  private final Path home;
  private String unset = "";

  /**
   * @param home what {@code ~} means, or null where nobody has said so
   */
  PathExpansion(Map<String, String> env, Path home) {
    this.env = env;
    this.home = home;
  }

  /** What {@code ~} means. */
  String home(String problem) throws StoreException {
    if (home != null) {
      return home.toString();
    }
    String variable = env.get("HOME");
    if (variable != null && !variable.isEmpty()) {
      return variable;
    }
    throw new StoreException(
        "Cannot tell where the token file is: " + problem,
        "Set HF_HOME to the full path of a folder of yours.",
        null);
  }

  /** The last name of a variable, as it is written, that stayed because there is none so named. */
  String unset() {
    return unset;
  }

  /** The value of {@code variable} with its {@code ~} and its variables replaced. */
  String expand(String variable, String value) throws StoreException {
    return expandVariables(expandUser(variable, value));
  }

  private String expandUser(String variable, String value) throws StoreException {
    if (value.isEmpty() || value.charAt(0) != '~') {
      return value;
    }
    if (value.length() > 1 && value.charAt(1) != '/' && value.charAt(1) != File.separatorChar) {
      throw new SettingException(
          variable, "starts with ~ and a user's name. Write the folder's full path");
    }
    return home(variable + " starts with ~ and there is no home folder").concat(value.substring(1));
  }

  private String expandVariables(String value) {
    int dollar = value.indexOf('$');
    if (dollar < 0) {
      return value;
    }
    StringBuilder out = new StringBuilder();
    int copied = 0;
    int lastBrace = value.lastIndexOf('}');
    while (dollar >= 0) {
      int end = referenceEnd(value, dollar + 1, lastBrace);
      boolean braces = end > 0 && value.charAt(dollar + 1) == '{';
      String known =
          end < 0
              ? null
              : env.get(
                  braces ? value.substring(dollar + 2, end - 1) : value.substring(dollar + 1, end));
      if (known != null) {
        out.append(value, copied, dollar).append(known);
        copied = end;
      } else if (end > 0) {
        unset = value.substring(dollar, end);
      }
      dollar = value.indexOf('$', end < 0 ? dollar + 1 : end);
    }
    return out.append(value, copied, value.length()).toString();
  }

  /** The end of the name or of the braces that start here, or -1 for a dollar of its own. */
  private static int referenceEnd(String value, int start, int lastBrace) {
    if (start < value.length() && value.charAt(start) == '{') {
      return start < lastBrace ? value.indexOf('}', start) + 1 : -1;
    }
    int end = start;
    while (end < value.length() && isNameCharacter(value.charAt(end))) {
      end++;
    }
    return end == start ? -1 : end;
  }

  private static boolean isNameCharacter(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
