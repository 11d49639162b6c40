package io.github.hfdevice.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.hub.HubLayout;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.oauth.ClientCredentials;
import io.github.hfdevice.oauth.DeviceAuthorization;
import io.github.hfdevice.oauth.DeviceFlowClient;
import io.github.hfdevice.oauth.DeviceFlowSession;
import io.github.hfdevice.oauth.OAuthEndpoints;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.oauth.ServerMetadata;
import io.github.hfdevice.oauth.TokenResponse;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code auth login}: authorize, identify, save, say. */
final class LoginCommand extends Command {
  private final OptionSpec force =
      Options.flag("Log in even if there is a token already", "-f", "--force");
  private final OptionSpec token =
      Options.text("TOKEN", "Store this token (others can see it in the process list)", "--token");
  private final OptionSpec withToken =
      Options.flag("Store the token that is read from stdin", "--with-token");
  private final OptionSpec scope =
      OptionSpec.builder("--scope")
          .type(String[].class)
          .arity("1")
          .paramLabel("SCOPE")
          .description("Ask for this scope; repeatable, or one quoted list")
          .build();
  private final OptionSpec clientId =
      Options.text("ID", "The OAuth client (HF_DEVICE_CODE_OAUTH_CLIENT_ID)", "--client-id");
  private final OptionSpec endpoint = Options.text("URL", "The Hub (HF_ENDPOINT)", "--endpoint");
  private final OptionSpec discover =
      Options.flag("Read the endpoints from the server's metadata", "--discover");

  LoginCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithOptions(
        "login",
        "Log in to the Hugging Face Hub with a code that you approve on any device.",
        "hf-device auth login --scope 'openid read-repos'",
        force,
        token,
        withToken,
        scope,
        clientId,
        endpoint,
        discover);
  }

  @Override
  boolean speaksInEvents() {
    return true;
  }

  @Override
  ExitCode run() throws Failure, IOException, OAuthException, InterruptedException {
    Services services = new Services(platform(), output(), isVerbose());
    TokenStore store = services.store();
    URI hub = services.settings().endpoint(Options.value(endpoint));
    LoginReport report = new LoginReport(output(), platform(), store.paths());
    Optional<String> given = givenToken();
    if (given.isPresent()) {
      store.checkWritable();
      LoginIdentity identity =
          new LoginIdentity(services, services.transport("auth login --token", hub), platform());
      StoredToken login =
          identity.nameOf(given.get(), Optional.empty(), Optional.empty(), hub, Optional.empty());
      return save(store, login, identity, report, services.settings());
    }
    if (!Options.isSet(force)) {
      Optional<TokenInUse> present = TokenInUse.findStored(store);
      if (present.isPresent() && !present.get().isExpired(platform().wallClock().instant())) {
        report.alreadyLoggedIn(present.get(), services.settings().tokenVariable());
        return ExitCode.OK;
      }
    }
    HttpTransport transport = services.transport("auth login", hub);
    store.checkWritable();
    ClientCredentials client = services.settings().client(Options.value(clientId));
    return authorizeAndSave(services, store, hub, transport, client, report);
  }

  private ExitCode authorizeAndSave(
      Services services,
      TokenStore store,
      URI hub,
      HttpTransport transport,
      ClientCredentials client,
      LoginReport report)
      throws Failure, IOException, OAuthException, InterruptedException {
    boolean discovered = Options.isSet(discover);
    List<OAuthEndpoints> layouts =
        discovered
            ? List.of(
                ServerMetadata.requestEndpoints(
                    hub, transport, services.settings().requestTimeout()))
            : HubLayout.of(hub);
    DeviceFlowClient deviceFlow =
        new DeviceFlowClient(
            layouts,
            client,
            transport,
            report.ticking(platform().waitClock()),
            platform().wallClock(),
            services.settings().requestTimeout());
    DeviceFlowSession session = deviceFlow.requestDeviceAuthorization(scopes());
    DeviceAuthorization authorization = session.authorization();
    report.code(authorization);
    platform().atTermination().accept(report::interrupted);
    TokenResponse granted;
    try {
      granted = deviceFlow.pollForToken(session, report);
    } finally {
      report.waitEnded();
    }
    Instant grantedAt = platform().wallClock().instant().truncatedTo(ChronoUnit.SECONDS);
    Optional<Instant> expiresAt = granted.expiresIn().map(grantedAt::plus);
    LoginIdentity identity = new LoginIdentity(services, transport, platform());
    StoredToken login =
        identity.nameOf(
            granted.accessToken(),
            granted.refreshToken(),
            expiresAt,
            hub,
            discovered ? Optional.of(layouts.get(0)) : Optional.empty());
    return save(store, login, identity, report, services.settings());
  }

  private ExitCode save(
      TokenStore store,
      StoredToken login,
      LoginIdentity identity,
      LoginReport report,
      HubSettings settings)
      throws IOException {
    identity.warning().ifPresent(output()::warn);
    store.save(login);
    report.success(login, identity.user(), settings.tokenVariable());
    return ExitCode.OK;
  }

  private Optional<String> scopes() {
    String[] values = scope.getValue();
    if (values == null) {
      return Optional.empty();
    }
    String joined =
        Arrays.stream(values)
            .flatMap(value -> Arrays.stream(value.split("[\\s,]+")))
            .filter(word -> !word.isEmpty())
            .distinct()
            .collect(joining(" "));
    return joined.isEmpty() ? Optional.empty() : Optional.of(joined);
  }

  private Optional<String> givenToken() throws Failure, IOException {
    Optional<String> option = Options.value(token);
    if (option.isPresent() && Options.isSet(withToken)) {
      throw Failure.usage("--token and --with-token exclude each other", "Give one of them.");
    }
    if (option.isPresent()) {
      return Optional.of(GivenToken.check("--token", option.get()));
    }
    return Options.isSet(withToken) ? Optional.of(GivenToken.read(platform())) : Optional.empty();
  }

  /** What is known of a login before the fields of the JSON event are. */
  static ObjectNode event(String name) {
    return Output.object().put("event", name);
  }
}
