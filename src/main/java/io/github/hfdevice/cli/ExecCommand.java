package io.github.hfdevice.cli;

import io.github.hfdevice.login.Login;
import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.login.LoginPlace;
import io.github.hfdevice.login.TokenInUse;
import io.github.hfdevice.login.Tokens;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.PendingLogin;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code auth exec}: runs a command with a fresh token in its environment.
 *
 * <p>Behind the launcher of Linux and macOS this program only answers what to run: how many of the
 * arguments are the command's, the variable and the token. The launcher becomes the command then,
 * so that signals, terminal and exit code are its own. Elsewhere the command is a child of this
 * process.
 */
final class ExecCommand extends Command {
  /** Set by the launcher, which waits for the answer. */
  static final String HANDOVER = "HFD_EXEC_HANDOVER";

  private static final int NOT_FOUND = 127;
  private static final int NOT_EXECUTABLE = 126;

  private final OptionSpec login =
      Options.flag("Log in first if there is no token that can be used", "--login");
  private final OptionSpec variable =
      Options.text("NAME", "The variable that gets the token (default HF_TOKEN)", "--env");
  private final OptionSpec endpoint = Options.endpoint();
  private final PositionalParamSpec command =
      PositionalParamSpec.builder()
          .index("0..*")
          .arity("1..*")
          .required(true)
          .type(String[].class)
          .paramLabel("COMMAND")
          .description("The command and its arguments")
          .build();
  private Services services;
  private int exitNumber;

  ExecCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    CommandSpec spec =
        specWithOneForm(
                "exec",
                "Run a command with a fresh token in its environment.",
                "hf-device auth exec --login -- python train.py")
            .addOption(login)
            .addOption(variable)
            .addOption(endpoint)
            .addPositional(command);
    spec.parser().stopAtPositional(true);
    return spec;
  }

  @Override
  ExitCode run() throws Failure, LoginException, IOException, OAuthException, InterruptedException {
    String name = Options.value(variable).orElse("HF_TOKEN");
    if (!isVariable(name)) {
      throw Failure.usage(
          "--env " + name + " is not a valid name of a variable",
          "Use letters, digits and _, such as HF_TOKEN.");
    }
    services = new Services(platform(), output(), isVerbose());
    String[] words = command.getValue();
    String token = token(services.settings().endpoint(Options.value(endpoint))).token();
    if (platform().environment().containsKey(HANDOVER)) {
      output().data("run " + words.length + " " + name + " " + token);
      return ExitCode.OK;
    }
    exitNumber = run(List.of(words), name, token);
    return ExitCode.OK;
  }

  @Override
  int exitNumber(ExitCode exitCode) {
    return exitNumber;
  }

  private static boolean isVariable(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private TokenInUse token(URI server)
      throws LoginException, IOException, OAuthException, InterruptedException {
    Tokens tokens = services.tokens();
    try {
      return tokens.handOut(server);
    } catch (LoginException e) {
      boolean helps =
          e.remedy() == LoginException.Remedy.LOG_IN
              || e.remedy() == LoginException.Remedy.LOG_IN_AGAIN;
      if (!Options.isSet(login) || !helps) {
        throw e;
      }
    }
    logIn(server);
    return tokens.handOut(server);
  }

  private void logIn(URI server)
      throws LoginException, IOException, OAuthException, InterruptedException {
    LoginPlace place = services.place();
    LoginReport report =
        new LoginReport(
            output(),
            platform(),
            place.store().paths(),
            new CodePrompt(
                output(), platform(), new PromptOptions(), services.settings().wantsBrowser()));
    platform().termination().addHook(report::terminated);
    place.store().checkWritable();
    Login newLogin =
        new Login(services.servers(), place, services.clocks(report.waitClock()), report);
    report.follow(newLogin::interrupt);
    newLogin.request(
        services.servers().hub(server, services.settings().client(server, Optional.empty())),
        Optional.empty(),
        PendingLogin.Wishes.NONE);
    report.success(newLogin.complete(Optional.empty()), Optional.empty());
  }

  private int run(List<String> words, String name, String token) throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
    builder.environment().put(name, token);
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      boolean isThere = isThere(words.get(0), builder.environment().getOrDefault("PATH", ""));
      String problem = isThere ? " cannot be run" : " was not found";
      output().fail(Failure.usage(words.get(0) + problem, "Check its name and the PATH."), false);
      return isThere ? NOT_EXECUTABLE : NOT_FOUND;
    }
  }

  private static boolean isThere(String word, String path) {
    if (Path.of(word).getParent() != null) {
      return Files.exists(Path.of(word));
    }
    StringTokenizer folders = new StringTokenizer(path, File.pathSeparator);
    while (folders.hasMoreTokens()) {
      if (Files.exists(Path.of(folders.nextToken()).resolve(word))) {
        return true;
      }
    }
    return false;
  }
}
