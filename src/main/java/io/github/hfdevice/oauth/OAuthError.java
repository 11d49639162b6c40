package io.github.hfdevice.oauth;

import io.github.hfdevice.http.HttpReply;
import java.util.Optional;
import java.util.Set;

/**
 * The error of an answer (RFC 6749, 5.2). The {@code error} field decides and not the status:
 * servers send these with 200, 400, 401, 403 and 428.
 *
 * @param code such as {@code authorization_pending}
 * @param description the server's words for a developer; untrusted
 */
record OAuthError(String code, Optional<String> description) {
  static final String PENDING = "authorization_pending";
  static final String SLOW_DOWN = "slow_down";

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
    return json.text("error")
        .filter(OAuthError::isCode)
        .filter(code -> !reply.isServerTrouble() || STANDARD.contains(code))
        .map(code -> new OAuthError(code, json.text("error_description")));
  }

  /** Whether it is one of RFC 6749 or RFC 8628, so that no other API means something else by it. */
  boolean isStandard() {
    return STANDARD.contains(code);
  }

  private static boolean isCode(String text) {
    if (text.length() > LONGEST_CODE) {
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

  /** The code and the server's description, without {@code secret} should the server repeat it. */
  String describe(String secret) {
    return description.map(text -> code + " (" + text.replace(secret, "***") + ")").orElse(code);
  }
}
