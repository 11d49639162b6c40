package io.github.hfdevice;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A login that was granted. Its text form hides the token.
 *
 * @param name what the token is stored under in {@code stored_tokens}
 * @param user the account's name as the server wrote it; empty if the server could not say
 * @param tokenPath the file of the token in use; {@code stored_tokens} lies beside it
 * @param expiresAt when the access token ends, if the server said it
 * @param accessToken the token; a secret
 */
public record StoredLogin(
    String name,
    Optional<String> user,
    Path tokenPath,
    Optional<Instant> expiresAt,
    String accessToken) {

  @Override
  public String toString() {
    return "StoredLogin[name="
        + name
        + ", user="
        + user
        + ", tokenPath="
        + tokenPath
        + ", expiresAt="
        + expiresAt
        + ", accessToken=***]";
  }
}
