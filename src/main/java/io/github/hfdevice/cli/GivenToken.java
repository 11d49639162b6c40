package io.github.hfdevice.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A token that the user brings. */
final class GivenToken {
  /** Far longer than any token; a file given by mistake ends here. */
  private static final int LONGEST = 1 << 16;

  private GivenToken() {}

  /** Reads a token from stdin; on a terminal it asks, without echo. Blocks until it is there. */
  static String read(Platform platform) throws Failure, IOException {
    if (platform.terminals().stdin()) {
      char[] typed = platform.passwords().get().orElseThrow(() -> missing("the terminal"));
      return check("the token", new String(typed));
    }
    byte[] bytes = platform.stdin().readNBytes(LONGEST + 1);
    if (bytes.length > LONGEST) {
      throw Failure.usage(
          "what stdin holds is too long for a token", "Pipe the token alone into it.");
    }
    return check("stdin", new String(bytes, StandardCharsets.UTF_8));
  }

  /** The token without blanks and line ends around it, if it can be one at all. */
  static String check(String source, String text) throws Failure {
    String token = text.strip();
    if (token.isEmpty()) {
      throw missing(source);
    }
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) <= 0x20 || token.charAt(i) > 0x7e) {
        throw Failure.usage(
            source + " holds characters that no token has",
            "A token is one word such as hf_... , without blanks and line ends.");
      }
    }
    return token;
  }

  private static Failure missing(String source) {
    return Failure.usage("there is no token in " + source, "Make one in the Hub's settings.");
  }
}
