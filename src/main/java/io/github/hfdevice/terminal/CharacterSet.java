package io.github.hfdevice.terminal;

import java.util.Locale;
import java.util.Map;

/** Which characters the terminal shows, as far as the environment tells. */
public final class CharacterSet {
  private CharacterSet() {}

  /**
   * Whether it takes UTF-8: the name of the locale says so, be that locale installed here or only
   * where an SSH session comes from. A system without these variables, such as Windows, mostly has
   * another one.
   */
  public static boolean takesUtf8(Map<String, String> environment) {
    String locale = locale(environment).toUpperCase(Locale.ROOT);
    return locale.contains("UTF-8") || locale.contains("UTF8");
  }

  /** The first of the three that is set and not empty counts (POSIX, 8.2). */
  private static String locale(Map<String, String> environment) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }
}
