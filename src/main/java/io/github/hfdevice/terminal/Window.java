package io.github.hfdevice.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The size of a terminal's window, each at least 1. */
public record Window(int columns, int rows) {
  private static final File TERMINAL = new File("/dev/tty");

  /**
   * Measures the window of the process's terminal through {@code stty}, since Java cannot. Empty
   * where there is none, or it does not know its size. Blocks for a second at most.
   */
  public static Optional<Window> measure() throws InterruptedException {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(TERMINAL)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return Optional.empty();
      }
      return parse(
          new String(stty.getInputStream().readNBytes(64), StandardCharsets.US_ASCII).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Reads {@code rows columns}, as {@code stty size} prints them. */
  static Optional<Window> parse(String size) {
    if (!size.matches("[1-9][0-9]{0,4} [1-9][0-9]{0,4}")) {
      return Optional.empty();
    }
    int blank = size.indexOf(' ');
    return Optional.of(
        new Window(
            Integer.parseInt(size.substring(blank + 1)),
            Integer.parseInt(size.substring(0, blank))));
  }

  /** How many rows a line of {@code length} columns takes. */
  public int rowsOf(int length) {
    return Math.max(1, (length + columns - 1) / columns);
  }
}
