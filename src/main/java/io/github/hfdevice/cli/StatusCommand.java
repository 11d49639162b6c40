package io.github.hfdevice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.hub.ServerOrigin;
import io.github.hfdevice.hub.TokenClaims;
import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.login.TokenInUse;
import io.github.hfdevice.login.TokenOwners;
import io.github.hfdevice.login.Tokens;
import io.github.hfdevice.text.Printable;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code auth status}: which token is in use, where it comes from, whose it is. */
final class StatusCommand extends Command {
  private final OptionSpec offline = Options.flag("Ask no server", "--offline");
  private final OptionSpec endpoint = Options.endpoint();
  private Services services;
  private TokenInUse inUse;
  private Optional<Identity.Known> owner = Optional.empty();
  private Optional<Failure> failure = Optional.empty();

  StatusCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithOptions(
        "status",
        "Show which token is in use, where it comes from and whose it is.",
        "hf-device auth status --offline",
        offline,
        endpoint);
  }

  @Override
  ExitCode run() throws Failure, LoginException, IOException, InterruptedException {
    services = new Services(platform(), output(), isVerbose());
    URI server = services.settings().endpoint(Options.value(endpoint));
    Tokens tokens = services.tokens();
    boolean ask = !Options.isSet(offline) && !services.settings().isOffline();
    if (!ask && services.settings().exchangeResource().isPresent()) {
      throw Failure.usage(
          "the token for " + HubSettings.OIDC_RESOURCE + " is made by asking the server",
          "Leave --offline out.");
    }
    inUse = tokens.present(server);
    try {
      if (ask) {
        inUse = tokens.usable(inUse, server, Options.value(endpoint).isPresent());
      } else if (inUse.isExpired(platform().wallClock().instant())) {
        throw inUse.expired();
      }
      if (ask && tokens.owners().tellsOwner(inUse)) {
        TokenOwners.Whose whose = tokens.owners().requestOwner(inUse, "auth status");
        inUse = whose.token();
        owner = Optional.of(whose.owner());
      }
    } catch (LoginException e) {
      // What is known without the server is worth telling all the same.
      failure = Optional.of(Failure.of(e, platform()));
    }
    show();
    if (failure.isPresent() && !output().isJson()) {
      throw failure.get();
    }
    return failure.map(Failure::exitCode).orElse(ExitCode.OK);
  }

  private boolean shadowsStored() throws IOException {
    return inUse.isGiven() && services.store().activeToken().isPresent();
  }

  /** The token's server, where it is not the Hub of the variables. */
  private Optional<String> otherServer() {
    URI hub = services.settings().endpoint(Optional.empty());
    return inUse.server().filter(server -> !ServerOrigin.isSame(server, hub)).map(URI::toString);
  }

  private void show() throws IOException {
    Optional<String> scope = TokenClaims.parse(inUse.token()).scope();
    boolean shadows = shadowsStored();
    if (output().isJson()) {
      ObjectNode object =
          Output.object()
              .put("source", inUse.source())
              .put("token_name", inUse.name().orElse(null))
              .put("token", Masked.of(inUse.token()))
              .put("endpoint", inUse.server().map(URI::toString).orElse(null))
              .put("user", owner.map(Identity.Known::user).orElse(null))
              .put("scope", scope.orElse(null))
              .put("expires_at", inUse.expiresAt().map(Instant::getEpochSecond).orElse(null))
              .put("expired", inUse.isExpired(platform().wallClock().instant()))
              .put("shadows_stored_token", shadows);
      failure.ifPresent(cause -> Output.addTo(object, cause));
      output().json(object);
      return;
    }
    line("source", Optional.of(inUse.source()));
    line("name", inUse.name());
    line("token", Optional.of(Masked.of(inUse.token())));
    line("server", otherServer());
    line("user", owner.map(Identity.Known::user));
    line("scope", scope);
    line("expires", inUse.expiresAt().map(Instant::toString));
    if (shadows) {
      output().warn(inUse.source() + " wins over the stored token.");
    }
  }

  private void line(String label, Optional<String> value) {
    if (value.isPresent() && output().format() != Format.QUIET) {
      output().data(label + ":" + " ".repeat(9 - label.length()) + Printable.of(value.get()));
    }
  }
}
