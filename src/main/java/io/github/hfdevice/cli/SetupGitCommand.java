package io.github.hfdevice.cli;

import io.github.hfdevice.git.GitException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code auth setup-git}: makes git ask this program for the Hub's password. */
final class SetupGitCommand extends Command {
  private final OptionSpec endpoint = Options.endpoint();

  SetupGitCommand(Platform platform) {
    super(platform);
  }

  @Override
  CommandSpec spec() {
    return specWithOptions(
        "setup-git",
        "Make git ask hf-device for the token whenever it talks to the Hub.",
        "hf-device auth setup-git",
        endpoint);
  }

  @Override
  ExitCode run() throws Failure, IOException, InterruptedException {
    Services services = new Services(platform(), output(), isVerbose());
    URI hub = services.settings().endpoint(Options.value(endpoint));
    String helper = "!" + ShellWord.of(lastingPath(platform().command())) + " auth git-credential";
    try {
      services.git().credentials().useHelper(hub, helper);
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
    output().succeed("Git asks hf-device for the token of " + hub + " from now on.");
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
