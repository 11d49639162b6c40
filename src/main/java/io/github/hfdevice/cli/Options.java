package io.github.hfdevice.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** Makes picocli options in code: its annotations cost a quarter of the start-up time. */
final class Options {
  private Options() {}

  static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names)
        .type(boolean.class)
        .arity("0")
        .description(description)
        .build();
  }

  /** A flag that says what is the case anyway: taken, as {@code hf} takes it, and not shown. */
  static OptionSpec hiddenFlag(String name) {
    return OptionSpec.builder(name).type(boolean.class).arity("0").hidden(true).build();
  }

  /** As {@code hf} has it. */
  static OptionSpec addToGit() {
    return flag("Give the token to git's credential helper too", "--add-to-git-credential");
  }

  /** The server that a command is about. */
  static OptionSpec endpoint() {
    return text("URL", "The Hub (HF_ENDPOINT)", "--endpoint");
  }

  /** For a token of another server than the variables name. */
  static OptionSpec activate() {
    return flag("Put the token into the token file, whatever server it is of", "--activate");
  }

  static OptionSpec text(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .type(String.class)
        .arity("1")
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** A text that is one of {@code choices}, which a shell completes. */
  static OptionSpec choice(
      String label, String description, List<String> choices, String... names) {
    return OptionSpec.builder(names)
        .type(String.class)
        .arity("1")
        .paramLabel(label)
        .completionCandidates(choices)
        .description(description)
        .build();
  }

  static boolean isSet(OptionSpec flag) {
    Boolean value = flag.getValue();
    return value != null && value;
  }

  static Optional<String> value(OptionSpec text) {
    return Optional.ofNullable(text.getValue());
  }
}
