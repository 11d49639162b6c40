package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
  private final List<Runnable> started = new ArrayList<>();

  /** Runs the words of {@code command} in a process that has no file and no network. */
  private Run run(String endpoint, String command) {
    return new FakePlatform()
        .variables(endpoint.isEmpty() ? Map.of() : Map.of("HF_ENDPOINT", endpoint))
        .threads(
            work -> {
              started.add(work);
              return new Thread(() -> {});
            })
        .run(command.isEmpty() ? new String[0] : command.split(" "));
  }

  private Run run(String command) {
    return run("", command);
  }

  @ParameterizedTest
  @CsvSource({
    "'', auth login --nonsense, true",
    "'', --json login --nonsense, true",
    "https://hub.test, auth login --nonsense, true",
    "http://127.0.0.1:1, auth login --nonsense --endpoint https://hub.test, true",
    "http://127.0.0.1:1, auth login --nonsense, false",
    "https://hub.test, auth login --nonsense --endpoint http://127.0.0.1:1, false",
  })
  void login_warmsUp_whatItsServerNeeds(String endpoint, String command, boolean overTls) {
    run(endpoint, command).exits(2);
    assertEquals(1, started.size());
    assertEquals(overTls, ((WarmUp) started.get(0)).isOverTls());
  }

  @ParameterizedTest
  @CsvSource({"auth token --nonsense, 2", "doctor --nonsense, 2", "auth login --help, 0"})
  void otherCommands_startNothingBesideThem(String command, int exitCode) {
    run(command).exits(exitCode);
    assertEquals(List.of(), started);
  }

  @ParameterizedTest
  @CsvSource({
    "auht, auht, Did you mean hf-device auth? See: hf-device --help",
    "auth lgoin, lgoin, Did you mean hf-device auth login? See: hf-device auth --help",
    "logot, logot, Did you mean hf-device auth logout? See: hf-device --help",
    "whoam, whoam, Did you mean hf-device auth whoami? See: hf-device --help",
    "versoin, versoin, Did you mean hf-device version? See: hf-device --help",
    "auth versions, versions, Did you mean hf-device version? See: hf-device auth --help",
    "auth doctor, doctor, Did you mean hf-device doctor? See: hf-device auth --help",
    "nonsense, nonsense, See: hf-device --help",
    "auth auth, auth, Did you mean hf-device auth? See: hf-device auth --help",
  })
  void unknownCommand_isToldWithTheNearest(String command, String word, String hint) {
    assertEquals(
        "Error: there is no command " + word + "\n  " + hint + "\n",
        run(command).failsShortly(2).stderr());
  }

  @ParameterizedTest
  @CsvSource({
    "auth login --froce, --froce, Did you mean --force?",
    "auth login --endpont=https://x, --endpont, Did you mean --endpoint?",
    "auth login -force, -force, Did you mean --force?",
    "auth login --no_wait, --no_wait, Did you mean --no-wait?",
    "auth login --nonsense=hf_secret, --nonsense, ''",
    "auth login -x, -x, ''",
  })
  void unknownOption_isToldWithTheNearest(String command, String option, String hint) {
    String expected =
        "Error: there is no option "
            + option
            + "\n  "
            + (hint.isEmpty() ? "" : hint + " ")
            + "See: hf-device auth login --help\n";
    assertEquals(expected, run(command).failsShortly(2).stderr());
  }

  @Test
  void unknownOptionBeforeACommand_isTheProgramsOwn() {
    assertEquals(
        "Error: there is no option --jsn\n  Did you mean --json? See: hf-device --help\n",
        run("--jsn auth list").failsShortly(2).stderr());
  }

  @Test
  void optionOfACommandBeforeItsName_isToldItsPlace() {
    assertEquals(
        """
        Error: there is no option --endpoint
          The options of a command stand after its name. See: hf-device --help
        """,
        run("--endpoint https://hub.test auth login").failsShortly(2).stderr());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--json", "--json auht", "auth --json lgoin", "--format json --nonsense"})
  void wrongCommand_isAJsonObject_whereJsonIsAskedFor(String command) throws Exception {
    Run run = run(command).exits(2).saysNothing();
    assertEquals("usage", run.onlyJson().path("error").asText());
    assertEquals(2, run.onlyJson().path("exit_code").asInt());
  }

  @ParameterizedTest
  @CsvSource({"'', hf-device --help", "auth, hf-device auth --help", "-q auth, auth --help"})
  void withoutACommand_theChoiceIsShown_asAnError(String command, String help) {
    Run run = run(command).exits(2).prints("");
    assertEquals(run(help.replaceFirst("^hf-device ", "")).exits(0).stdout(), run.stderr());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--version", "version", "version --format auto", "version --format agent"})
  void version_isThreeLines(String command) {
    Run run = run(command).exits(0).saysNothing();
    assertTrue(run.stdout().matches("hf-device 1\\.2\\.3\nJava .+ \\(.+\\)\n.+\n"), run::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--json --version", "version --json", "--version --format=json"})
  void version_isReadByPrograms(String command) throws Exception {
    Run run = run(command).exits(0).saysNothing();
    assertEquals("1.2.3", run.onlyJson().path("version").asText());
    assertEquals(System.getProperty("java.version"), run.onlyJson().path("java_version").asText());
    assertEquals("1.2.3\n", run("version -q").stdout());
  }

  @ParameterizedTest
  @CsvSource({
    "help, --help",
    "help auth, auth --help",
    "help auth login, auth login --help",
    "help login, auth login --help",
    "auth help login, auth login --help",
    "help ls, auth list --help",
    "help doctor, doctor -h",
    "help help, help --help",
    "--help auth token, auth token --help",
    "auth token -q --help, auth token --help",
    "token -h, auth token --help",
  })
  void help_isTheHelpTextOfTheCommand(String command, String same) {
    Run run = run(command).exits(0).saysNothing();
    assertTrue(run.stdout().startsWith("Usage: hf-device "), run::toString);
    assertEquals(run(same).exits(0).stdout(), run.stdout());
  }

  @ParameterizedTest
  @CsvSource({
    "help logn, hf-device auth login",
    "help enviroment, hf-device help environment",
    "help exit-code, hf-device help exit-codes",
    "help auth lgoin, hf-device auth login",
    "help login more, hf-device help --help",
  })
  void helpOfNothingThatIsThere_isAUsageError(String command, String hint) {
    run(command).failsShortly(2).says(hint);
  }

  @Test
  void formatAuto_isNoChoice() throws Exception {
    assertTrue(run("version --format auto --json").onlyJson().has("os"));
    run("version --format ato").failsShortly(2).says("Choose auto, human, agent, json or quiet.");
  }
}
