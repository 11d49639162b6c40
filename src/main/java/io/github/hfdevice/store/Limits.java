package io.github.hfdevice.store;

/** How long the texts of servers and people may be, so that what is written can be read again. */
final class Limits {
  /** Access tokens, refresh tokens and device codes. */
  static final int TOKEN = 64 << 10;

  /** Addresses and client ids. */
  static final int ADDRESS = 2 << 10;

  /** User codes and names. */
  static final int NAME = 256;

  private Limits() {}

  /**
   * Refuses a text that is too long.
   *
   * @throws IllegalArgumentException with a message that does not quote it
   */
  static void require(String what, String text, int limit) {
    if (text.length() > limit) {
      throw new IllegalArgumentException(
          "the " + what + " is longer than " + limit + " characters");
    }
  }
}
