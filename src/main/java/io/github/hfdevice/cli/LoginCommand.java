package io.github.hfdevice.cli;

import io.github.hfdevice.login.Clocks;
import io.github.hfdevice.login.LoggedIn;
import io.github.hfdevice.login.Login;
import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.login.LoginPlace;
import io.github.hfdevice.login.PastedToken;
import io.github.hfdevice.login.ResumedLogin;
import io.github.hfdevice.login.Server;
import io.github.hfdevice.login.TokenInUse;
import io.github.hfdevice.oauth.ClientCredentials;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.CorruptStoreException;
import io.github.hfdevice.store.PendingLogin;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code auth login}: a new login, one that is taken up again, or a token that is brought. */
final class LoginCommand extends Command {
  private final LoginOptions options = new LoginOptions();
  private final PromptOptions prompt = new PromptOptions();
  private Services services;
  private LoginPlace place;
  private LoginReport report;
  private Clocks clocks;

  LoginCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithGroups(
        "login",
        "Log in to the Hugging Face Hub with a code that you approve on any device.",
        "hf-device auth login --scope 'openid read-repos'",
        options.groups(new OptionGroup("Show the code", prompt.all())));
  }

  @Override
  boolean speaksInEvents() {
    return true;
  }

  @Override
  ExitCode run() throws Failure, LoginException, IOException, OAuthException, InterruptedException {
    options.refuseContradictions();
    prompt.refuseContradictions();
    options.patience();
    services = new Services(platform(), output(), isVerbose());
    place = services.place();
    CodePrompt code =
        new CodePrompt(output(), platform(), prompt, services.settings().wantsBrowser());
    report = new LoginReport(output(), platform(), place.store().paths(), code);
    clocks = services.clocks(report.waitClock());
    platform().termination().addHook(report::terminated);
    if (options.resumes()) {
      return resume();
    }
    URI endpoint = services.settings().endpoint(options.endpoint());
    if (options.token().isPresent() || options.readsToken()) {
      return storeGiven(endpoint);
    }
    return (isFinishedEarlier() || isPresent(endpoint)) && !options.isForced()
        ? ExitCode.OK
        : logIn(endpoint);
  }

  private ExitCode resume()
      throws Failure, LoginException, IOException, OAuthException, InterruptedException {
    ResumedLogin resumed = new ResumedLogin(services.servers(), place, clocks, report);
    report.follow(resumed::interrupt);
    Optional<URI> expected =
        options.endpoint().isPresent()
            ? Optional.of(services.settings().endpoint(options.endpoint()))
            : Optional.empty();
    return succeeded(resumed.complete(options.patience(), expected, options.clientId()));
  }

  private ExitCode logIn(URI endpoint)
      throws Failure, LoginException, IOException, OAuthException, InterruptedException {
    services.servers().network().requireReachable(endpoint, "auth login");
    place.store().checkWritable();
    if (place.pending().isPresent()) {
      new ResumedLogin(services.servers(), place, clocks, report).announceReplacement();
    }
    Login login = new Login(services.servers(), place, clocks, report);
    report.follow(login::interrupt);
    login.request(server(endpoint), options.scopes(), wishes());
    if (!options.waits()) {
      report.codeLeft(login.leave());
      return ExitCode.OK;
    }
    return succeeded(login.complete(options.patience()));
  }

  private Server server(URI endpoint) throws LoginException, OAuthException, InterruptedException {
    ClientCredentials client = services.settings().client(endpoint, options.clientId());
    return options.isDiscovered()
        ? services.servers().requestDiscovered(endpoint, client)
        : services.servers().hub(endpoint, client);
  }

  private PendingLogin.Wishes wishes() {
    return new PendingLogin.Wishes(
        options.addsToGit(), options.storeAs(), options.activates(), options.scopes());
  }

  /** Stores what an earlier login was granted and could not store. */
  private boolean isFinishedEarlier() throws IOException, InterruptedException {
    if (place.pending().isEmpty()) {
      return false;
    }
    ResumedLogin earlier = new ResumedLogin(services.servers(), place, clocks, report);
    report.follow(earlier::interrupt);
    Optional<LoggedIn> finished = earlier.finishGranted();
    if (finished.isPresent()) {
      succeeded(finished.get());
    }
    return finished.isPresent();
  }

  private boolean isPresent(URI endpoint) throws IOException, InterruptedException {
    if (options.isForced()) {
      return false;
    }
    Optional<TokenInUse> present;
    try {
      present = services.tokens().finder().findOf(endpoint);
    } catch (CorruptStoreException e) {
      output().warn(e.problem() + "; this login replaces it");
      return false;
    }
    if (present.isEmpty() || present.get().isExpired(platform().wallClock().instant())) {
      return false;
    }
    if (options.addsToGit()) {
      services.git().add(endpoint, present.get().token());
    }
    report.alreadyLoggedIn(present.get(), services.settings().tokenVariable());
    return true;
  }

  private ExitCode storeGiven(URI endpoint)
      throws Failure, LoginException, IOException, OAuthException, InterruptedException {
    String given =
        options.readsToken()
            ? GivenToken.read(platform(), endpoint)
            : GivenToken.check("--token", options.token().orElseThrow());
    place.store().checkWritable();
    PastedToken pasted = new PastedToken(services.servers(), place, clocks, report);
    report.follow(pasted::interrupt);
    return succeeded(pasted.store(given, server(endpoint), wishes()));
  }

  private ExitCode succeeded(LoggedIn login) throws InterruptedException {
    if (login.wishes().addToGit()) {
      services.git().add(login.server(), login.token().accessToken());
    }
    report.success(login, services.settings().tokenVariable());
    return ExitCode.OK;
  }
}
