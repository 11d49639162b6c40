package io.github.hfdevice.terminal;

import java.util.List;
import java.util.Locale;

/** Browsers that draw in the terminal, and so would take it over. */
final class TextBrowsers {
  private static final List<String> NAMES =
      List.of(
          "browsh",
          "carbonyl",
          "cha",
          "edbrowse",
          "elinks",
          "felinks",
          "links",
          "links2",
          "lynx",
          "lynx-cur",
          "netrik",
          "retawq",
          "w3m",
          "www-browser");

  private TextBrowsers() {}

  /** Whether {@code program} is one, by its name or by that of what it links to. */
  static boolean include(String program) {
    return NAMES.contains(name(program)) || NAMES.contains(name(Programs.resolved(program)));
  }

  private static String name(String program) {
    String name =
        program.substring(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
    return name.toLowerCase(Locale.ROOT).replace(".exe", "");
  }
}
