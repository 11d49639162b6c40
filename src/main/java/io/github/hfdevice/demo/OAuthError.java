package io.github.hfdevice.demo;

import java.util.Optional;

/**
 * An error answer of the OAuth endpoints: the {@code error} code (RFC 6749, section 5.2, and RFC
 * 8628, section 3.5), its HTTP status and, where it helps, a description for a developer.
 */
final class OAuthError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String description;

  private OAuthError(int status, String code, String description) {
    super(code, null, false, false);
    this.status = status;
    this.code = code;
    this.description = description;
  }

  /** An error without a description, which is all that the Hub says while it waits. */
  static OAuthError bare(String code) {
    return new OAuthError(400, code, "");
  }

  static OAuthError of(String code, String description) {
    return new OAuthError(400, code, description);
  }

  static OAuthError invalidRequest(String description) {
    return of("invalid_request", description);
  }

  static OAuthError tooLarge() {
    return new OAuthError(413, "invalid_request", "The body is too large");
  }

  /** More at once than this hub keeps in mind. */
  static OAuthError tooMany(String description) {
    return new OAuthError(429, "temporarily_unavailable", description);
  }

  static OAuthError invalidGrant(String description) {
    return of("invalid_grant", description);
  }

  static OAuthError invalidClient(String description) {
    return new OAuthError(401, "invalid_client", description);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** Only the characters that RFC 6749, section 5.2 allows, whatever was put in. */
  Optional<String> description() {
    return Optional.of(description.replaceAll("[^\\x20-\\x7E]|[\"\\\\]", "?"))
        .filter(text -> !text.isEmpty());
  }
}
