package io.github.hfdevice.cli;

import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.hub.TokenClaims;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenFiles;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * The token that every tool would use now.
 *
 * @param token a secret
 * @param source the variable or the file that it comes from
 * @param stored its section, where it has one
 * @param expiresAt by the section, else by the token's own claims
 */
record TokenInUse(
    String token, String source, Optional<StoredToken> stored, Optional<Instant> expiresAt) {

  /** The token of the environment, else the stored one, else nothing. */
  static Optional<TokenInUse> find(HubSettings settings, TokenStore store) throws IOException {
    Optional<TokenInUse> given = findGiven(settings);
    return given.isPresent() ? given : findStored(store);
  }

  /** The token of the environment. */
  static Optional<TokenInUse> findGiven(HubSettings settings) {
    Optional<String> variable = settings.tokenVariable();
    if (variable.isEmpty()) {
      return Optional.empty();
    }
    String token = settings.environmentToken().orElseThrow();
    return Optional.of(
        new TokenInUse(
            token, variable.get(), Optional.empty(), TokenClaims.parse(token).expiresAt()));
  }

  /** The token of the token file. */
  static Optional<TokenInUse> findStored(TokenStore store) throws IOException {
    TokenFiles files = store.read();
    Optional<String> token = files.token();
    if (token.isEmpty()) {
      return Optional.empty();
    }
    Optional<StoredToken> stored = files.active();
    Optional<Instant> expiresAt = stored.isPresent() ? stored.get().expiresAt() : Optional.empty();
    if (expiresAt.isEmpty()) {
      expiresAt = TokenClaims.parse(token.get()).expiresAt();
    }
    return Optional.of(
        new TokenInUse(token.get(), store.paths().token().toString(), stored, expiresAt));
  }

  boolean isExpired(Instant now) {
    return expiresAt.isPresent() && !expiresAt.get().isAfter(now);
  }

  Optional<String> name() {
    return stored.map(StoredToken::name);
  }

  static Failure notLoggedIn() {
    return new Failure(ExitCode.NOT_LOGGED_IN, "not logged in", "Run: hf-device auth login");
  }

  Failure expired() {
    return new Failure(
        ExitCode.NOT_LOGGED_IN,
        "token_expired",
        "the token of " + source + " expired at " + expiresAt.map(Instant::toString).orElse("?"),
        HubSettings.TOKEN_VARIABLES.contains(source)
            ? "Replace it, or unset the variable."
            : stored.isPresent() && stored.get().refreshToken().isPresent()
                ? "Run: hf-device auth refresh"
                : "Run: hf-device auth login");
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "TokenInUse[token=***, source=" + source + ", expiresAt=" + expiresAt + "]";
  }
}
