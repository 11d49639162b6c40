package io.github.hfdevice.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Lines of {@code complete} for fish. */
record FishTables(Completion completion) implements CompletionTables {
  @Override
  public String valued() {
    return Completion.words(completion.valued());
  }

  @Override
  public String names() {
    StringBuilder branches = new StringBuilder();
    for (CommandLine command : completion.commands()) {
      List<String> typed = Completion.typed(command);
      if (!typed.isEmpty()) {
        String indent = "                    ";
        branches.append(indent).append("case ").append(String.join(" ", typed)).append('\n');
        branches.append(indent).append("    set command '").append(Completion.path(command));
        branches.append("'\n");
      }
    }
    return branches.toString().stripTrailing();
  }

  @Override
  public String arguments() {
    StringBuilder lines = new StringBuilder();
    for (CommandLine command : completion.commands()) {
      String path = Completion.path(command);
      String start = "complete -c hf-device -n '__hf_device_is " + path + "' ";
      if (Completion.isGroup(command)) {
        for (CommandLine below : completion.below(path)) {
          for (String name : below.getCommandSpec().names()) {
            lines.append(start).append("-a ").append(name);
            lines.append(" -d ").append(quoted(Completion.summary(below))).append('\n');
          }
        }
      }
      for (OptionSpec option : Completion.options(command)) {
        lines.append(start).append(option(option)).append('\n');
      }
      for (PositionalParamSpec argument : Completion.arguments(command)) {
        lines.append(start).append(positional(argument)).append('\n');
      }
    }
    return lines.toString().stripTrailing();
  }

  private static String option(OptionSpec option) {
    StringBuilder text = new StringBuilder();
    for (String name : option.names()) {
      text.append(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
      text.append(' ');
    }
    if (option.arity().max() > 0) {
      text.append("-x ").append(values(option));
    }
    return text.append("-d ").append(quoted(Completion.summary(option))).toString();
  }

  private static String positional(PositionalParamSpec argument) {
    return Completion.isCommandLine(argument)
        ? "-a '(__fish_complete_subcommand)'"
        : values(argument) + "-d " + quoted(Completion.summary(argument));
  }

  private static String values(ArgSpec argument) {
    if (Completion.isStoredName(argument)) {
      return "-a '(__hf_device_stored_names)' ";
    }
    List<String> choices = Completion.choices(argument);
    return choices.isEmpty() ? "" : "-a '" + String.join(" ", choices) + "' ";
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
