package io.github.hfdevice.terminal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * The clipboard of whoever sits at the terminal, be it at the other end of an SSH connection (OSC
 * 52). Terminals do not say whether they obeyed.
 */
public final class Clipboard {
  private static final String ESCAPE = "\u001b";
  private static final String PASS_ON = ESCAPE + "P";
  private static final String END = ESCAPE + "\\";

  private Clipboard() {}

  /** What a terminal must be sent so that it copies {@code text}. */
  public static String copying(String text, Map<String, String> environment) {
    String copy =
        ESCAPE
            + "]52;c;"
            + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
            + "\u0007";
    if (isSet(environment, "TMUX")) {
      // By its options tmux obeys the command itself, or passes a wrapped one on, or neither.
      return copy + PASS_ON + "tmux;" + copy.replace(ESCAPE, ESCAPE + ESCAPE) + END;
    }
    return isSet(environment, "STY") ? PASS_ON + copy + END : copy;
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }
}
