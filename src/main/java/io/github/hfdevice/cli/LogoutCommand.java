package io.github.hfdevice.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.login.Revocations;
import io.github.hfdevice.login.TokenFinder;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.store.UnknownTokenException;
import io.github.hfdevice.terminal.StyledText;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code auth logout}: forgets tokens here, and revokes them where the server can. */
final class LogoutCommand extends Command {
  private static final String STILL_GOOD = "whoever has a copy can use it until it expires.";

  private final TokenName name = new TokenName("The token to remove; all of them without a name");
  private final OptionSpec yes =
      Options.flag("Do not ask before several tokens are removed", "-y", "--yes");

  LogoutCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return name.addTo(
        specWithOptions("logout", "Remove a stored token, or all.", "hf-device auth logout", yes));
  }

  @Override
  ExitCode run() throws Failure, IOException, InterruptedException {
    Services services = new Services(platform(), output(), isVerbose());
    TokenStore store = services.store();
    TokenFinder finder = services.tokens().finder();
    boolean hadToken = store.holdsToken();
    if (!isMeant(store)) {
      output().say("Nothing was removed.");
      return ExitCode.OK;
    }
    List<StoredToken> removed = remove(store);
    boolean nothing = removed.isEmpty() && !(hadToken && !store.holdsToken());
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
      output().succeed(sentence(removed));
      output().say(sentence(revocations, removed.size() > 1));
    }
    warnAboutVariable(services.settings());
    return ExitCode.OK;
  }

  /** At a terminal it takes a yes to remove more than one login. */
  private boolean isMeant(TokenStore store) throws Failure, IOException {
    Question question = new Question(platform(), output());
    if (Options.isSet(yes) || name.value().isPresent() || !question.canBeAsked()) {
      return true;
    }
    List<StoredToken> tokens = store.list();
    if (tokens.size() < 2) {
      return true;
    }
    String answer =
        question
            .ask("Remove all " + tokens.size() + " tokens (" + TokenName.list(tokens) + ")? [y/N]")
            .orElse("");
    return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
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

  private static StyledText sentence(Revocations revocations, boolean several) {
    String those = several ? "them" : "it";
    StyledText sentence = new StyledText();
    switch (revocations.outcome()) {
      case REVOKED -> sentence.text("The server revoked " + those + ".");
      case FAILED ->
          sentence.text(
              "The server did not revoke "
                  + those
                  + " ("
                  + revocations.trouble().orElse("")
                  + "): "
                  + STILL_GOOD);
      case HUB_OFFERS_NONE -> {
        sentence.text("The Hub offers no revocation: " + STILL_GOOD);
        revocations.page().ifPresent(page -> sentence.text(" To end that, visit ").link(page));
      }
      case SERVER_OFFERS_NONE -> sentence.text("The server offers no revocation: " + STILL_GOOD);
    }
    return sentence;
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
