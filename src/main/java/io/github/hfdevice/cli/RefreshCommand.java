package io.github.hfdevice.cli;

import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.login.TokenInUse;
import io.github.hfdevice.oauth.OAuthException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code auth refresh}: a new access token for the active login, now. */
final class RefreshCommand extends Command {
  private final OptionSpec endpoint = Options.endpoint();

  RefreshCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithOptions(
        "refresh",
        "Refresh the active token now, whatever its expiry.",
        "hf-device auth refresh",
        endpoint);
  }

  @Override
  ExitCode run() throws LoginException, IOException, OAuthException, InterruptedException {
    Services services = new Services(platform(), output(), isVerbose());
    URI server = services.settings().endpoint(Options.value(endpoint));
    TokenInUse refreshed = services.tokens().refresh(server, Options.value(endpoint).isPresent());
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
        .succeed(
            "Refreshed "
                + refreshed.name().orElse("the token")
                + refreshed
                    .expiresAt()
                    .map(
                        at ->
                            "; it expires at " + Expiry.words(at, platform().wallClock().instant()))
                    .orElse("")
                + ".");
    return ExitCode.OK;
  }
}
