package io.github.hfdevice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.login.TokenInUse;
import io.github.hfdevice.login.TokenOwners;
import io.github.hfdevice.login.Tokens;
import io.github.hfdevice.text.Printable;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code auth whoami}: asks the server that the token in use came from whose it is. */
final class WhoamiCommand extends Command {
  private final OptionSpec endpoint = Options.endpoint();

  WhoamiCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithOptions(
        "whoami",
        "Show the user and the organisations of the token in use.",
        "hf-device auth whoami --quiet",
        endpoint);
  }

  @Override
  ExitCode run() throws LoginException, IOException, InterruptedException {
    Services services = new Services(platform(), output(), isVerbose());
    URI server = services.settings().endpoint(Options.value(endpoint));
    Tokens tokens = services.tokens();
    boolean named = Options.value(endpoint).isPresent();
    TokenInUse inUse = tokens.usable(tokens.present(server), server, named);
    TokenOwners.Whose whose = tokens.owners().requestOwner(inUse, "auth whoami");
    show(whose.owner(), whose.token().server().orElse(server));
    return ExitCode.OK;
  }

  private void show(Identity.Known known, URI server) {
    if (output().isJson()) {
      ObjectNode object = Output.object().put("user", known.user());
      known.organisations().forEach(object.putArray("orgs")::add);
      output().json(object.put("endpoint", server.toString()));
      return;
    }
    output().data(line(known));
  }

  private String line(Identity.Known known) {
    Optional<String> organisations =
        known.organisations().isEmpty() || output().format() == Format.QUIET
            ? Optional.empty()
            : Optional.of(String.join(", ", known.organisations()));
    return Printable.of(known.user())
        + organisations.map(names -> " (" + Printable.of(names) + ")").orElse("");
  }
}
