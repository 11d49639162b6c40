package io.github.hfdevice.http;

import java.util.Locale;
import java.util.Optional;

/** The headers in which servers say why they refused a request. */
final class ErrorHeaders {
  private static final String DESCRIPTION = "error_description=\"";

  private ErrorHeaders() {}

  /**
   * The Hub's {@code X-Error-Message}, else its {@code X-Error-Code}, else the {@code
   * error_description} of a challenge (RFC 6750, 3); as it came.
   */
  static Optional<String> reason(ReplyHead head) {
    for (String name : new String[] {"X-Error-Message", "X-Error-Code"}) {
      Optional<String> value = head.first(name);
      if (value.isPresent() && !value.get().isBlank()) {
        return value;
      }
    }
    String challenge = head.all("WWW-Authenticate");
    int start = challenge.toLowerCase(Locale.ROOT).indexOf(DESCRIPTION);
    if (start < 0) {
      return Optional.empty();
    }
    int end = challenge.indexOf('"', start + DESCRIPTION.length());
    return end < 0
        ? Optional.empty()
        : Optional.of(challenge.substring(start + DESCRIPTION.length(), end));
  }
}
