package io.github.hfdevice.terminal;

import java.util.Map;

/**
 * What the terminal behind a stream understands, as far as the environment tells.
 *
 * @param redraws whether a line can be drawn over
 * @param obeysOsc whether operating system commands (links, clipboard) are obeyed or at least
 *     swallowed, and not shown as text
 * @param showsColours whether it has colours, and the user wants them
 */
public record Screen(boolean redraws, boolean obeysOsc, boolean showsColours) {
  /** No terminal, or one that only prints what it gets. */
  public static final Screen NONE = new Screen(false, false, false);

  /** Judges by {@code TERM}, {@code CI} and {@code NO_COLOR} (no-color.org). */
  public static Screen of(Map<String, String> environment, boolean isTerminal) {
    String term = environment.getOrDefault("TERM", "");
    if (!isTerminal || isDumb(term) || isLog(environment)) {
      return NONE;
    }
    boolean old = term.startsWith("vt") || term.equals("ansi") || term.equals("cons25");
    boolean coloured = !old && environment.getOrDefault("NO_COLOR", "").isEmpty();
    // Before version 5 Linux's own console showed such a command's text.
    return new Screen(true, !old && !term.startsWith("linux"), coloured);
  }

  /** What a CI job writes to a terminal ends in a log, which nobody watches. */
  private static boolean isLog(Map<String, String> environment) {
    String ci = environment.getOrDefault("CI", "");
    return !ci.isEmpty() && !ci.equals("0") && !ci.equalsIgnoreCase("false");
  }

  private static boolean isDumb(String term) {
    return term.isEmpty()
        || term.equals("dumb")
        || term.equals("unknown")
        || term.startsWith("emacs");
  }
}
