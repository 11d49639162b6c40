package io.github.hfdevice.cli;

import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.login.Tokens;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.store.UnknownTokenException;
import io.github.hfdevice.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    TokenStore store = services.store();
    Optional<String> chosen = name.value();
    Tokens.Switched active;
    try {
      active =
          services
              .tokens()
              .switchTo(
                  chosen.isPresent() ? chosen.get() : ask(store.list()), Options.isSet(activate));
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
        .say(
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

  private String ask(List<StoredToken> tokens) throws Failure, LoginException, IOException {
    if (tokens.isEmpty()) {
      throw LoginException.notLoggedIn();
    }
    boolean canAsk =
        platform().terminals().stdin()
            && platform().terminals().stderr()
            && output().format() == Format.HUMAN;
    if (!canAsk) {
      throw Failure.usage(
          "which token to use is not said", "Stored are: " + TokenName.list(tokens));
    }
    for (int i = 0; i < tokens.size(); i++) {
      output().say(i + 1 + ". " + tokens.get(i).name());
    }
    output().draw("Number of the token to use: ");
    String answer = readLine();
    try {
      return tokens.get(Integer.parseInt(answer.strip()) - 1).name();
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw Failure.usage(
          "\"" + Printable.of(answer) + "\" is not a number of the list",
          "Answer with 1 to " + tokens.size() + ".");
    }
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = platform().stdin().read();
        c >= 0 && c != '\n' && line.size() < 100;
        c = platform().stdin().read()) {
      line.write(c);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
