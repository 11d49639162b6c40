package io.github.hfdevice.demo;

import java.util.Optional;

/**
 * A successful answer of the token endpoint (RFC 6749, section 5.1).
 *
 * @param idToken there with the scope {@code openid}
 * @param expiresInSeconds how long the access token lives
 * @param scope the granted scopes, separated by spaces
 */
record IssuedTokens(
    String accessToken,
    String refreshToken,
    Optional<String> idToken,
    long expiresInSeconds,
    String scope) {

  @Override
  public String toString() {
    return "IssuedTokens[***, expiresInSeconds=" + expiresInSeconds + ", scope=" + scope + "]";
  }
}
