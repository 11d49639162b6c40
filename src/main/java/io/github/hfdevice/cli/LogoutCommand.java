package io.github.hfdevice.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.login.Revocations;
import io.github.hfdevice.login.TokenFinder;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.store.UnknownTokenException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code auth logout}: forgets tokens here, and revokes them where the server can. */
final class LogoutCommand extends Command {
  private static final String STILL_GOOD = "until it expires, whoever has a copy can use it.";

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
    TokenFinder finder = services.tokens().finder();
    boolean hadToken = store.activeToken().isPresent();
    List<StoredToken> removed = remove(store);
    boolean nothing = removed.isEmpty() && !(hadToken && store.activeToken().isEmpty());
    Revocations revocations = new Revocations(services.servers(), finder);
    for (StoredToken token : removed) {
      Optional<URI> server = finder.serverOf(token);
      if (server.isPresent()) {
        services.git().remove(server.get(), token.accessToken());
      }
      revocations.request(token);
    }
    if (removed.isEmpty()) {
      revocations.skip();
    }
    if (output().isJson()) {
      report(removed, revocations.outcome() == Revocations.Outcome.REVOKED);
    }
    if (nothing) {
      output().say("Not logged in; there was nothing to remove.");
    } else {
      output().say(sentence(removed));
      output().say(sentence(revocations));
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

  private static String sentence(List<StoredToken> removed) {
    return removed.isEmpty() ? "Removed the token." : "Removed " + TokenName.list(removed) + ".";
  }

  private static String sentence(Revocations revocations) {
    return switch (revocations.outcome()) {
      case REVOKED -> "The server revoked it.";
      case FAILED ->
          "The server did not revoke it (" + revocations.trouble().orElse("") + "): " + STILL_GOOD;
      case HUB_OFFERS_NONE ->
          "The Hub offers no revocation: "
              + STILL_GOOD
              + " Remove the app's access in your Hub settings.";
      case SERVER_OFFERS_NONE -> "The server offers no revocation: " + STILL_GOOD;
    };
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
