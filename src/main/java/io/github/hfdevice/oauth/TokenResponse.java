package io.github.hfdevice.oauth;

import java.time.Duration;
import java.util.Optional;

/**
 * A granted token (RFC 6749, 5.1).
 *
 * @param accessToken visible ASCII characters only (RFC 6749, A.12); a secret
 * @param expiresIn from the moment of the answer; empty if the server did not say, or said 0
 * @param refreshToken a secret
 * @param scope what was granted, separated by blanks, where the server said it
 */
public record TokenResponse(
    String accessToken,
    Optional<Duration> expiresIn,
    Optional<String> refreshToken,
    Optional<String> scope) {

  /**
   * Reads a granted token, or nothing if {@code reply} holds no access token; pure.
   *
   * @throws MalformedReplyException if the token holds characters that no header can carry
   */
  static Optional<TokenResponse> parse(JsonReply reply) throws MalformedReplyException {
    Optional<String> accessToken = reply.text("access_token").map(String::strip);
    if (accessToken.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> refreshToken = reply.text("refresh_token").map(String::strip);
    requireVisible("access_token", accessToken.get());
    if (refreshToken.isPresent()) {
      requireVisible("refresh_token", refreshToken.get());
    }
    return Optional.of(
        new TokenResponse(
            accessToken.get(), reply.seconds("expires_in"), refreshToken, reply.text("scope")));
  }

  private static void requireVisible(String field, String token) throws MalformedReplyException {
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) < 0x20 || token.charAt(i) > 0x7e) {
        throw new MalformedReplyException(
            field + " holds characters that a token cannot have (RFC 6749, appendix A.12)");
      }
    }
  }

  @Override
  public String toString() {
    return "TokenResponse[accessToken=***, expiresIn="
        + expiresIn
        + ", refreshToken="
        + refreshToken.map(t -> "***")
        + ", scope="
        + scope
        + "]";
  }
}
