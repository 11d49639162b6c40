package io.github.hfdevice.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.login.TokenInUse;
import io.github.hfdevice.login.Tokens;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code auth status}: which token is in use, where it comes from, whose it is. */
final class StatusCommand extends Command {
  private final OptionSpec all = Options.flag("Tell of every stored token", "--all");
  private final OptionSpec offline = Options.flag("Ask no server", "--offline");
  private final OptionSpec endpoint = Options.endpoint();
  private Services services;
  private Tokens tokens;
  private URI hub;
  private boolean asks;

  StatusCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithOptions(
        "status",
        "Show which token is in use, where it comes from and whose it is.",
        "hf-device auth status --offline",
        all,
        offline,
        endpoint);
  }

  @Override
  ExitCode run() throws Failure, LoginException, IOException, InterruptedException {
    services = new Services(platform(), output(), isVerbose());
    URI server = services.settings().endpoint(Options.value(endpoint));
    hub = services.settings().endpoint(Optional.empty());
    tokens = services.tokens();
    asks = !Options.isSet(offline) && !services.settings().isOffline();
    if (!asks && services.settings().exchangeResource().isPresent()) {
      throw Failure.usage(
          "the token for " + HubSettings.OIDC_RESOURCE + " is made by asking the server",
          "Leave --offline out.");
    }
    return Options.isSet(all) ? showAll(server) : showInUse(server);
  }

  private ExitCode showInUse(URI server)
      throws Failure, LoginException, IOException, InterruptedException {
    TokenStatus status =
        status(tokens.present(server), server, Options.value(endpoint).isPresent());
    Optional<Failure> failure = status.failure().map(cause -> Failure.of(cause, platform()));
    boolean shadows = status.token().isGiven() && services.store().holdsToken();
    if (output().isJson()) {
      output().json(json(status, true, shadows));
      return failure.map(Failure::exitCode).orElse(ExitCode.OK);
    }
    status.show(output(), hub, now());
    if (shadows) {
      output().warn(status.token().source() + " wins over the stored token.");
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return ExitCode.OK;
  }

  /** Each as its own server sees it; the exit code is that of the first with a problem. */
  private ExitCode showAll(URI server) throws LoginException, IOException, InterruptedException {
    List<TokenInUse> stored = tokens.finder().findAll();
    Optional<TokenInUse> inUse =
        services.settings().exchangeResource().isPresent()
            ? Optional.of(tokens.present(server))
            : tokens.finder().find(server);
    List<TokenInUse> every = new ArrayList<>();
    if (inUse.isPresent() && inUse.get().name().isEmpty()) {
      every.add(inUse.get());
    }
    every.addAll(stored);
    if (every.isEmpty()) {
      throw LoginException.notLoggedIn();
    }
    ExitCode exitCode = ExitCode.OK;
    List<TokenStatus> statuses = new ArrayList<>();
    for (TokenInUse token : every) {
      TokenStatus status = status(token, token.server().orElse(server), false);
      statuses.add(status);
      if (exitCode == ExitCode.OK && status.failure().isPresent()) {
        exitCode = ExitCode.of(status.failure().get().reason());
      }
    }
    show(statuses, inUse.flatMap(TokenInUse::name));
    return exitCode;
  }

  /**
   * @param active the name of the one in use; without one that is the first, if a variable holds it
   */
  private void show(List<TokenStatus> statuses, Optional<String> active) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (TokenStatus status : statuses) {
      TokenInUse token = status.token();
      boolean isActive = token.name().isEmpty() || token.name().equals(active);
      switch (output().format()) {
        case JSON -> array.add(json(status, isActive, token.isGiven() && statuses.size() > 1));
        case HUMAN, AGENT -> show(status, isActive, status.equals(statuses.get(0)));
        case QUIET -> {}
      }
    }
    if (output().isJson()) {
      output().json(array);
    }
  }

  private void show(TokenStatus status, boolean isActive, boolean isFirst) {
    if (!isFirst) {
      output().data("");
    }
    status.show(output(), hub, now());
    TokenStatus.line(output(), "in use", isActive ? Optional.of("yes") : Optional.empty());
    Optional<Failure> failure = status.failure().map(cause -> Failure.of(cause, platform()));
    TokenStatus.line(
        output(),
        "problem",
        failure.map(
            cause -> cause.getMessage() + cause.hint().map(hint -> ". " + hint).orElse("")));
  }

  private TokenStatus status(TokenInUse token, URI server, boolean strict)
      throws IOException, InterruptedException {
    return asks
        ? TokenStatus.request(token, tokens, server, strict)
        : TokenStatus.ofPresent(token, now());
  }

  private ObjectNode json(TokenStatus status, boolean isActive, boolean shadows) {
    ObjectNode object = status.json(isActive, shadows, now());
    status.failure().ifPresent(cause -> Output.addTo(object, Failure.of(cause, platform())));
    return object;
  }

  private Instant now() {
    return platform().wallClock().instant();
  }
}
