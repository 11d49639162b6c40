package io.github.hfdevice.cli;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What every command says of itself. */
class HelpTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");

  /** Where an example ends, or leaves hf-device for another program of the shell's. */
  private static final Pattern END = Pattern.compile(" [|<>] |\\)|\n\n");

  static Stream<CommandLine> commands() {
    List<CommandLine> commands = new ArrayList<>();
    add(commands, model());
    return commands.stream();
  }

  private static void add(List<CommandLine> commands, CommandLine command) {
    commands.add(command);
    command.getSubcommands().values().stream().distinct().forEach(sub -> add(commands, sub));
  }

  /** Every command, as the program itself has it. */
  static CommandLine model() {
    return new Cli(new FakePlatform().platform(), WrittenTexts.NONE).model("");
  }

  @Test
  void everyCommandIsThere() {
    assertEquals(
        new TreeSet<>(
            List.of(
                "hf-device",
                "hf-device auth",
                "hf-device auth exec",
                "hf-device auth git-credential",
                "hf-device auth list",
                "hf-device auth login",
                "hf-device auth logout",
                "hf-device auth refresh",
                "hf-device auth setup-git",
                "hf-device auth status",
                "hf-device auth switch",
                "hf-device auth token",
                "hf-device auth whoami",
                "hf-device completion",
                "hf-device demo",
                "hf-device doctor",
                "hf-device env",
                "hf-device help",
                "hf-device version")),
        commands()
            .map(command -> command.getCommandSpec().qualifiedName())
            .collect(toCollection(TreeSet::new)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_fits80Columns(CommandLine command) {
    String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
    assertEquals(List.of(), help.lines().filter(line -> line.length() > 80).toList());
    assertTrue(help.startsWith("Usage: " + command.getCommandSpec().qualifiedName()), help);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void synopsis_isOneLine_andEachOptionHasItsPlaceOnce(CommandLine command) {
    String help = command.getUsageMessage();
    assertTrue(help.lines().toList().get(0).contains("[OPTIONS]"), help);
    assertFalse(help.lines().toList().get(1).startsWith(" "), help);
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (option.hidden()) {
        continue;
      }
      String shown = String.join(", ", option.names());
      long places = help.lines().filter(line -> line.matches(" +" + shown + "([ =].*)?")).count();
      assertEquals(1, places, shown + " in " + help);
    }
  }

  @Test
  void loginHelp_fitsAWindow_inGroups() {
    String help = new Cli(new FakePlatform().platform(), WrittenTexts.NONE).help("auth login");
    assertTrue(help.lines().count() <= 40, help);
    assertEquals(
        List.of("Log in:", "Show the code:", "In scripts:", "Server:", "Output:"),
        help.lines().filter(line -> line.matches("\\w.*:")).toList());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void example_isACommandThatIsUnderstood(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    String footer = String.join("\n", spec.usageMessage().footer());
    assertTrue(footer.startsWith("\nExample: "), footer);
    // The layout would wrap it without a backslash.
    assertFalse(footer.lines().anyMatch(line -> line.length() > 80), footer);
    String name = spec.qualifiedName();
    int start = footer.indexOf(spec.userObject() instanceof GroupCommand ? "hf-device " : name);
    assertTrue(start >= 0, footer);
    Matcher end = END.matcher(footer).region(start, footer.length());
    String line = footer.substring(start, end.find() ? end.start() : footer.length());
    String[] words = WORD.matcher(line).results().map(HelpTest::text).toArray(String[]::new);
    String[] arguments = List.of(words).subList(1, words.length).toArray(String[]::new);
    CommandLine root = model();
    assertDoesNotThrow(() -> root.parseArgs(arguments), line);
  }

  private static String text(MatchResult word) {
    return Stream.of(1, 2, 3).map(word::group).filter(group -> group != null).findFirst().get();
  }
}
