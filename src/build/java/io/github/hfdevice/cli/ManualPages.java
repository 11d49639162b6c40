package io.github.hfdevice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual pages: what {@code --help} says of a command, with what the topics of {@code help} say
 * of all.
 */
final class ManualPages {
  /** Commands that read no setting but those of the terminal and of Java. */
  private static final List<String> WITHOUT_SETTINGS =
      List.of("hf-device completion", "hf-device help", "hf-device version", "hf-device demo");

  private final Path topics;
  private final Path additions;
  private final String version;
  private final String day;

  /**
   * @param topics the folder with the topics
   * @param additions the folder with more about some commands, {@code <page>.txt}, and with {@code
   *     files.txt}
   */
  ManualPages(Path topics, Path additions, String version, String day) {
    this.topics = topics;
    this.additions = additions;
    this.version = version;
    this.day = day;
  }

  String ofTopic(String topic) throws IOException {
    List<String> lines = topic(topic);
    Roff page = begin(Cli.NAME + "-" + topic, lines.get(0));
    page.macro("SH", "DESCRIPTION").layout(lines.subList(1, lines.size()));
    return seeAlso(page, topic, List.of(Cli.NAME));
  }

  String of(CommandLine command) throws IOException {
    CommandSpec spec = command.getCommandSpec();
    String name = pageName(spec);
    String[] description = spec.usageMessage().description();
    Roff page = begin(name, description[0]);
    synopsis(page, spec);
    page.macro("SH", "DESCRIPTION");
    for (String part : description) {
      page.layout(formatted(part).lines().toList());
    }
    Path more = additions.resolve(name + ".txt");
    if (Files.exists(more)) {
      page.layout(Files.readAllLines(more));
    }
    arguments(page, spec);
    commands(page, command);
    options(page, spec);
    examples(page, spec);
    page.macro("SH", "EXIT STATUS").layout(body("exit-codes"));
    page.macro("SH", "ENVIRONMENT").layout(environment(spec));
    if (!WITHOUT_SETTINGS.contains(spec.qualifiedName())) {
      page.macro("SH", "FILES").layout(Files.readAllLines(additions.resolve("files.txt")));
    }
    return seeAlso(page, "", related(command));
  }

  private Roff begin(String name, String summary) {
    String text = formatted(summary);
    return new Roff()
        .macro(
            "TH",
            Roff.escaped(name.toUpperCase(Locale.ROOT)),
            "1",
            day,
            Roff.escaped(Cli.NAME + " " + version),
            Roff.escaped(Cli.NAME))
        .macro("nh")
        .macro("ad", "l")
        .macro("SH", "NAME")
        .line(Roff.escaped(name) + " \\- " + Roff.escaped(text.replaceFirst("\\.$", "")));
  }

  private static void synopsis(Roff page, CommandSpec spec) {
    StringBuilder line = new StringBuilder(Roff.bold(spec.qualifiedName()));
    line.append(" [").append(Roff.italic("OPTIONS")).append(']');
    for (PositionalParamSpec argument : visibleArguments(spec)) {
      line.append(' ').append(shown(argument));
    }
    if (!spec.subcommands().isEmpty()) {
      line.append(' ').append(Roff.italic("COMMAND"));
    }
    page.macro("SH", "SYNOPSIS").line(line.toString());
  }

  private static void arguments(Roff page, CommandSpec spec) {
    if (visibleArguments(spec).isEmpty()) {
      return;
    }
    page.macro("SH", "ARGUMENTS");
    for (PositionalParamSpec argument : visibleArguments(spec)) {
      page.macro("TP").line(shown(argument)).words(description(argument));
    }
  }

  private static List<PositionalParamSpec> visibleArguments(CommandSpec spec) {
    return spec.positionalParameters().stream().filter(argument -> !argument.hidden()).toList();
  }

  private static String shown(PositionalParamSpec argument) {
    String label = Roff.italic(argument.paramLabel());
    String several = argument.arity().max() > 1 ? label + "..." : label;
    return argument.arity().min() > 0 ? several : "[" + several + "]";
  }

  private static void commands(Roff page, CommandLine command) {
    List<CommandLine> commands = command.getSubcommands().values().stream().distinct().toList();
    if (commands.isEmpty()) {
      return;
    }
    page.macro("SH", "COMMANDS");
    for (CommandLine each : commands) {
      CommandSpec spec = each.getCommandSpec();
      StringBuilder names = new StringBuilder(Roff.bold(pageName(spec))).append("(1)");
      for (String alias : spec.aliases()) {
        names.append(", ").append(Roff.bold(alias));
      }
      page.macro("TP").line(names.toString());
      page.words(formatted(spec.usageMessage().description()[0]));
    }
  }

  private static void options(Roff page, CommandSpec spec) {
    page.macro("SH", "OPTIONS");
    for (OptionGroup group : OptionGroup.of(spec)) {
      if (!group.heading().equals(OptionGroup.OTHERS)) {
        page.macro("SS", Roff.escaped(group.heading()));
      }
      for (OptionSpec option : group.options()) {
        if (!option.hidden()) {
          page.macro("TP").line(shown(option)).words(description(option));
        }
      }
    }
  }

  private static String shown(OptionSpec option) {
    String names = Stream.of(option.names()).map(Roff::bold).collect(Collectors.joining(", "));
    return option.arity().max() == 0 ? names : names + "=" + Roff.italic(option.paramLabel());
  }

  private static String description(ArgSpec argument) {
    return formatted(String.join(" ", argument.description()));
  }

  /** The help text's last part, which begins with a blank line and with a word before each. */
  private static void examples(Roff page, CommandSpec spec) {
    List<String> lines = new ArrayList<>();
    for (String line :
        formatted(String.join("%n", spec.usageMessage().footer())).lines().toList()) {
      lines.add(line.replaceFirst("^Examples?: +| {9}", ""));
    }
    page.macro("SH", "EXAMPLES").literal(lines.subList(1, lines.size()));
  }

  private List<String> environment(CommandSpec spec) throws IOException {
    List<String> lines = body("environment");
    return WITHOUT_SETTINGS.contains(spec.qualifiedName())
        ? lines.subList(lines.indexOf("Terminal:"), lines.size())
        : lines;
  }

  private static List<String> related(CommandLine command) {
    List<String> names = new ArrayList<>();
    for (CommandLine above = command.getParent(); above != null; above = above.getParent()) {
      names.add(0, pageName(above.getCommandSpec()));
    }
    for (CommandLine below : command.getSubcommands().values()) {
      names.add(pageName(below.getCommandSpec()));
    }
    return names;
  }

  private static String seeAlso(Roff page, String ownTopic, List<String> names) {
    List<String> all = new ArrayList<>(names);
    HelpCommand.TOPICS.stream()
        .filter(topic -> !topic.equals(ownTopic))
        .forEach(topic -> all.add(Cli.NAME + "-" + topic));
    page.macro("SH", "SEE ALSO");
    List<String> distinct = all.stream().distinct().toList();
    for (String name : distinct) {
      boolean last = name.equals(distinct.get(distinct.size() - 1));
      page.macro("BR", Roff.escaped(name), last ? "(1)" : "(1),");
    }
    return page.toString();
  }

  private static String pageName(CommandSpec spec) {
    return spec.qualifiedName("-").replace(' ', '-');
  }

  /** Picocli takes descriptions for format strings. */
  private static String formatted(String text) {
    return String.format(Locale.ROOT, text).replace(System.lineSeparator(), "\n");
  }

  private List<String> body(String topic) throws IOException {
    List<String> lines = topic(topic);
    return lines.subList(1, lines.size());
  }

  private List<String> topic(String topic) throws IOException {
    return Files.readAllLines(topics.resolve(topic + ".txt"));
  }
}
