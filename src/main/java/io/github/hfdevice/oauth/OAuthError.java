package io.github.hfdevice.oauth;

import io.github.hfdevice.http.HttpReply;
import java.util.Optional;
import java.util.Set;

/**
 * The error of an answer (RFC 6749, 5.2). The {@code error} field decides and not the status:
 * servers send these with 200, 400, 401, 403 and 428.
 *
 * @param code such as {@code authorization_pending}
 * @param description the server's words for a developer; untrusted and of any length
 */
public record OAuthError(String code, Optional<String> description) {
  static final String PENDING = "authorization_pending";
  static final String SLOW_DOWN = "slow_down";

  /** What a server says of itself and not of the request (RFC 6749, 4.1.2.1). */
  private static final Set<String> TROUBLE = Set.of("server_error", "temporarily_unavailable");

  private static final Set<String> STANDARD =
      Set.of(
          PENDING,
          SLOW_DOWN,
          "access_denied",
          "expired_token",
          "invalid_client",
          "invalid_grant",
          "invalid_request",
          "invalid_scope",
          "unauthorized_client",
          "unsupported_grant_type");

  private static final int LONGEST_CODE = 64;

  /**
   * The OAuth error in {@code reply}. An {@code error} that is a sentence is none, and a server in
   * trouble (5xx, 429) is believed the standard's codes only: APIs put their own words there.
   */
  static Optional<OAuthError> of(HttpReply reply, JsonReply json) {
    return Optional.ofNullable(json.object().path("error").textValue())
        .filter(OAuthError::isCode)
        .filter(code -> !reply.isServerTrouble() || STANDARD.contains(code))
        .map(
            code ->
                new OAuthError(
                    code,
                    Optional.ofNullable(json.object().path("error_description").textValue())));
  }

  /** Whether it is one of RFC 6749 or RFC 8628, so that no other API means something else by it. */
  boolean isStandard() {
    return STANDARD.contains(code);
  }

  /** Whether the server is at fault for now, and the request may be sent again later. */
  public boolean isTrouble() {
    return TROUBLE.contains(code);
  }

  private static boolean isCode(String text) {
    if (text.isEmpty() || text.length() > LONGEST_CODE) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && c != '_' && c != '-' && c != '.' && c != ':' && c != '/') {
        return false;
      }
    }
    return true;
  }

  /**
   * The code and the server's description, fit for a message.
   *
   * @param secrets that were sent with the request and are hidden, should the server repeat them
   */
  public String describe(String... secrets) {
    String words = ServerWords.shown(description.orElse(""), secrets);
    return words.isEmpty() ? code : code + " (" + words + ")";
  }

  /** Without the description, in which a server may repeat what it was sent. */
  @Override
  public String toString() {
    return code;
  }
}
