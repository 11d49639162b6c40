package io.github.hfdevice.cli;

import io.github.hfdevice.git.GitException;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.StoredToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code auth setup-git}: makes git ask this program for the Hub's password. */
final class SetupGitCommand extends Command {
  SetupGitCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithOptions(
        "setup-git",
        "Make git ask hf-device for the token whenever it talks to the Hub.",
        "hf-device auth setup-git");
  }

  @Override
  ExitCode run() throws Failure, IOException, InterruptedException {
    Services services = new Services(platform(), output(), isVerbose());
    Optional<TokenInUse> present = TokenInUse.find(services.settings(), services.store());
    Optional<URI> origin =
        present.flatMap(TokenInUse::stored).flatMap(StoredToken::origin).map(LoginOrigin::endpoint);
    URI hub = origin.orElseGet(() -> services.settings().endpoint(Optional.empty()));
    String helper = "!" + ShellWord.of(lastingPath(platform().command())) + " auth git-credential";
    try {
      services.gitCredentials().useHelper(hub, helper);
    } catch (GitException e) {
      throw new Failure(
          ExitCode.FILE,
          "git",
          String.valueOf(e.getMessage()),
          "Check that git is installed and that its settings can be written.");
    }
    if (output().isJson()) {
      output().json(Output.object().put("endpoint", hub.toString()).put("helper", helper));
    }
    output().say("Git asks hf-device for the token of " + hub + " from now on.");
    if (origin.isEmpty() && services.settings().value(HubSettings.ENDPOINT).isPresent()) {
      output().say("Keep HF_ENDPOINT set when git runs: the token is given to that Hub only.");
    }
    return ExitCode.OK;
  }

  /** Git runs in other folders. Links stay as they are: a newer version may be put behind them. */
  private static String lastingPath(String command) throws IOException {
    Path path = Path.of(command);
    if (path.isAbsolute() || path.getParent() == null) {
      return command;
    }
    return path.toAbsolutePath().getParent().toRealPath().resolve(path.getFileName()).toString();
  }
}
