package io.github.hfdevice.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class GitEnvironmentTest {
  @TempDir private Path dir;

  private static Map<String, String> in(Map<String, String> environment) {
    return GitEnvironment.in(Path.of("/tmp/own"), environment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_CONFIG_PARAMETERS",
        "GIT_CONFIG_COUNT",
        "GIT_CONFIG_KEY_0",
        "GIT_CONFIG_VALUE_0",
        "GIT_DISCOVERY_ACROSS_FILESYSTEM",
        "GIT_ASKPASS",
        "GIT_TRACE",
        "GIT_TRACE_PACKET",
        "GIT_TRACE_CURL",
        "GIT_TRACE_REDACT",
        "GIT_TRACE2_EVENT",
        "GIT_CURL_VERBOSE",
        "GIT_REDIRECT_STDERR",
        "GIT_SOMETHING_NEW",
        "git_dir",
      })
  void whatDescribesARepositoryOrShowsAToken_isDropped(String name) {
    assertFalse(in(Map.of(name, "x")).containsKey(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_SYSTEM",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_EXEC_PATH",
        "HOME",
        "XDG_CONFIG_HOME",
        "GITHUB_ACTIONS",
        "LANG",
      })
  void whatTheUserSetForHimself_isKept(String name) {
    assertEquals("x", in(Map.of(name, "x")).get(name));
  }

  @Test
  void gitLooksNoHigherThanItsFolder_andAsksNobody() {
    assertEquals(
        Map.of("GIT_CEILING_DIRECTORIES", "/tmp", "GIT_TERMINAL_PROMPT", "0"),
        in(Map.of("GIT_CEILING_DIRECTORIES", "/elsewhere", "GIT_TERMINAL_PROMPT", "1")));
  }

  /** The list of the very git that is installed. */
  @Test
  void everyVariableThatGitCallsLocal_isDropped() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "git is not installed");
    String names =
        new Git(Map.of("PATH", "/usr/bin")).run("", "rev-parse", "--local-env-vars").output();
    List<String> local = names.lines().toList();
    assertTrue(local.contains("GIT_DIR"), names);
    Map<String, String> environment = new HashMap<>();
    local.forEach(name -> environment.put(name, "x"));
    assertEquals(2, in(environment).size());
  }

  private Path program(String folder) throws Exception {
    Path program = Files.createDirectories(dir.resolve(folder)).resolve("git");
    Files.writeString(program, "");
    assertTrue(program.toFile().setExecutable(true));
    return program;
  }

  private static String found(String path) throws GitException {
    return GitEnvironment.program(Map.of("PATH", path, "Path", "/nowhere"));
  }

  @Test
  void firstProgramOfThePath_isTaken_whatIsNoneIsPassedOver() throws Exception {
    Path first = program("first");
    Path second = program("second");
    assertEquals(first.toString(), found(dir + "/first:" + dir + "/second"));
    assertTrue(first.toFile().setExecutable(false));
    assertEquals(second.toString(), found("\0:" + dir + "/first:" + dir + "/second"));
    Files.delete(first);
    Files.createDirectory(first);
    assertEquals(second.toString(), found(dir + "/gone:" + dir + "/first:" + dir + "/second"));
  }

  @Test
  void programInTheCurrentFolder_isNotRun_whateverThePathSays() throws Exception {
    Path program = program("here");
    Path relative = Path.of("").toAbsolutePath().relativize(program.getParent());
    assertTrue(Files.isExecutable(relative.resolve("git")));
    GitException e =
        assertThrows(GitException.class, () -> found(":.:" + relative + ":" + dir + "/gone"));
    assertEquals("git cannot be run: no folder of PATH holds it", e.getMessage());
  }

  @Test
  void withoutAPath_theUsualFoldersCount() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "git is not installed");
    assertTrue(GitEnvironment.program(Map.of()).endsWith("/bin/git"));
  }
}
