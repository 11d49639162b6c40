package io.github.hfdevice.demo;

/**
 * What a CI job gets for its identity token.
 *
 * @param expiresInSeconds how long the access token lives
 */
record ExchangedToken(String accessToken, long expiresInSeconds) {

  @Override
  public String toString() {
    return "ExchangedToken[***, expiresInSeconds=" + expiresInSeconds + "]";
  }
}
