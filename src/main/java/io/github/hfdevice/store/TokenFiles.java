package io.github.hfdevice.store;

import java.util.List;
import java.util.Optional;

/**
 * Both files of a {@link TokenStore} as they were at one moment. Its text form shows no token.
 *
 * @param token the token in use, whether it is stored under a name or not; a secret
 * @param stored every stored token, sorted by name; sections without a token are left out
 * @param damage why {@code stored_tokens} cannot be read, when that is so; nothing is stored then
 */
public record TokenFiles(
    Optional<String> token, List<StoredToken> stored, Optional<CorruptStoreException> damage) {
  /** Takes a copy of the list. */
  public TokenFiles {
    stored = List.copyOf(stored);
  }

  /** The stored token that is in use; empty when not logged in, or when it is under no name. */
  public Optional<StoredToken> active() {
    if (token.isPresent()) {
      for (StoredToken candidate : stored) {
        if (candidate.accessToken().equals(token.get())) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }

  /** The stored token of that name. */
  public Optional<StoredToken> find(String name) {
    for (StoredToken candidate : stored) {
      if (candidate.name().equals(name)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "TokenFiles[token="
        + (token.isPresent() ? "***" : "none")
        + ", stored="
        + stored
        + ", damage="
        + damage.isPresent()
        + "]";
  }
}
