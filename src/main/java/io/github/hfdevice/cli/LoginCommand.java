package io.github.hfdevice.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.hub.HubLayout;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.Activation;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.PendingLogins;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
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
  private final OptionSpec addToGit = Options.addToGit();
  private final OptionSpec noWait =
      Options.flag("Show the code, and leave the waiting to --resume", "--no-wait");
  private final OptionSpec resume =
      Options.flag("Go on with the login that is pending", "--resume");
  private final OptionSpec timeout =
      Options.text("DURATION", "Wait no longer than this (30s, 5m), then exit with 8", "--timeout");

  private final PromptOptions prompt = new PromptOptions();

  LoginCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    CommandSpec spec =
        specWithOptions(
            "login",
            "Log in to the Hugging Face Hub with a code that you approve on any device.",
            "hf-device auth login --scope 'openid read-repos'",
            force,
            token,
            withToken,
            scope,
            clientId,
            endpoint,
            discover,
            addToGit,
            noWait,
            resume,
            timeout);
    for (OptionSpec option : prompt.all()) {
      spec.addOption(option);
    }
    return spec;
  }

  @Override
  boolean speaksInEvents() {
    return true;
  }

  @Override
  ExitCode run() throws Failure, IOException, OAuthException, InterruptedException {
    refuseContradictions();
    prompt.refuseContradictions();
    Optional<Duration> patience = patience();
    Services services = new Services(platform(), output(), isVerbose());
    TokenStore store = services.store();
    PendingLogins pendingLogins = services.pendingLogins(store);
    LoginReport report =
        new LoginReport(
            output(),
            platform(),
            store.paths(),
            new CodePrompt(output(), platform(), prompt, services.settings().wantsBrowser()));
    platform().termination().addHook(report::terminated);
    ResumedLogin earlier = new ResumedLogin(services, platform(), store, pendingLogins, report);
    if (Options.isSet(resume)) {
      return earlier.run(patience, resumedEndpoint(services), Options.value(clientId));
    }
    URI hub = services.settings().endpoint(Options.value(endpoint));
    Optional<String> given = givenToken();
    if (given.isPresent()) {
      store.checkWritable();
      return saveGiven(given.get(), services, store, hub, report);
    }
    if (earlier.finishGranted() && !Options.isSet(force)) {
      addPresentToGit(services, store);
      return ExitCode.OK;
    }
    if (!Options.isSet(force)) {
      Optional<TokenInUse> present = TokenInUse.findStored(store);
      if (present.isPresent() && !present.get().isExpired(platform().wallClock().instant())) {
        addPresentToGit(services, store);
        report.alreadyLoggedIn(present.get(), services.settings().tokenVariable());
        return ExitCode.OK;
      }
    }
    HttpTransport transport = services.transport("auth login", hub);
    store.checkWritable();
    earlier.announceReplacement();
    NewLogin login =
        new NewLogin(
            services,
            platform(),
            store,
            pendingLogins,
            report,
            hub,
            transport,
            Options.isSet(addToGit));
    login.request(
        Options.isSet(discover), services.settings().client(Options.value(clientId)), scopes());
    return Options.isSet(noWait) ? login.leave() : login.waitAndFinish(patience);
  }

  private Optional<URI> resumedEndpoint(Services services) {
    Optional<String> given = Options.value(endpoint);
    return given.isPresent() ? Optional.of(services.settings().endpoint(given)) : Optional.empty();
  }

  private void refuseContradictions() throws Failure {
    if (Options.isSet(noWait) && Options.value(timeout).isPresent()) {
      throw excluded("--no-wait", "--timeout");
    }
    String instead = Options.isSet(resume) ? "--resume" : Options.isSet(noWait) ? "--no-wait" : "";
    if (!instead.isEmpty()) {
      for (OptionSpec other : List.of(token, withToken)) {
        refuse(instead, other);
      }
    }
    if (Options.isSet(resume)) {
      for (OptionSpec other : List.of(noWait, scope, discover, addToGit)) {
        refuse(instead, other);
      }
    }
  }

  private static void refuse(String option, OptionSpec other) throws Failure {
    Object value = other.getValue();
    if (value != null && !value.equals(false)) {
      throw excluded(option, other.longestName());
    }
  }

  private static Failure excluded(String option, String other) {
    return Failure.usage(option + " and " + other + " exclude each other", "Give one of them.");
  }

  private Optional<Duration> patience() throws Failure {
    Optional<String> text = Options.value(timeout);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> parsed = TimeSpan.parse(text.get());
    if (parsed.isEmpty()) {
      throw Failure.usage(
          "--timeout " + text.get() + " is no time span", "Write it like 30s, 5m or 1h30m.");
    }
    return parsed;
  }

  private ExitCode saveGiven(
      String accessToken, Services services, TokenStore store, URI hub, LoginReport report)
      throws Failure, IOException, InterruptedException {
    LoginIdentity identity =
        new LoginIdentity(services, services.transport("auth login --token", hub), platform());
    LoginOrigin origin =
        NewLogin.origin(
            hub,
            services.settings().client(Optional.empty()).clientId(),
            HubLayout.of(hub).get(0),
            false);
    report.follow(InterruptibleLogin.JUST_BEGUN);
    StoredToken login = identity.nameOf(accessToken, Optional.empty(), Optional.empty(), origin);
    identity.warning().ifPresent(output()::warn);
    store.save(login, Activation.TOKEN_FILE);
    report.follow(InterruptibleLogin.NONE);
    addPresentToGit(services, store);
    report.success(login, identity.user(), services.settings().tokenVariable());
    return ExitCode.OK;
  }

  private void addPresentToGit(Services services, TokenStore store)
      throws IOException, InterruptedException {
    Optional<TokenInUse> present = TokenInUse.findStored(store);
    if (Options.isSet(addToGit) && present.isPresent()) {
      services.addToGit(services.hubOf(present.get()), present.get().token());
    }
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
      throw excluded("--token", "--with-token");
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
