package io.github.hfdevice.cli;

import io.github.hfdevice.oauth.OAuthException;
import java.io.IOException;
import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;

/** {@code auth refresh}: a new access token for the active login, now. */
final class RefreshCommand extends Command {
  RefreshCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithOptions(
        "refresh", "Refresh the active token now, whatever its expiry.", "hf-device auth refresh");
  }

  @Override
  ExitCode run() throws Failure, IOException, OAuthException, InterruptedException {
    Services services = new Services(platform(), output(), isVerbose());
    TokenInUse refreshed = new FreshToken(services, services.store(), platform()).refreshNow();
    if (output().isJson()) {
      output()
          .json(
              Output.object()
                  .put("token_name", refreshed.name().orElse(null))
                  .put(
                      "expires_at",
                      refreshed.expiresAt().map(Instant::getEpochSecond).orElse(null)));
    }
    output()
        .say(
            "Refreshed "
                + refreshed.name().orElse("the token")
                + refreshed.expiresAt().map(at -> "; it expires at " + at).orElse("")
                + ".");
    return ExitCode.OK;
  }
}
