package io.github.hfdevice.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.oauth.RevocationClient;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.store.UnknownTokenException;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code auth logout}: forgets tokens here, and revokes them where the server can. */
final class LogoutCommand extends Command {
  private final TokenName name = new TokenName("The token to remove; all of them without a name");

  LogoutCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return name.addTo(
        specWithOptions("logout", "Remove a stored token, or all.", "hf-device auth logout"));
  }

  @Override
  ExitCode run() throws Failure, IOException, InterruptedException {
    Services services = new Services(platform(), output(), isVerbose());
    TokenStore store = services.store();
    boolean hadToken = store.activeToken().isPresent();
    List<StoredToken> removed = remove(store);
    boolean nothing = removed.isEmpty() && !(hadToken && store.activeToken().isEmpty());
    boolean revoked = !removed.isEmpty() && revoke(services, removed);
    if (output().isJson()) {
      report(removed, revoked);
    }
    if (nothing) {
      output().say("Not logged in; there was nothing to remove.");
    } else {
      output().say(sentence(removed));
      output()
          .say(
              revoked
                  ? "The server revoked it."
                  : "The Hub offers no revocation: until it expires, whoever has a copy can use it."
                      + " Remove the app's access in your Hub settings.");
    }
    warnAboutVariable(services.settings());
    return ExitCode.OK;
  }

  private List<StoredToken> remove(TokenStore store) throws Failure, IOException {
    Optional<String> chosen = name.value();
    if (chosen.isEmpty()) {
      return store.removeAll();
    }
    try {
      return List.of(store.remove(chosen.get()));
    } catch (UnknownTokenException e) {
      throw TokenName.unknown(e);
    }
  }

  private boolean revoke(Services services, List<StoredToken> removed) throws InterruptedException {
    if (services.settings().isOffline()) {
      return false;
    }
    boolean all = true;
    Map<URI, Optional<URI>> endpoints = new HashMap<>();
    for (StoredToken token : removed) {
      all &= revoke(services, token, endpoints);
    }
    return all;
  }

  /** Each server is asked once for its endpoint, since one that is away takes its time. */
  private static boolean revoke(
      Services services, StoredToken token, Map<URI, Optional<URI>> endpoints)
      throws InterruptedException {
    try {
      RevocationClient revocations = services.revocations(token);
      URI hub = services.hubOf(token);
      if (!endpoints.containsKey(hub)) {
        endpoints.put(hub, token.origin().flatMap(LoginOrigin::revocation));
        if (endpoints.get(hub).isEmpty()) {
          endpoints.put(hub, revocations.requestEndpoint(hub));
        }
      }
      Optional<URI> endpoint = endpoints.get(hub);
      return endpoint.isPresent() && revoke(revocations, endpoint.get(), token);
    } catch (Failure | OAuthException e) {
      return false;
    }
  }

  private static boolean revoke(RevocationClient revocations, URI endpoint, StoredToken token)
      throws InterruptedException {
    boolean all = revocations.requestRevocation(endpoint, token.accessToken(), "access_token");
    if (token.refreshToken().isPresent()) {
      all &= revocations.requestRevocation(endpoint, token.refreshToken().get(), "refresh_token");
    }
    return all;
  }

  private static String sentence(List<StoredToken> removed) {
    return removed.isEmpty() ? "Removed the token." : "Removed " + TokenName.list(removed) + ".";
  }

  private void report(List<StoredToken> removed, boolean revoked) {
    ObjectNode object = Output.object();
    ArrayNode names = object.putArray("removed");
    removed.forEach(token -> names.add(token.name()));
    output().json(object.put("revoked", revoked));
  }

  private void warnAboutVariable(HubSettings settings) {
    settings
        .tokenVariable()
        .ifPresent(
            variable -> output().warn(variable + " is still set, and tools go on using it."));
  }
}
