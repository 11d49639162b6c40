package io.github.hfdevice.cli;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Branches of {@code case} for bash. */
record BashTables(Completion completion) implements CompletionTables {
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
        branches.append("      ").append(String.join(" | ", typed)).append(") command='");
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
      for (OptionSpec option : Completion.options(command)) {
        String values = values(option);
        if (option.arity().max() > 0 && !values.isEmpty()) {
          String names =
              Stream.of(option.names())
                  .map(name -> "'" + path + ":" + name + "'")
                  .collect(joining(" | "));
          branches.append("  ").append(names).append(") ").append(values).append(" ;;\n");
        }
      }
      branches.append("  '").append(path).append(":') ");
      branches.append("options='").append(options(command)).append('\'');
      if (Completion.isGroup(command)) {
        branches.append(" values='");
        branches.append(
            completion.below(path).stream()
                .flatMap(below -> below.getCommandSpec().names().stream())
                .collect(joining(" ")));
        branches.append('\'');
      }
      for (PositionalParamSpec argument : Completion.arguments(command)) {
        branches.append(Completion.isCommandLine(argument) ? " program=1" : " " + values(argument));
      }
      branches.append(" ;;\n");
    }
    return branches.toString().stripTrailing();
  }

  private static String options(CommandLine command) {
    return Completion.options(command).stream()
        .flatMap(option -> Stream.of(option.names()))
        .collect(joining(" "));
  }

  private static String values(ArgSpec argument) {
    if (Completion.isStoredName(argument)) {
      return "stored=1";
    }
    List<String> choices = Completion.choices(argument);
    return choices.isEmpty() ? "" : "values='" + String.join(" ", choices) + "'";
  }
}
