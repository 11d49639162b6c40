package io.github.hfdevice.oauth;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A granted token (RFC 6749, 5.1).
 *
 * @param accessToken visible ASCII characters only (RFC 6749, A.12); a secret
 * @param expiresIn from the moment of the answer; empty if the server did not say, or said 0
 * @param refreshToken a secret
 * @param scope what was granted, separated by blanks, where the server said it
 * @param refreshTokenProblem why the refresh token that came is missing here: it is too long, or
 *     holds what no header can carry. That costs nobody the access token
 */
public record TokenResponse(
    String accessToken,
    Optional<Duration> expiresIn,
    Optional<String> refreshToken,
    Optional<String> scope,
    Optional<String> refreshTokenProblem) {

  /** A token whose refresh token, if one came, can be used. */
  public TokenResponse(
      String accessToken,
      Optional<Duration> expiresIn,
      Optional<String> refreshToken,
      Optional<String> scope) {
    this(accessToken, expiresIn, refreshToken, scope, Optional.empty());
  }

  /**
   * Reads a granted token, or nothing if {@code reply} holds no access token; pure.
   *
   * @throws MalformedReplyException if the access token is too long, or holds characters that no
   *     header can carry
   */
  public static Optional<TokenResponse> parse(JsonReply reply) throws MalformedReplyException {
    Optional<String> accessToken = token(reply, "access_token");
    if (accessToken.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> refreshToken = Optional.empty();
    Optional<String> problem = Optional.empty();
    try {
      refreshToken = token(reply, "refresh_token");
    } catch (MalformedReplyException e) {
      problem = Optional.of(e.getMessage());
    }
    return Optional.of(
        new TokenResponse(
            accessToken.get(),
            reply.seconds("expires_in"),
            refreshToken,
            // One that is too long is passed over: it is no reason to lose a granted token.
            reply.words("scope"),
            problem));
  }

  private static Optional<String> token(JsonReply reply, String field)
      throws MalformedReplyException {
    Optional<String> token = reply.text(field, Limits.TOKEN).map(String::strip);
    if (token.isPresent()) {
      requireVisible(field, token.get());
    }
    return token;
  }

  private static void requireVisible(String field, String token) throws MalformedReplyException {
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) < 0x20 || token.charAt(i) > 0x7e) {
        throw new MalformedReplyException(
            field + " holds characters that a token cannot have (RFC 6749, appendix A.12)");
      }
    }
  }

  /**
   * The scopes of {@code asked} that were not granted, each once and in their order; pure. A server
   * that names no scope granted what was asked (RFC 6749, 5.1).
   *
   * @param asked separated by blanks, or empty for whatever the client gets by default
   */
  public List<String> missingScopes(Optional<String> asked) {
    if (asked.isEmpty() || scope.isEmpty()) {
      return List.of();
    }
    Set<String> missing = words(asked.get());
    missing.removeAll(words(scope.get()));
    // GitHub separates them by commas.
    missing.removeAll(words(scope.get().replace(',', ' ')));
    return List.copyOf(missing);
  }

  private static Set<String> words(String text) {
    Set<String> words = new LinkedHashSet<>(List.of(text.strip().split("\\s+")));
    words.remove("");
    return words;
  }

  /** What to tell the person of {@link #refreshTokenProblem}. */
  public Optional<String> warning() {
    return refreshTokenProblem.map(
        problem ->
            problem + ", so it was not kept: once the new token expires, a new login is needed");
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
