package io.github.hfdevice.cli;

import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code auth token}: the token in use, for other programs. */
final class TokenCommand extends Command {
  TokenCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithOptions(
        "token",
        "Print the token in use, alone on one line.",
        "HF_TOKEN=\"$(hf-device auth token)\" python train.py");
  }

  @Override
  ExitCode run() throws Failure, IOException, InterruptedException {
    Services services = new Services(platform(), output(), isVerbose());
    TokenStore store = services.store();
    Optional<TokenInUse> found = new FreshToken(services, store, platform()).find();
    if (found.isEmpty()) {
      throw TokenInUse.notLoggedIn();
    }
    TokenInUse inUse = found.get();
    if (inUse.isExpired(platform().wallClock().instant())) {
      throw inUse.expired();
    }
    if (output().isJson()) {
      output()
          .json(
              Output.object()
                  .put("token", inUse.token())
                  .put("token_name", inUse.name().orElse(null))
                  .put("source", inUse.source())
                  .put("expires_at", inUse.expiresAt().map(Instant::getEpochSecond).orElse(null)));
    } else {
      output().data(inUse.token());
    }
    return ExitCode.OK;
  }
}
