package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The texts that the build laid beside the program, and what the program makes of them. */
@DisabledOnOs(OS.WINDOWS)
class WrittenTextsIT {
  private static final Path TEXTS =
      BuiltProgram.LAUNCHER.resolveSibling("../lib/texts").normalize();

  @TempDir private Path dir;

  static List<CommandLine> commands() {
    return HelpTest.commands().toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void writtenHelp_isWhatPicocliMakes(CommandLine command) throws Exception {
    String name = command.getCommandSpec().qualifiedName();
    assertEquals(
        command.getUsageMessage(),
        BuiltProgram.text(TEXTS.resolve(name.replace(' ', '-') + ".txt")));
  }

  /** Each reads the file, but for those with more than one argument, which ask picocli. */
  @ParameterizedTest
  @CsvSource({
    "--help, hf-device",
    "auth -h, hf-device-auth",
    "auth login --help, hf-device-auth-login",
    "login -q --help, hf-device-auth-login",
    "help switch, hf-device-auth-switch",
    "auth ls --verbose -h, hf-device-auth-list",
    "help exit-codes, exit-codes",
    "help environment, environment",
    "help json, json",
  })
  void help_isThatText(String command, String file) throws Exception {
    new BuiltProgram(dir)
        .run(command.split(" "))
        .exits(0)
        .saysNothing()
        .prints(BuiltProgram.text(TEXTS.resolve(file + ".txt")));
  }

  @Test
  void withoutTheTexts_helpIsMade_andTheRestSaysWhatIsMissing() throws Exception {
    Path copy = dir.resolve("copy");
    BuiltProgram program = new BuiltProgram(dir).with("copy", copy);
    program
        .with("home", BuiltProgram.LAUNCHER.getParent().getParent())
        .shell("cp -R \"$home\" \"$copy\" && rm -R \"$copy/lib/texts\"")
        .exits(0);
    program
        .shell("\"$copy/bin/hf-device\" auth login --help")
        .exits(0)
        .prints(BuiltProgram.text(TEXTS.resolve("hf-device-auth-login.txt")));
    program.shell("\"$copy/bin/hf-device\" help json").failsShortly(7).says("json.txt");
  }

  @Test
  void helpThatCannotBeWritten_isAFailure() throws Exception {
    BuiltProgram program = new BuiltProgram(dir);
    program.shell("\"$hf\" auth login --help >/dev/full").exits(7).says("stdout");
    program.shell("\"$hf\" --version >/dev/full").exits(7).says("stdout");
    program.shell("\"$hf\" --help | head -1").exits(0).saysNothing();
  }

  @Test
  void jsonTopic_namesEveryFieldOfWhatIsPrinted() throws Exception {
    BuiltProgram program =
        new BuiltProgram(dir)
            .with("HF_ENDPOINT", "http://127.0.0.1:9")
            .loggedIn("hf_x", "[x]\nhf_token = hf_x\nexpires_at = 4102444800\n\n");
    TreeSet<String> fields = new TreeSet<>();
    for (String command :
        List.of(
            "version",
            "auth list",
            "auth status --offline",
            "auth token",
            "auth switch x",
            "doctor",
            "auth refresh",
            "auth logout")) {
      for (JsonNode value : program.run((command + " --json").split(" ")).json()) {
        collect(value, fields);
      }
    }
    assertTrue(fields.contains("shadows_stored_token"), fields::toString);
    String topic = Files.readString(TEXTS.resolve("json.txt"));
    fields.removeIf(field -> topic.matches("(?s).*\\b" + field + "\\b.*"));
    assertEquals(new TreeSet<String>(), fields);
  }

  private static void collect(JsonNode value, Set<String> fields) {
    value.fieldNames().forEachRemaining(fields::add);
    value.forEach(inner -> collect(inner, fields));
  }
}
