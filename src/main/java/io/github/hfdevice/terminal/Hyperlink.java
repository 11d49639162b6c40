package io.github.hfdevice.terminal;

import java.net.URI;

/** Text that a terminal opens in a browser when it is clicked (OSC 8). */
public final class Hyperlink {
  private static final String START = "\u001b]8;;";
  private static final String END = "\u001b\\";

  private Hyperlink() {}

  /** {@code line} with each place where it shows {@code target} made a link to it. */
  public static String in(String line, URI target) {
    String label = target.toString();
    // In ASCII nothing in the address can end the command early.
    return line.replace(label, START + target.toASCIIString() + END + label + START + END);
  }
}
