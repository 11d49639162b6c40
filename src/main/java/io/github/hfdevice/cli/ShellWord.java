package io.github.hfdevice.cli;

/** Text as one word of a POSIX shell, for commands that a person copies. */
final class ShellWord {
  private ShellWord() {}

  /** The text itself where the shell leaves it alone, else in single quotes. */
  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "/._-+:@%,".indexOf(c) >= 0;
      if (!plain) {
        return "'" + text.replace("'", "'\\''") + "'";
      }
    }
    return text.isEmpty() ? "''" : text;
  }
}
