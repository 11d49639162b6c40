package io.github.hfdevice.cli;

import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.login.TokenFinder;
import io.github.hfdevice.login.TokenInUse;
import io.github.hfdevice.login.Tokens;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.UnknownTokenException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code auth switch}: makes a stored token the active one. */
final class SwitchCommand extends Command {
  private final TokenName name = new TokenName("The stored token to use; asked for on a terminal");

  private final OptionSpec addToGit = Options.addToGit();
  private final OptionSpec activate = Options.activate();

  SwitchCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return name.addTo(
        specWithOptions(
            "switch",
            "Make a stored token the active one.",
            "hf-device auth switch oauth-alice",
            addToGit,
            activate));
  }

  @Override
  ExitCode run() throws Failure, LoginException, IOException, InterruptedException {
    Services services = new Services(platform(), output(), isVerbose());
    Optional<String> chosen = name.value();
    Tokens.Switched active;
    try {
      active =
          services
              .tokens()
              .switchTo(chosen.isPresent() ? chosen.get() : ask(services), Options.isSet(activate));
    } catch (UnknownTokenException e) {
      throw TokenName.unknown(e);
    }
    if (Options.isSet(addToGit)) {
      services.git().add(active.server(), active.token().accessToken());
    }
    if (output().isJson()) {
      output().json(Output.object().put("token_name", active.token().name()));
    }
    output()
        .succeed(
            "Now using "
                + active.token().name()
                + (active.isActive() ? "" : " for " + active.server())
                + ".");
    services
        .settings()
        .tokenVariable()
        .ifPresent(variable -> output().warn(variable + " is set and wins over it."));
    return ExitCode.OK;
  }

  private String ask(Services services) throws Failure, LoginException, IOException {
    List<StoredToken> tokens = services.store().list();
    if (tokens.isEmpty()) {
      throw LoginException.notLoggedIn();
    }
    Question question = new Question(platform(), output());
    if (!question.canBeAsked()) {
      throw Failure.usage(
          "which token to use is not said",
          "Stored are: " + TokenName.list(tokens) + ". Run: hf-device auth switch NAME");
    }
    show(services);
    while (true) {
      Optional<String> answer = question.ask("Number of the token to use:");
      if (answer.isEmpty()) {
        throw Failure.usage("no token was chosen", "Stored are: " + TokenName.list(tokens));
      }
      Optional<String> chosen = choose(tokens, answer.get());
      if (chosen.isPresent()) {
        return chosen.get();
      }
      output().say("Answer with a number from 1 to " + tokens.size() + ", or with a name.");
    }
  }

  /** Numbered, the one in use marked, its server beside one that is not the Hub's. */
  private void show(Services services) throws IOException {
    URI hub = services.settings().endpoint(Optional.empty());
    TokenFinder finder = services.tokens().finder();
    Optional<String> active = finder.findStored(hub).flatMap(TokenInUse::name);
    int number = 0;
    for (TokenInUse token : finder.findAll()) {
      number++;
      output()
          .say(
              (active.equals(token.name()) ? "* " : "  ")
                  + number
                  + ". "
                  + token.name().orElseThrow()
                  + (token.isOf(hub)
                      ? ""
                      : " (" + token.server().map(URI::toString).orElse("unknown server") + ")"));
    }
  }

  private static Optional<String> choose(List<StoredToken> tokens, String answer) {
    for (int i = 0; i < tokens.size(); i++) {
      String name = tokens.get(i).name();
      if (answer.equals(name) || answer.equals(Integer.toString(i + 1))) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
