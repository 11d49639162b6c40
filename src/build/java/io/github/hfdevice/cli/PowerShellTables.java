package io.github.hfdevice.cli;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Hash tables for PowerShell. */
record PowerShellTables(Completion completion) implements CompletionTables {
  @Override
  public String valued() {
    return list(completion.valued());
  }

  @Override
  public String names() {
    StringBuilder entries = new StringBuilder();
    for (CommandLine command : completion.commands()) {
      for (String typed : Completion.typed(command)) {
        entries.append("        ").append(quoted(typed)).append(" = ");
        entries.append(quoted(Completion.path(command))).append('\n');
      }
    }
    return entries.toString().stripTrailing();
  }

  @Override
  public String arguments() {
    StringBuilder entries = new StringBuilder();
    for (CommandLine command : completion.commands()) {
      String path = Completion.path(command);
      Map<String, String> words = new LinkedHashMap<>();
      if (Completion.isGroup(command)) {
        for (CommandLine below : completion.below(path)) {
          below
              .getCommandSpec()
              .names()
              .forEach(name -> words.put(name, Completion.summary(below)));
        }
      }
      for (PositionalParamSpec argument : Completion.arguments(command)) {
        put(words, argument);
      }
      for (OptionSpec option : Completion.options(command)) {
        for (String name : option.names()) {
          words.put(name, Completion.summary(option));
          Map<String, String> values = new LinkedHashMap<>();
          put(values, option);
          entries.append(entry(path + ":" + name, values));
        }
      }
      entries.append(entry(path + ":", words));
    }
    return entries.toString().stripTrailing();
  }

  /** A name of nothing stands for those that are stored. */
  private static void put(Map<String, String> words, ArgSpec argument) {
    String summary = Completion.summary(argument);
    if (Completion.isStoredName(argument)) {
      words.put("", summary);
    }
    List<String> choices = Completion.choices(argument);
    choices.forEach(choice -> words.put(choice, summary));
  }

  private static String entry(String key, Map<String, String> words) {
    return words.isEmpty()
        ? ""
        : words.entrySet().stream()
            .map(word -> "            " + quoted(word.getKey()) + " = " + quoted(word.getValue()))
            .collect(joining("\n", "        " + quoted(key) + " = [ordered]@{\n", "\n        }\n"));
  }

  private static String list(Collection<String> words) {
    return words.stream().map(PowerShellTables::quoted).collect(joining(", "));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
