package io.github.hfdevice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.hub.TokenClaims;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.text.Printable;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code auth status}: which token is in use, where it comes from, whose it is. */
final class StatusCommand extends Command {
  private final OptionSpec offline = Options.flag("Ask no server", "--offline");

  StatusCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithOptions(
        "status",
        "Show which token is in use, where it comes from and whose it is.",
        "hf-device auth status --offline",
        offline);
  }

  @Override
  ExitCode run() throws Failure, IOException, InterruptedException {
    Services services = new Services(platform(), output(), isVerbose());
    TokenStore store = services.store();
    boolean ask = !Options.isSet(offline) && !services.settings().isOffline();
    Optional<TokenInUse> found =
        ask
            ? new FreshToken(services, store, platform()).find()
            : TokenInUse.find(services.settings(), store);
    TokenInUse inUse = found.orElseThrow(TokenInUse::notLoggedIn);
    Optional<Identity.Known> owner = Optional.empty();
    Optional<Failure> failure = Optional.empty();
    if (inUse.isExpired(platform().wallClock().instant())) {
      failure = Optional.of(inUse.expired());
    } else if (ask && saysWhose(inUse)) {
      try {
        owner =
            Optional.of(
                WhoamiCommand.requestOwner(services, "auth status", inUse, Optional.empty()));
      } catch (Failure e) {
        // What is known without the server is worth telling all the same.
        failure = Optional.of(e);
      }
    }
    show(inUse, owner, shadowed(services.settings(), store), failure);
    if (failure.isPresent() && !output().isJson()) {
      throw failure.get();
    }
    return failure.map(Failure::exitCode).orElse(ExitCode.OK);
  }

  /** Where nobody can be asked, not to know the user is no failure. */
  private static boolean saysWhose(TokenInUse inUse) {
    return inUse
        .stored()
        .flatMap(StoredToken::origin)
        .filter(origin -> origin.discovered() && origin.userinfo().isEmpty())
        .isEmpty();
  }

  private static boolean shadowed(HubSettings settings, TokenStore store) throws IOException {
    return settings.tokenVariable().isPresent() && store.activeToken().isPresent();
  }

  private void show(
      TokenInUse inUse,
      Optional<Identity.Known> owner,
      boolean shadowed,
      Optional<Failure> failure) {
    Optional<String> scope = TokenClaims.parse(inUse.token()).scope();
    if (output().isJson()) {
      ObjectNode object =
          Output.object()
              .put("source", inUse.source())
              .put("token_name", inUse.name().orElse(null))
              .put("token", ListCommand.masked(inUse.token()))
              .put("user", owner.map(Identity.Known::user).orElse(null))
              .put("scope", scope.orElse(null))
              .put("expires_at", inUse.expiresAt().map(Instant::getEpochSecond).orElse(null))
              .put("expired", inUse.isExpired(platform().wallClock().instant()))
              .put("shadows_stored_token", shadowed);
      failure.ifPresent(cause -> Output.addTo(object, cause));
      output().json(object);
      return;
    }
    line("source", Optional.of(inUse.source()));
    line("name", inUse.name());
    line("token", Optional.of(ListCommand.masked(inUse.token())));
    line("user", owner.map(Identity.Known::user));
    line("scope", scope);
    line("expires", inUse.expiresAt().map(Instant::toString));
    if (shadowed) {
      output().warn(inUse.source() + " wins over the stored token.");
    }
  }

  private void line(String label, Optional<String> value) {
    if (value.isPresent() && output().format() != Format.QUIET) {
      output().data(label + ":" + " ".repeat(9 - label.length()) + Printable.of(value.get()));
    }
  }
}
