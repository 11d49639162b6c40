package io.github.hfdevice.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.hfdevice.oauth.JsonReply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * What an OAuth token of the Hub says about itself: behind its prefix it is a JWT. Nothing here is
 * verified, so it serves for hints only.
 *
 * @param expiresAt the claim {@code exp}
 * @param scope the claim {@code scope}
 */
public record TokenClaims(Optional<Instant> expiresAt, Optional<String> scope) {
  private static final String PREFIX = "hf_oauth_";

  /** A token that says nothing. */
  private static final TokenClaims NONE = new TokenClaims(Optional.empty(), Optional.empty());

  /** Reads the claims of {@code token}; pure. A token of another kind has none. */
  public static TokenClaims parse(String token) {
    String[] parts = token.split("\\.", -1);
    if (!token.startsWith(PREFIX) || parts.length != 3) {
      return NONE;
    }
    try {
      String json = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      return JsonReply.parse(json).map(TokenClaims::read).orElse(NONE);
    } catch (IllegalArgumentException e) {
      return NONE;
    }
  }

  private static TokenClaims read(JsonReply claims) {
    return new TokenClaims(
        claims.seconds("exp").map(age -> Instant.ofEpochSecond(age.toSeconds())),
        scope(claims.object().path("scope")));
  }

  /** Scopes come as one text or as a list of words. */
  private static Optional<String> scope(JsonNode claim) {
    StringJoiner words = new StringJoiner(" ");
    if (claim.isTextual()) {
      words.add(claim.textValue());
    }
    for (JsonNode word : claim) {
      words.add(word.asText());
    }
    return Optional.of(words.toString()).filter(text -> !text.isBlank());
  }
}
