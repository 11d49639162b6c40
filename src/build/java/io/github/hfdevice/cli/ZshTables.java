package io.github.hfdevice.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Specifications for {@code _arguments} and {@code _describe} of zsh. */
record ZshTables(Completion completion) implements CompletionTables {
  @Override
  public String valued() {
    return String.join(" | ", completion.valued());
  }

  @Override
  public String names() {
    StringBuilder branches = new StringBuilder();
    for (CommandLine command : completion.commands()) {
      List<String> typed = Completion.typed(command);
      if (!typed.isEmpty()) {
        branches.append("          (").append(String.join(" | ", typed)).append(") command='");
        branches.append(Completion.path(command)).append("' ;;\n");
      }
    }
    return branches.toString().stripTrailing();
  }

  @Override
  public String arguments() {
    StringBuilder branches = new StringBuilder();
    for (CommandLine command : completion.commands()) {
      String path = Completion.path(command);
      branches.append("    ('").append(path).append("')\n      arguments=(\n");
      for (OptionSpec option : Completion.options(command)) {
        branches.append("        ").append(specification(option)).append('\n');
      }
      for (PositionalParamSpec argument : Completion.arguments(command)) {
        branches.append("        ").append(specification(argument)).append('\n');
      }
      if (Completion.isGroup(command)) {
        branches.append("        '1:command:->commands'\n      )\n      commands=(\n");
        for (CommandLine below : completion.below(path)) {
          String summary = Completion.summary(below);
          for (String name : below.getCommandSpec().names()) {
            branches.append("        ").append(quoted(name + ":" + summary)).append('\n');
          }
        }
      }
      branches.append("      )\n      ;;\n");
    }
    return branches.toString().stripTrailing();
  }

  private static String specification(OptionSpec option) {
    String[] names = option.names();
    boolean hasValue = option.arity().max() > 0;
    StringBuilder text = new StringBuilder();
    if (option.isMultiValue()) {
      text.append("'*'");
    } else if (names.length > 1) {
      text.append(quoted("(" + String.join(" ", names) + ")"));
    }
    for (int i = 0; i < names.length; i++) {
      text.append(i > 0 ? "," : names.length > 1 ? "{" : "");
      text.append(names[i]).append(hasValue && names[i].startsWith("--") ? "=" : "");
    }
    text.append(names.length > 1 ? "}" : "");
    String value = hasValue ? ":" + option.paramLabel() + ":" + action(option) : "";
    return text.append(quoted("[" + escaped(Completion.summary(option)) + "]" + value)).toString();
  }

  private static String specification(PositionalParamSpec argument) {
    if (Completion.isCommandLine(argument)) {
      return "'*::command:_normal'";
    }
    String place = argument.arity().max() > 1 ? "*" : "1";
    return quoted(place + ":" + argument.paramLabel() + ":" + action(argument));
  }

  private static String action(ArgSpec argument) {
    if (Completion.isStoredName(argument)) {
      return "_hf-device_stored_names";
    }
    List<String> choices = Completion.choices(argument);
    return choices.isEmpty() ? " " : "(" + String.join(" ", choices) + ")";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
