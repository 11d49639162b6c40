package io.github.hfdevice.cli;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What the completion scripts know: a template for each shell, and these tables in it. */
final class Completion {
  private final List<CommandLine> commands;

  /**
   * @param commands every command, the one that holds the others first
   */
  Completion(List<CommandLine> commands) {
    this.commands = commands;
    Set<String> flags = optionNames(option -> option.arity().max() == 0);
    flags.retainAll(optionNames(option -> option.arity().max() > 0));
    if (!flags.isEmpty()) {
      throw new IllegalStateException("with a value in one command, without in another: " + flags);
    }
  }

  /** {@code template} with its {@code @tables@} filled in. */
  String fill(String shell, String template) {
    CompletionTables tables =
        switch (shell) {
          case "bash" -> new BashTables(this);
          case "zsh" -> new ZshTables(this);
          case "fish" -> new FishTables(this);
          case "powershell" -> new PowerShellTables(this);
          default -> throw new IllegalArgumentException(shell);
        };
    return template
        .replace("@valued@", tables.valued())
        .replace("@names@", tables.names())
        .replace("@arguments@", tables.arguments());
  }

  List<CommandLine> commands() {
    return commands;
  }

  /** {@code auth login}, say; empty for the program itself. */
  static String path(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    return name.equals(Cli.NAME) ? "" : name.substring(Cli.NAME.length() + 1);
  }

  /**
   * What is typed for the command after the path of another: {@code auth/login}, {@code /login}.
   */
  static List<String> typed(CommandLine command) {
    String path = path(command);
    CommandSpec spec = command.getCommandSpec();
    List<String> typed = new ArrayList<>();
    for (String name : spec.names()) {
      if (path.startsWith(Cli.AUTH + " ")) {
        typed.add(Cli.AUTH + "/" + name);
        typed.add("/" + name);
      } else if (!path.isEmpty()) {
        typed.add("/" + name);
        if (path.equals("help")) {
          typed.add(Cli.AUTH + "/" + name);
        }
      }
    }
    return typed;
  }

  /** The commands that may be named after {@code group}. */
  List<CommandLine> below(String group) {
    return commands.stream()
        .filter(command -> typed(command).stream().anyMatch(each -> each.startsWith(group + "/")))
        .toList();
  }

  static boolean isGroup(CommandLine command) {
    return !command.getSubcommands().isEmpty();
  }

  static List<OptionSpec> options(CommandLine command) {
    return command.getCommandSpec().options().stream().filter(option -> !option.hidden()).toList();
  }

  static List<PositionalParamSpec> arguments(CommandLine command) {
    return command.getCommandSpec().positionalParameters().stream()
        .filter(argument -> !argument.hidden())
        .toList();
  }

  /** Every option that has a value. */
  Set<String> valued() {
    return optionNames(option -> option.arity().max() > 0);
  }

  private Set<String> optionNames(Predicate<OptionSpec> kind) {
    return commands.stream()
        .flatMap(command -> options(command).stream())
        .filter(kind)
        .flatMap(option -> Stream.of(option.names()))
        .collect(toCollection(TreeSet::new));
  }

  /** The values that {@code argument} can have, empty if they are not known. */
  static List<String> choices(ArgSpec argument) {
    Iterable<String> candidates = argument.completionCandidates();
    return candidates == null
        ? List.of()
        : StreamSupport.stream(candidates.spliterator(), false).toList();
  }

  static boolean isStoredName(ArgSpec argument) {
    return argument.completionCandidates() == TokenName.STORED;
  }

  /** Whether {@code argument} is a command line of another program. */
  static boolean isCommandLine(PositionalParamSpec argument) {
    return argument.paramLabel().equals("COMMAND") && argument.completionCandidates() == null;
  }

  /** The first sentence of what it says of itself. */
  static String summary(CommandLine command) {
    return plain(command.getCommandSpec().usageMessage().description()[0]);
  }

  static String summary(ArgSpec argument) {
    return plain(String.join(" ", argument.description()));
  }

  private static String plain(String description) {
    return String.format(Locale.ROOT, description).replaceAll("\\s+", " ").replaceFirst("\\.$", "");
  }

  static String words(Iterable<String> words) {
    return StreamSupport.stream(words.spliterator(), false).collect(joining(" "));
  }
}
