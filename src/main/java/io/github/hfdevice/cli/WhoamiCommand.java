package io.github.hfdevice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.hub.IdentityClient;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.text.Printable;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code auth whoami}: asks the Hub whose the token in use is. */
final class WhoamiCommand extends Command {
  private final OptionSpec endpoint = Options.text("URL", "The Hub (HF_ENDPOINT)", "--endpoint");

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
  ExitCode run() throws Failure, IOException, InterruptedException {
    Services services = new Services(platform(), output(), isVerbose());
    TokenStore store = services.store();
    Optional<String> server = Options.value(endpoint);
    // A wrong one is told before anything is refreshed.
    services.settings().endpoint(server);
    TokenInUse inUse =
        new FreshToken(services, store, platform()).find().orElseThrow(TokenInUse::notLoggedIn);
    if (inUse.isExpired(platform().wallClock().instant())) {
      throw inUse.expired();
    }
    show(requestOwner(services, "auth whoami", inUse, server));
    return ExitCode.OK;
  }

  /**
   * Asks whose the token is: {@code server} if one is given, else where the token came from. Blocks
   * for two requests at most.
   */
  static Identity.Known requestOwner(
      Services services, String job, TokenInUse inUse, Optional<String> server)
      throws Failure, InterruptedException {
    Optional<LoginOrigin> origin =
        server.isPresent() ? Optional.empty() : inUse.stored().flatMap(StoredToken::origin);
    URI hub =
        origin.map(LoginOrigin::endpoint).orElseGet(() -> services.settings().endpoint(server));
    IdentityClient identities = services.identities(services.transport(job, hub));
    return known(
        origin.isPresent()
            ? LoginIdentity.request(identities, inUse.token(), origin.get())
            : identities.requestIdentity(hub, inUse.token()),
        inUse,
        hub);
  }

  private static Identity.Known known(Identity identity, TokenInUse inUse, URI hub) throws Failure {
    if (identity instanceof Identity.Known known) {
      return known;
    }
    if (identity instanceof Identity.Unknown unknown) {
      ExitCode code =
          unknown.kind() == Identity.Kind.UNREACHABLE ? ExitCode.UNREACHABLE : ExitCode.REFUSED;
      throw new Failure(
          code,
          "the server did not say whose the token is: " + unknown.reason(),
          hint(unknown.kind()));
    }
    throw new Failure(
        ExitCode.REFUSED,
        "invalid_token",
        hub + " does not accept the token of " + inUse.source() + " (HTTP 401)",
        "Run: hf-device auth login --force");
  }

  private static String hint(Identity.Kind kind) {
    return switch (kind) {
      case UNREACHABLE -> "Try again later.";
      case FORBIDDEN -> "Log in to that server again, with --force and --scope openid.";
      case NOT_OFFERED -> "";
      case REFUSED, BAD_RESPONSE -> "--verbose shows what it said.";
    };
  }

  private void show(Identity.Known known) {
    if (output().isJson()) {
      ObjectNode object = Output.object().put("user", known.user());
      known.organisations().forEach(object.putArray("orgs")::add);
      output().json(object);
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
