package io.github.hfdevice.store;

import java.time.Instant;
import java.util.Optional;

/** Points in time as the files have them: seconds since 1970, perhaps with a fraction. */
final class UnixSeconds {
  private UnixSeconds() {}

  /** The time that the text names, its fraction cut off; nothing for text that names none. */
  static Optional<Instant> parse(String text) {
    if (text == null) {
      return Optional.empty();
    }
    int dot = text.indexOf('.');
    try {
      if (dot < 0) {
        return at(Long.parseLong(text));
      }
      if (dot + 1 < text.length()) {
        Long.parseUnsignedLong(text.substring(dot + 1, Math.min(text.length(), dot + 19)));
      }
      return at(Long.parseLong(text.substring(0, dot)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> at(long seconds) {
    boolean possible =
        seconds >= Instant.MIN.getEpochSecond() && seconds <= Instant.MAX.getEpochSecond();
    return possible ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
  }
}
