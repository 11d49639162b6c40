package io.github.hfdevice.demo;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request, its body read.
 *
 * @param path the path as it was sent, without the query
 * @param query the raw query, empty without one
 * @param headers by name in lower case, the first of each
 * @param body empty if it was too large
 * @param oversized whether it was
 * @param kept whether the connection can be used again
 */
record Request(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    String body,
    boolean oversized,
    boolean kept) {
  private static final String FORM_TYPE = "application/x-www-form-urlencoded";
  private static final int MOST_SUMMARY = 200;

  /** Whether it is a GET whose answer is wanted without the body. */
  boolean isHead() {
    return method.equals("HEAD");
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The type of the body, without its parameters, in lower case. */
  String contentType() {
    return header("Content-Type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /**
   * The parameters of the body.
   *
   * @throws OAuthError {@code invalid_request} when the body is no form
   */
  Form form() throws OAuthError {
    if (!contentType().equals(FORM_TYPE)) {
      throw OAuthError.invalidRequest("The content type must be " + FORM_TYPE);
    }
    if (oversized) {
      throw OAuthError.tooLarge();
    }
    return Form.parse(body);
  }

  /** The rest of the {@code Authorization} header when it has that scheme. */
  Optional<String> credentials(String scheme) {
    return header("Authorization")
        .map(String::strip)
        .filter(value -> value.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1))
        .map(value -> value.substring(scheme.length() + 1).strip());
  }

  /**
   * Method, path and the names of the parameters, cut where they are very long: what may be kept of
   * a request that holds secrets.
   */
  String summary() {
    String summary = method + " " + path;
    try {
      summary += " " + String.join(" ", form().names());
    } catch (OAuthError notAForm) {
      // Then it has no parameters.
    }
    return summary.substring(0, Math.min(summary.length(), MOST_SUMMARY)).strip();
  }

  @Override
  public String toString() {
    return summary();
  }
}
