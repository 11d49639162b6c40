package io.github.hfdevice.http;

import java.util.List;
import java.util.Optional;

/**
 * Status line and headers of an answer.
 *
 * @param reason what follows the status; a server's own words, or empty
 * @param lines the headers as they came, {@code name: value}
 */
record ReplyHead(int status, String reason, List<String> lines) {

  /** The value of the first header of that name. */
  Optional<String> first(String name) {
    for (String line : lines) {
      if (isNamed(line, name)) {
        return Optional.of(valueOf(line));
      }
    }
    return Optional.empty();
  }

  /** The values of all headers of that name, with a comma between them (RFC 9110, 5.3). */
  String all(String name) {
    StringBuilder values = new StringBuilder();
    for (String line : lines) {
      if (isNamed(line, name)) {
        values.append(values.length() == 0 ? "" : ",").append(valueOf(line));
      }
    }
    return values.toString();
  }

  private static boolean isNamed(String line, String name) {
    int end = name.length();
    return line.length() > end
        && line.charAt(end) == ':'
        && line.regionMatches(true, 0, name, 0, end);
  }

  private static String valueOf(String line) {
    return line.substring(line.indexOf(':') + 1).strip();
  }
}
