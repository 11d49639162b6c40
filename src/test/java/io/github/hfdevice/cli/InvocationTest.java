package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which command a command line names, and what is left for it. */
class InvocationTest {
  @ParameterizedTest
  @CsvSource({
    "auth login --force, auth login, --force",
    "auth ls, auth list, ''",
    "doctor --json, doctor, --json",
    "auth, auth, ''",
    "auth --help, auth, --help",
    "'', '', ''",
    "login -f, auth login, -f",
    "ls, auth list, ''",
    "git-credential get, auth git-credential, get",
    "auth auth, auth, auth",
    "auth doctor, auth, doctor",
    "auht login, '', auht login",
    "--nonsense auth login, '', --nonsense auth login",
  })
  void command_isNamedWithAuthOrWithout(String words, String command, String arguments) {
    assertEquals(new Invocation(command, split(arguments)), Invocation.of(array(words)));
  }

  @ParameterizedTest
  @CsvSource({
    "--json auth status, auth status, --json",
    "-v auth login --force, auth login, -v --force",
    "-qv auth -h login, auth login, -qv -h",
    "auth --format json list --verbose, auth list, --format json --verbose",
    "--format=json list, auth list, --format=json",
    "--format auth login, auth login, --format auth",
    "--json, '', --json",
    "--format, '', --format",
    "- auth, '', - auth",
    "-x auth, '', -x auth",
  })
  void sharedOptions_mayStandBeforeTheCommand(String words, String command, String arguments) {
    assertEquals(new Invocation(command, split(arguments)), Invocation.of(array(words)));
  }

  @ParameterizedTest
  @CsvSource({
    "--version, version, ''",
    "--json --version, version, --json",
    "--version --json, version, --json",
    "version --json, version, --json",
    "help auth login, help, auth login",
    "auth help login, help, login",
  })
  void versionAndHelp_areCommands(String words, String command, String arguments) {
    assertEquals(new Invocation(command, split(arguments)), Invocation.of(array(words)));
  }

  @Test
  void optionsAfterTheCommand_areItsOwn() {
    assertEquals(
        List.of("--verbose", "x", "--version"),
        Invocation.of("--verbose", "auth", "switch", "x", "--version").arguments());
  }

  private static List<String> split(String words) {
    return words.isEmpty() ? List.of() : List.of(words.split(" "));
  }

  private static String[] array(String words) {
    return split(words).toArray(String[]::new);
  }
}
