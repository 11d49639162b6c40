package io.github.hfdevice.store;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Tokens to store, and what is told of those that are. */
final class StoredTokens {
  private StoredTokens() {}

  static StoredToken token(String name, String access) {
    return new StoredToken(name, access, Optional.empty(), Optional.empty());
  }

  /** One of the server at {@code endpoint}. */
  static StoredToken elsewhere(String name, String access, String endpoint) {
    URI server = URI.create(endpoint);
    return new StoredToken(
        name,
        access,
        Optional.empty(),
        Optional.empty(),
        Optional.of(
            new LoginOrigin(
                server,
                "client",
                false,
                server.resolve("/oauth/token"),
                Optional.empty(),
                Optional.empty(),
                false)));
  }

  static Set<String> namesInUse(TokenStore store) throws StoreException {
    Set<String> names = new TreeSet<>();
    for (StoredToken token : store.list()) {
      if (token.notes().inUse()) {
        names.add(token.name());
      }
    }
    return names;
  }
}
