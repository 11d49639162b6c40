package io.github.hfdevice.cli;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code help} and the manual pages say of all commands, against the code. */
class TopicsTest {
  private static final Path TEXTS = Path.of("src/main/dist/lib/texts");
  private static final Pattern WORD = Pattern.compile("\\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\\b");
  private static final Pattern LITERAL = Pattern.compile("\"" + WORD + "\"");

  /** Given to other programs, or only asked whether they are there. */
  private static final Set<String> NOT_SETTINGS =
      Set.of(
          "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
          "ACTIONS_ID_TOKEN_REQUEST_URL",
          "GITHUB_ACTIONS",
          "GIT_CEILING_DIRECTORIES",
          "GIT_CONFIG_GLOBAL",
          "GIT_CONFIG_NOSYSTEM",
          "GIT_CONFIG_SYSTEM",
          "GIT_EXEC_PATH",
          "HFD_EXEC_HANDOVER",
          "GIT_TERMINAL_PROMPT",
          "GIT_TRACE",
          "JAVA_INT",
          "LC_ALL",
          "SSH_CLIENT",
          "SSH_TTY",
          "WAYLAND_DISPLAY",
          "WSL_DISTRO_NAME",
          "WSL_INTEROP");

  private static String topic(String name) throws IOException {
    return Files.readString(TEXTS.resolve(name + ".txt"));
  }

  static List<String> topics() {
    return HelpCommand.TOPICS;
  }

  @ParameterizedTest
  @MethodSource("topics")
  void topic_fits80Columns(String name) throws IOException {
    assertEquals(List.of(), topic(name).lines().filter(line -> line.length() > 80).toList());
  }

  @Test
  void environment_namesEveryVariableThatIsRead() throws IOException {
    TreeSet<String> read = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        // Which variables of agents there are, is told by example.
        if (!source.endsWith("Format.java")) {
          LITERAL
              .matcher(Files.readString(source))
              .results()
              .map(found -> found.group().replace("\"", ""))
              .forEach(read::add);
        }
      }
    }
    read.removeAll(NOT_SETTINGS);
    assertTrue(read.contains("HF_ENDPOINT"), read::toString);
    read.removeAll(
        WORD.matcher(topic("environment"))
            .results()
            .map(found -> found.group())
            .collect(toCollection(TreeSet::new)));
    assertEquals(new TreeSet<String>(), read);
  }

  @Test
  void exitCodes_areThoseOfTheProgram() throws IOException {
    List<String> numbers =
        topic("exit-codes")
            .lines()
            .filter(line -> line.matches("  \\d.*"))
            .map(String::strip)
            .toList();
    List<String> own =
        Stream.of(ExitCode.values())
            .map(code -> Integer.toString(code.number()))
            .filter(number -> !number.equals("130"))
            .toList();
    assertEquals(own, numbers.subList(0, numbers.size() - 1));
    assertEquals("129, 130, 143", numbers.get(numbers.size() - 1));
  }

  @Test
  void json_namesTheWordsOfFailures() throws IOException {
    for (ExitCode code : ExitCode.values()) {
      assertTrue(code == ExitCode.OK || topic("json").contains(code.error()), code.error());
    }
  }
}
