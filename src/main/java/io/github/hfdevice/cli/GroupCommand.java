package io.github.hfdevice.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code hf-device} and {@code hf-device auth}: they hold commands and do nothing themselves. */
final class GroupCommand extends Command {
  private final PositionalParamSpec words =
      PositionalParamSpec.builder()
          .index("0..*")
          .arity("0..*")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .hidden(true)
          .build();

  private final Cli cli;
  private final String name;
  private final String description;
  private final String example;

  GroupCommand(Platform platform, Cli cli, String name, String description, String example) {
    super(platform);
    this.cli = cli;
    this.name = name;
    this.description = description;
    this.example = example;
  }

  /** Without the commands that it holds, of which none was named where it runs. */
  @Override
  CommandSpec spec() {
    String shown = name.isEmpty() ? Cli.NAME : name;
    CommandSpec spec = specWithOptions(shown, description, example).addPositional(words);
    if (name.isEmpty()) {
      // Read before the command line comes here.
      spec.addOption(
          Options.flag("Show the versions of this program, Java and the system", "--version"));
    }
    spec.parser().stopAtPositional(true);
    return spec;
  }

  @Override
  ExitCode run() throws Failure {
    List<String> unknown = words.getValue();
    if (unknown != null) {
      throw Misuse.unknownCommand(name, unknown.get(0));
    }
    if (output().isJson()) {
      throw Failure.usage("no command is named", "See: " + Cli.qualified(name) + " --help");
    }
    output().draw(cli.help(name));
    return ExitCode.USAGE;
  }
}
