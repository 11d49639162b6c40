package io.github.hfdevice.oauth;

import io.github.hfdevice.text.Printable;

/** Text that a server wrote for a person, made fit for a message. */
public final class ServerWords {
  private static final String HIDDEN = "***";

  /** How long a word must be to count as a token. */
  private static final int SHORTEST_TOKEN = 16;

  private ServerWords() {}

  /**
   * {@code text} on one line, printable, at most {@link Limits#SHOWN} characters long.
   *
   * @param secrets that were sent with the request and are hidden, should the server repeat them;
   *     whatever else looks like a token is hidden too
   */
  public static String shown(String text, String... secrets) {
    // What is not printable may stand inside a secret, and a cut could leave the first half of one.
    String shown = Printable.of(text);
    for (String secret : secrets) {
      if (!secret.isEmpty()) {
        shown = shown.replace(secret, HIDDEN);
      }
    }
    return Printable.of(withoutTokens(shown), Limits.SHOWN);
  }

  private static String withoutTokens(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || !isOfToken(text.charAt(i))) {
        shown.append(isToken(text, start, i) ? HIDDEN : text.substring(start, i));
        if (i < text.length()) {
          shown.append(text.charAt(i));
        }
        start = i + 1;
      }
    }
    return shown.toString();
  }

  /** The Hub's tokens begin with {@code hf_}, and every JWT with the first bytes of its header. */
  private static boolean isToken(String text, int start, int end) {
    return end - start >= SHORTEST_TOKEN
        && (text.startsWith("hf_", start) || text.startsWith("eyJ", start));
  }

  private static boolean isOfToken(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || c == '.';
  }
}
