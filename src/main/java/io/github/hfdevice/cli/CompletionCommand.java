package io.github.hfdevice.cli;

import java.util.List;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code completion}: the script with which a shell completes this program's arguments. */
final class CompletionCommand extends Command {
  private static final List<String> SHELLS = List.of("bash", "zsh");

  private final PositionalParamSpec shell =
      PositionalParamSpec.builder()
          .index("0")
          .arity("1")
          .required(true)
          .type(String.class)
          .paramLabel("SHELL")
          .completionCandidates(SHELLS)
          .description("bash or zsh")
          .build();
  private final Supplier<CommandSpec> tree;

  /**
   * @param tree makes every command with all of its options
   */
  CompletionCommand(Platform platform, Supplier<CommandSpec> tree) {
    super(platform);
    this.tree = tree;
  }

  @Override
  CommandSpec spec() {
    return specWithOneForm(
            "completion",
            "Print the completion script of a shell. Put the example's line into ~/.bashrc, or with"
                + " zsh into ~/.zshrc.",
            "eval \"$(hf-device completion bash)\"")
        .addPositional(shell);
  }

  @Override
  ExitCode run() throws Failure {
    String name = shell.getValue();
    if (!SHELLS.contains(name)) {
      throw Failure.usage("there is no completion for " + name, "Choose bash or zsh.");
    }
    output().data(script().stripTrailing());
    return ExitCode.OK;
  }

  /** One script for both shells; under zsh it loads zsh's own support for bash's completion. */
  private String script() {
    CommandSpec root = tree.get();
    return AutoComplete.bash(root.name(), new CommandLine(root))
        // An alias does not reach the functions of the same eval, and this option of zsh would
        // change how the person's other aliases complete.
        .replace("alias compopt=complete", "compopt() { :; }")
        .replace("  setopt COMPLETE_ALIASES\n", "");
  }
}
