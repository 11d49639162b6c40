package io.github.hfdevice.demo;

import java.util.random.RandomGenerator;

/** Makes what must not be guessed. Safe for several threads, whatever generator it was given. */
final class Secrets {
  // No vowel, so that no word appears; nothing that looks like a digit (RFC 8628, section 6.1).
  private static final String CODE_LETTERS = "CDFGHJKMNPQRTVWX";
  private static final String CODE_DIGITS = "23456789";
  private static final String ALPHANUMERIC =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final RandomGenerator random;

  Secrets(RandomGenerator random) {
    this.random = random;
  }

  /** A code for a person to type, shaped {@code ABCD-1234}. */
  synchronized String userCode() {
    return pick(CODE_LETTERS, 4) + "-" + pick(CODE_DIGITS, 4);
  }

  /** A string of letters and digits. */
  synchronized String token(int length) {
    return pick(ALPHANUMERIC, length);
  }

  private String pick(String alphabet, int length) {
    StringBuilder picked = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      picked.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return picked.toString();
  }
}
