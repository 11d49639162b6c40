package io.github.hfdevice.oauth;

import java.net.URI;
import java.util.Optional;

/**
 * Where a server answers.
 *
 * @param deviceAuthorization takes the device authorization request (RFC 8628, 3.1)
 * @param token takes polls and refreshes (RFC 8628, 3.4; RFC 6749, 6)
 * @param userinfo tells whose a token is (OpenID Connect Core, 5.3)
 * @param revocation takes tokens back (RFC 7009)
 */
public record OAuthEndpoints(
    URI deviceAuthorization, URI token, Optional<URI> userinfo, Optional<URI> revocation) {

  /** A server of which only the two endpoints of the device flow are known. */
  public static OAuthEndpoints of(URI deviceAuthorization, URI token) {
    return new OAuthEndpoints(deviceAuthorization, token, Optional.empty(), Optional.empty());
  }
}
