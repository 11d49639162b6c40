package io.github.hfdevice.cli;

import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.oauth.RevocationClient;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.StoredToken;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Gives removed tokens back to the servers that they came from, where those take them. */
final class Revocations {
  private static final String STILL_GOOD = "until it expires, whoever has a copy can use it.";

  private final Services services;

  /** Each server is asked once for its endpoint, since one that is away takes its time. */
  private final Map<URI, Optional<URI>> endpoints = new HashMap<>();

  private boolean hubOffersNone;
  private boolean otherOffersNone;
  private Optional<String> trouble = Optional.empty();

  Revocations(Services services) {
    this.services = services;
  }

  /** Asks the server of {@code token} to revoke it; blocks for three requests at most. */
  void request(StoredToken token) throws InterruptedException {
    Optional<URI> endpoint = token.origin().flatMap(LoginOrigin::revocation);
    if (services.settings().isOffline()) {
      if (endpoint.isPresent()) {
        trouble = Optional.of(HubSettings.OFFLINE + " is set");
      } else {
        offersNone(token);
      }
      return;
    }
    try {
      RevocationClient client = services.revocations(token);
      endpoint = endpoint.isPresent() ? endpoint : requestEndpoint(client, services.hubOf(token));
      if (endpoint.isPresent()) {
        revoke(client, endpoint.get(), token);
      } else {
        offersNone(token);
      }
    } catch (Failure e) {
      trouble = Optional.of(e.getMessage());
    }
  }

  /**
   * A token without a section was removed: nobody knows its server, so it is taken for the Hub's.
   */
  void skip() {
    hubOffersNone = true;
  }

  private Optional<URI> requestEndpoint(RevocationClient client, URI hub)
      throws InterruptedException {
    if (!endpoints.containsKey(hub)) {
      endpoints.put(hub, Optional.empty());
      try {
        endpoints.put(hub, client.requestEndpoint(hub));
      } catch (OAuthException e) {
        // It names no endpoint, as the Hub does.
      }
    }
    return endpoints.get(hub);
  }

  private void revoke(RevocationClient client, URI endpoint, StoredToken token)
      throws InterruptedException {
    Optional<String> access =
        client.requestRevocation(endpoint, token.accessToken(), "access_token");
    Optional<String> refresh =
        token.refreshToken().isPresent()
            ? client.requestRevocation(endpoint, token.refreshToken().get(), "refresh_token")
            : Optional.empty();
    trouble = refresh.or(() -> access).or(() -> trouble);
  }

  private void offersNone(StoredToken token) {
    boolean other = token.origin().filter(LoginOrigin::discovered).isPresent();
    otherOffersNone |= other;
    hubOffersNone |= !other;
  }

  /** Whether every token is void now. */
  boolean succeeded() {
    return trouble.isEmpty() && !hubOffersNone && !otherOffersNone;
  }

  /** How it went, for a person. */
  String sentence() {
    if (trouble.isPresent()) {
      return "The server did not revoke it (" + trouble.get() + "): " + STILL_GOOD;
    }
    if (hubOffersNone) {
      return "The Hub offers no revocation: "
          + STILL_GOOD
          + " Remove the app's access in your Hub settings.";
    }
    return otherOffersNone
        ? "The server offers no revocation: " + STILL_GOOD
        : "The server revoked it.";
  }
}
