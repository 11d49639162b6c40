package io.github.hfdevice;

import io.github.hfdevice.hub.TokenClaims;
import io.github.hfdevice.login.LoggedIn;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenPaths;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A token that is stored. Its text form hides it.
 *
 * @param name what it is stored under in {@code stored_tokens}
 * @param server where it came from; empty if what is stored of that cannot be read
 * @param user the account's name as the server wrote it, where it was asked and could say it
 * @param tokenPath the file of the token in use; {@code stored_tokens} lies beside it
 * @param scope what it may be used for, separated by blanks, where the server or the token says it
 * @param expiresAt when the access token ends, if that is known
 * @param accessToken the token; a secret
 */
public record StoredLogin(
    String name,
    Optional<URI> server,
    Optional<String> user,
    Path tokenPath,
    Optional<String> scope,
    Optional<Instant> expiresAt,
    String accessToken) {

  static StoredLogin of(LoggedIn login, TokenPaths paths) {
    return of(
        login.token(), Optional.of(login.server()), login.user(), login.grantedScope(), paths);
  }

  static StoredLogin of(
      StoredToken token,
      Optional<URI> server,
      Optional<String> user,
      Optional<String> grantedScope,
      TokenPaths paths) {
    TokenClaims claims = TokenClaims.parse(token.accessToken());
    return new StoredLogin(
        token.name(),
        server,
        user,
        paths.token(),
        grantedScope.or(claims::scope),
        token.expiresAt().or(claims::expiresAt),
        token.accessToken());
  }

  @Override
  public String toString() {
    return "StoredLogin[name="
        + name
        + ", server="
        + server
        + ", user="
        + user
        + ", tokenPath="
        + tokenPath
        + ", scope="
        + scope
        + ", expiresAt="
        + expiresAt
        + ", accessToken=***]";
  }
}
