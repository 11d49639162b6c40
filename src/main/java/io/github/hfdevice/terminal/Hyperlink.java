package io.github.hfdevice.terminal;

import java.net.URI;

/** Text that a terminal opens in a browser when it is clicked (OSC 8). */
final class Hyperlink {
  private static final String START = "\u001b]8;;";
  private static final String END = "\u001b\\";

  private Hyperlink() {}

  /** {@code label} as a link to {@code target}. */
  static String of(String label, URI target) {
    // In ASCII nothing in the address can end the command early.
    return START + target.toASCIIString() + END + label + START + END;
  }
}
