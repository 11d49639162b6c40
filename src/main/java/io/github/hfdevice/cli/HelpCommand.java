package io.github.hfdevice.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code help}: a command's help text, or a topic that is about all of them. */
final class HelpCommand extends Command {
  /** Each is a file of {@link WrittenTexts}. */
  static final List<String> TOPICS = List.of("environment", "exit-codes", "json");

  private final PositionalParamSpec words =
      PositionalParamSpec.builder()
          .index("0..*")
          .arity("0..*")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .paramLabel("COMMAND")
          .description("A command, or a topic: " + String.join(", ", TOPICS))
          .completionCandidates(candidates())
          .build();

  private final Cli cli;
  private final WrittenTexts texts;

  HelpCommand(Platform platform, Cli cli, WrittenTexts texts) {
    super(platform);
    this.cli = cli;
    this.texts = texts;
  }

  private static List<String> candidates() {
    List<String> candidates = new ArrayList<>(TOPICS);
    candidates.add(Cli.AUTH);
    candidates.addAll(Cli.COMMANDS);
    candidates.addAll(Cli.AUTH_COMMANDS);
    return candidates;
  }

  @Override
  CommandSpec spec() {
    return specWithOneForm(
            "help", "Show the help text of a command, or of a topic.", "hf-device help auth login")
        .addPositional(words);
  }

  @Override
  ExitCode run() throws Failure, IOException {
    List<String> asked = words.getValue() == null ? List.of() : words.getValue();
    if (asked.size() == 1 && TOPICS.contains(asked.get(0))) {
      output().data(texts.read(asked.get(0) + ".txt").stripTrailing());
      return ExitCode.OK;
    }
    Invocation invocation = Invocation.of(asked.toArray(new String[0]));
    if (!invocation.arguments().isEmpty()) {
      throw Misuse.unknownTopic(invocation.arguments().get(0));
    }
    output().data(cli.help(invocation.command()).stripTrailing());
    return ExitCode.OK;
  }
}
