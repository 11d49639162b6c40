package io.github.hfdevice.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code completion}: the script with which a shell completes this program's arguments. */
final class CompletionCommand extends Command {
  private static final List<String> SHELLS = List.of("bash", "zsh", "fish", "powershell");

  private static final String PLACES =
      """

      Put the example's line into ~/.bashrc, or with zsh into ~/.zshrc, after compinit.
      For fish, put this into config.fish:

          hf-device completion fish | source

      For PowerShell, put this into the file that $PROFILE names:

          hf-device completion powershell | Out-String | Invoke-Expression""";

  private final PositionalParamSpec shell =
      PositionalParamSpec.builder()
          .index("0")
          .arity("1")
          .required(true)
          .type(String.class)
          .paramLabel("SHELL")
          .completionCandidates(SHELLS)
          .description("bash, zsh, fish or powershell")
          .build();
  private final WrittenTexts texts;

  CompletionCommand(Platform platform, WrittenTexts texts) {
    super(platform);
    this.texts = texts;
  }

  @Override
  CommandSpec spec() {
    CommandSpec spec =
        specWithOneForm(
            "completion",
            "Print the completion script of a shell.",
            "eval \"$(hf-device completion bash)\"");
    String[] summary = spec.usageMessage().description();
    spec.usageMessage().description(summary[0], PLACES);
    return spec.addPositional(shell);
  }

  @Override
  ExitCode run() throws Failure, IOException {
    String name = shell.getValue();
    String file =
        switch (name) {
          case "bash" -> "hf-device.bash";
          case "zsh" -> "_hf-device";
          case "fish" -> "hf-device.fish";
          case "powershell" -> "hf-device.ps1";
          default ->
              throw Failure.usage(
                  "there is no completion for " + name, "Choose bash, zsh, fish or powershell.");
        };
    output().data(texts.read(file).stripTrailing());
    return ExitCode.OK;
  }
}
