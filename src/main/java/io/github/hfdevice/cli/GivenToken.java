package io.github.hfdevice.cli;

import io.github.hfdevice.hub.HubPages;
import io.github.hfdevice.hub.TokenText;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A token that the user brings. */
final class GivenToken {
  /** Far longer than any token, in UTF-16 too; a file given by mistake ends here. */
  private static final int LONGEST = 1 << 18;

  private GivenToken() {}

  /**
   * Reads a token from stdin; on a terminal it asks, without echo. Blocks until it is there.
   *
   * @param endpoint the Hub where the person could make one
   */
  static String read(Platform platform, URI endpoint) throws Failure, IOException {
    String page = "Make a token at " + HubPages.tokens(endpoint);
    if (platform.terminals().stdin()) {
      Optional<char[]> typed = platform.passwords().get();
      String text = typed.isPresent() ? new String(typed.get()).strip() : "";
      if (text.isEmpty()) {
        throw Failure.usage("nothing was typed or pasted", page + ", and paste it when asked.");
      }
      return check("what was typed", text);
    }
    byte[] bytes = platform.stdin().readNBytes(LONGEST + 1);
    if (bytes.length > LONGEST) {
      throw Failure.usage(
          "what stdin holds is too long for a token", "Pipe the token alone into it.");
    }
    String text = decode(bytes).strip();
    if (text.isEmpty()) {
      throw Failure.usage("there is no token in stdin", page + ", and pipe it in.");
    }
    return check("the token in stdin", text);
  }

  /** PowerShell's {@code >} writes UTF-16, and some editors put a byte order mark before UTF-8. */
  private static String decode(byte[] bytes) {
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return decode(bytes, 2, StandardCharsets.UTF_16LE);
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return decode(bytes, 2, StandardCharsets.UTF_16BE);
    }
    return startsWith(bytes, 0xEF, 0xBB, 0xBF)
        ? decode(bytes, 3, StandardCharsets.UTF_8)
        : decode(bytes, 0, StandardCharsets.UTF_8);
  }

  private static String decode(byte[] bytes, int start, Charset charset) {
    return new String(bytes, start, bytes.length - start, charset);
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** The token without blanks and line ends around it, if it can be one at all. */
  static String check(String source, String text) throws Failure {
    String token = text.strip();
    Optional<String> problem = TokenText.problem(token);
    if (problem.isPresent()) {
      throw Failure.usage(
          source + " " + problem.get(),
          "A token is one word and nothing else; those of the Hub begin with hf_.");
    }
    return token;
  }
}
