package io.github.hfdevice.cli;

import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.login.TokenInUse;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code auth token}: the token in use, for other programs. */
final class TokenCommand extends Command {
  private final OptionSpec endpoint = Options.endpoint();

  TokenCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithOptions(
        "token",
        "Print the token in use, alone on one line.",
        "HF_TOKEN=\"$(hf-device auth token)\" python train.py",
        endpoint);
  }

  @Override
  ExitCode run() throws LoginException, IOException, InterruptedException {
    Services services = new Services(platform(), output(), isVerbose());
    TokenInUse inUse =
        services.tokens().handOut(services.settings().endpoint(Options.value(endpoint)));
    if (output().isJson()) {
      Optional<Instant> expiresAt = inUse.expiresAt();
      output()
          .json(
              Output.object()
                  .put("token", inUse.token())
                  .put("token_name", inUse.name().orElse(null))
                  .put("source", inUse.source())
                  .put("expires_at", expiresAt.map(Instant::getEpochSecond).orElse(null)));
    } else {
      output().data(inUse.token());
    }
    return ExitCode.OK;
  }
}
