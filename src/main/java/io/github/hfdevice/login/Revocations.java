package io.github.hfdevice.login;

import io.github.hfdevice.hub.HubPages;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.oauth.RevocationClient;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.StoredToken;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gives removed tokens back to the servers that they came from, where those take them (RFC 7009).
 * For one thread.
 */
public final class Revocations {
  /** How the revocation of all tokens went. */
  public enum Outcome {
    REVOKED,
    /** A server could not be asked, or refused: see {@link Revocations#trouble()}. */
    FAILED,
    /** The Hub, which takes none back. */
    HUB_OFFERS_NONE,
    /** Another server that takes none back. */
    SERVER_OFFERS_NONE
  }

  private final Servers servers;
  private final TokenFinder finder;

  /** Each server is asked once for its endpoint, since one that is away takes its time. */
  private final Map<URI, Optional<URI>> endpoints = new HashMap<>();

  private boolean hubOffersNone;
  private Optional<URI> page = Optional.empty();
  private boolean otherOffersNone;
  private Optional<String> trouble = Optional.empty();

  public Revocations(Servers servers, TokenFinder finder) {
    this.servers = servers;
    this.finder = finder;
  }

  /** Asks the server of {@code token} to revoke it; blocks for five requests at most. */
  public void request(StoredToken token) throws InterruptedException {
    Optional<URI> server = finder.serverOf(token);
    if (server.isEmpty()) {
      trouble = Optional.of("what is stored of the server of " + token.name() + " cannot be read");
      return;
    }
    Optional<URI> endpoint = token.origin().flatMap(LoginOrigin::revocation);
    if (servers.network().isForbidden()) {
      if (endpoint.isPresent()) {
        trouble = Optional.of(servers.settings().offlineVariable() + " is set");
      } else {
        offersNone(token);
      }
      return;
    }
    try {
      RevocationClient client = servers.of(token, server.get()).revocations(server);
      endpoint = endpoint.isPresent() ? endpoint : requestEndpoint(client, server.get());
      if (endpoint.isPresent()) {
        revoke(client, endpoint.get(), token);
      } else {
        offersNone(token);
      }
    } catch (LoginException e) {
      trouble = Optional.of(e.getMessage());
    }
  }

  /**
   * A token without a section was removed: nobody knows its server, so it is taken for the Hub's.
   */
  public void skip() {
    hubOffersNone = true;
    page = Optional.of(HubPages.connectedApplications(servers.ofVariables()));
  }

  private Optional<URI> requestEndpoint(RevocationClient client, URI server)
      throws InterruptedException {
    if (!endpoints.containsKey(server)) {
      endpoints.put(server, Optional.empty());
      try {
        endpoints.put(server, client.requestEndpoint(server));
      } catch (OAuthException e) {
        // It names no endpoint, as the Hub does.
      }
    }
    return endpoints.get(server);
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
    if (!other) {
      page = finder.serverOf(token).map(hub -> pageOf(token, hub));
    }
  }

  /** One that a person made is deleted elsewhere than the access of an app. */
  private static URI pageOf(StoredToken token, URI hub) {
    boolean ofAnApp = token.refreshToken().isPresent() || token.accessToken().indexOf('.') >= 0;
    return ofAnApp ? HubPages.connectedApplications(hub) : HubPages.tokens(hub);
  }

  /** Where a person takes the access from the last token for which the Hub offers no revocation. */
  public Optional<URI> page() {
    return page;
  }

  /** How it went. */
  public Outcome outcome() {
    if (trouble.isPresent()) {
      return Outcome.FAILED;
    }
    if (hubOffersNone) {
      return Outcome.HUB_OFFERS_NONE;
    }
    return otherOffersNone ? Outcome.SERVER_OFFERS_NONE : Outcome.REVOKED;
  }

  /** What kept a token from being revoked; an error code of a server's, or fit for a user. */
  public Optional<String> trouble() {
    return trouble;
  }
}
