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

  /**
   * Judges by {@code TERM} and {@code CI}, and the colours also by the variables in which people
   * say whether they want them.
   */
  public static Screen of(Map<String, String> environment, boolean isTerminal) {
    String term = environment.getOrDefault("TERM", "");
    if (!isTerminal || isDumb(term) || isLog(environment)) {
      return wantsColours(environment, false) ? new Screen(false, false, true) : NONE;
    }
    boolean old = term.startsWith("vt") || term.equals("ansi") || term.equals("cons25");
    // Before version 5 Linux's own console showed such a command's text.
    return new Screen(true, !old && !term.startsWith("linux"), wantsColours(environment, !old));
  }

  /**
   * What {@code NO_COLOR} (no-color.org), {@code FORCE_COLOR} (where 0 means none, as in Node.js),
   * {@code CLICOLOR_FORCE} and {@code CLICOLOR} (bixense.com/clicolors) say; the first of them
   * wins.
   *
   * @param byDefault without a word of them
   */
  private static boolean wantsColours(Map<String, String> environment, boolean byDefault) {
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    String force = environment.getOrDefault("FORCE_COLOR", "");
    if (!force.isEmpty()) {
      return !force.equals("0") && !force.equalsIgnoreCase("false");
    }
    String forceByCli = environment.getOrDefault("CLICOLOR_FORCE", "");
    if (!forceByCli.isEmpty() && !forceByCli.equals("0")) {
      return true;
    }
    return byDefault && !environment.getOrDefault("CLICOLOR", "").equals("0");
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
