package io.github.hfdevice.hub;

import io.github.hfdevice.oauth.JsonReply;
import io.github.hfdevice.oauth.Limits;
import io.github.hfdevice.oauth.MalformedReplyException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Optional;

/**
 * What an OAuth token says about itself: on the Hub, behind its prefix, and on most other servers
 * it is a JWT. Nothing here is verified, so it serves for hints only.
 *
 * @param expiresAt the claim {@code exp}
 * @param scope the claim {@code scope}
 * @param issuer the {@link ServerOrigin} of the claim {@code iss}, where it is an http or https
 *     address; see {@link TokenIssuer} for the way without a JSON parser
 */
public record TokenClaims(
    Optional<Instant> expiresAt, Optional<String> scope, Optional<URI> issuer) {
  /** A token that says nothing. */
  private static final TokenClaims NONE =
      new TokenClaims(Optional.empty(), Optional.empty(), Optional.empty());

  /** Reads the claims of {@code token}; pure. A token of another kind has none. */
  public static TokenClaims parse(String token) {
    return JsonReply.parse(TokenIssuer.claims(token)).map(TokenClaims::read).orElse(NONE);
  }

  private static TokenClaims read(JsonReply claims) {
    return new TokenClaims(
        claims.seconds("exp").map(age -> Instant.ofEpochSecond(age.toSeconds())),
        // Scopes come as one text or as a list of words.
        claims.words("scope"),
        issuer(claims));
  }

  private static Optional<URI> issuer(JsonReply claims) {
    try {
      Optional<String> text = claims.text("iss", Limits.ADDRESS);
      return text.isEmpty() ? Optional.empty() : ServerOrigin.of(new URI(text.get()));
    } catch (MalformedReplyException | URISyntaxException e) {
      return Optional.empty();
    }
  }
}
