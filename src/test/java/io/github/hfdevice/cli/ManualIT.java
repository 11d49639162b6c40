package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The manual pages of the build, against the commands, and as man shows them. */
@DisabledOnOs(OS.WINDOWS)
class ManualIT {
  private static final Path PAGES =
      BuiltProgram.LAUNCHER.resolveSibling("../share/man/man1").normalize();

  @TempDir private Path dir;

  static List<CommandLine> commands() {
    return HelpTest.commands().toList();
  }

  static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      return files.sorted().toList();
    }
  }

  private static String page(CommandLine command) {
    return command.getCommandSpec().qualifiedName().replace(' ', '-') + ".1";
  }

  @Test
  void everyCommandAndTopic_hasAPage() throws Exception {
    TreeSet<String> expected =
        commands().stream().map(ManualIT::page).collect(Collectors.toCollection(TreeSet::new));
    HelpCommand.TOPICS.forEach(topic -> expected.add("hf-device-" + topic + ".1"));
    assertEquals(
        new ArrayList<>(expected),
        pages().stream().map(page -> page.getFileName().toString()).sorted().toList());
  }

  /** What roff makes of it, without its markup, in one line. */
  private static String words(String roff) {
    return roff.replaceAll("(?m)^\\.(TP|PP|EX|EE|RS.*|RE|nh|ad l)$", "")
        .replaceAll("(?m)^\\.(SH|SS|BR|TH) ", "")
        .replaceAll("\\\\f[BIR]", "")
        .replace("\\(aq", "'")
        .replace("\\(ti", "~")
        .replace("\\(ha", "^")
        .replace("\\(ga", "`")
        .replace("\\-", "-")
        .replace("\\e", "\\")
        .replace("\\&", "")
        .replaceAll("\\s+", " ");
  }

  /** Each line of the help text with the lines that go on with it, as the page has it. */
  @ParameterizedTest
  @MethodSource("commands")
  void page_saysWhatHelpSays(CommandLine command) throws Exception {
    String page = words(Files.readString(PAGES.resolve(page(command))));
    String help = command.getUsageMessage().replaceAll("\n {12,}(?=\\S)", " ");
    for (String line : help.split("\n", -1)) {
      String said = line.replaceAll("^Usage: |^Example: +|:$", "").replaceAll("\\s+", " ").strip();
      boolean isCommand = line.matches("  [a-z][a-z, -]+  +\\S.*") && help.contains("\nCommands:");
      String looked = isCommand ? said.replaceFirst("^[a-z-]+(, [a-z-]+)* ", "") : said;
      assertTrue(
          List.of("Arguments", "Commands", "Options").contains(said) || page.contains(looked),
          () -> looked + "\nis not in: " + page);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void page_hasTheUsualSections(CommandLine command) throws Exception {
    List<String> sections =
        Files.readString(PAGES.resolve(page(command)))
            .lines()
            .filter(line -> line.startsWith(".SH "))
            .map(line -> line.substring(4).replace("\"", ""))
            .filter(name -> !List.of("ARGUMENTS", "COMMANDS", "FILES").contains(name))
            .toList();
    assertEquals(
        List.of(
            "NAME",
            "SYNOPSIS",
            "DESCRIPTION",
            "OPTIONS",
            "EXAMPLES",
            "EXIT STATUS",
            "ENVIRONMENT",
            "SEE ALSO"),
        sections);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void page_isLedToByOthers_andLeadsOnlyToPages(Path page) throws Exception {
    List<String> names =
        pages().stream().map(each -> each.getFileName().toString().replace(".1", "")).toList();
    String text = Files.readString(page).replace("\\-", "-");
    for (String line : text.substring(text.indexOf("SEE ALSO")).split("\n", -1)) {
      assertTrue(!line.startsWith(".BR") || names.contains(line.split(" ", -1)[1]), line);
    }
    String own = page.getFileName().toString().replace(".1", "");
    boolean found = false;
    for (Path other : pages()) {
      String seen = Files.readString(other).replace("\\-", "-");
      found |= seen.substring(seen.indexOf("SEE ALSO")).contains(".BR " + own + " (1)");
    }
    assertTrue(found, own);
  }

  @Test
  void pages_areFreeOfWarnings() throws Exception {
    BuiltProgram program = new BuiltProgram(dir).with("pages", PAGES);
    Run groff =
        program.shell(
            "command -v groff >/dev/null || exit 99; "
                + "for page in \"$pages\"/*; do groff -man -Tutf8 -ww -z \"$page\" || exit; done");
    assumeTrue(groff.exitCode() != 99, "groff is not installed");
    groff.exits(0).saysNothing();
  }

  @Test
  void pages_areGoodForBsdsManToo() throws Exception {
    BuiltProgram program = new BuiltProgram(dir).with("pages", PAGES);
    Run mandoc =
        program.shell(
            "command -v mandoc >/dev/null || exit 99; mandoc -T lint -W warning \"$pages\"/*");
    assumeTrue(mandoc.exitCode() != 99, "mandoc is not installed");
    mandoc.exits(0).prints("");
  }

  @Test
  void man_showsThem() throws Exception {
    BuiltProgram program = new BuiltProgram(dir).with("MANPATH", PAGES.getParent());
    Run man =
        program.shell(
            "command -v man >/dev/null || exit 99; MANWIDTH=80 man hf-device-auth-login | cat");
    assumeTrue(man.exitCode() != 99, "man is not installed");
    assertTrue(man.exits(0).stdout().contains("hf-device auth login [OPTIONS]"), man::toString);
    assertTrue(man.stdout().contains("\n   Show the code\n"), man::toString);
  }
}
