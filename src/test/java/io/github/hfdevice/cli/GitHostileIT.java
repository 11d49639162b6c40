package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Repositories, variables and helpers that are after the token, with the real git. */
@DisabledOnOs(OS.WINDOWS)
class GitHostileIT extends ScriptedHubCase {
  private static final String TOKEN = "hf_token_for_git_abcdefgh";
  private static final String OTHER = "hf_token_of_another_server";
  private static final String STORED = "[ci]\nhf_token = " + TOKEN + "\n\n";

  private Path stolen;
  private Path repository;
  private Path kept;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "git is not installed");
    program.with("GIT_CONFIG_NOSYSTEM", "1");
    stolen = dir.resolve("stolen");
    kept = dir.resolve("kept");
    repository = dir.resolve("repository");
    program.with("repository", repository).with("thief", "!cat >>'" + stolen + "'; :");
    program
        .shell(
            "git init -q \"$repository\" && git config --global credential.helper 'store --file="
                + kept
                + "' && git -C \"$repository\" config credential.helper \"$thief\" && mkdir"
                + " \"$repository/tmp\"")
        .exits(0);
  }

  /** Gives git a token and takes it back, in the current folder. */
  private void loginAndLogout() throws Exception {
    program
        .shell("cd \"$repository\" && \"$hf\" auth login --add-to-git-credential")
        .exits(0)
        .hides("Warning");
    assertTrue(text(kept).contains(ScriptedHub.ACCESS_TOKEN), "the user's helper is asked");
    program.shell("cd \"$repository\" && \"$hf\" auth logout").exits(0).hides("Warning");
    assertEquals("", text(kept));
    assertFalse(Files.exists(stolen), "the repository's helper was given the token");
  }

  @Test
  void helperOfTheRepositoryInTheCurrentFolder_isNotAsked() throws Exception {
    loginAndLogout();
  }

  @Test
  void helperOfARepositoryThatAVariableNames_isNotAsked() throws Exception {
    program.with("GIT_DIR", repository.resolve(".git")).with("GIT_WORK_TREE", repository);
    loginAndLogout();
  }

  @Test
  void helperOfARepositoryAroundTheTemporaryFolder_isNotAsked() throws Exception {
    program.with("TMPDIR", repository.resolve("tmp"));
    loginAndLogout();
    try (Stream<Path> left = Files.list(repository.resolve("tmp"))) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void helperThatAVariableSets_isNotAsked() throws Exception {
    program.with("GIT_CONFIG_COUNT", "1").with("GIT_CONFIG_KEY_0", "credential.helper");
    program.with("GIT_CONFIG_VALUE_0", "!cat >>'" + stolen + "'; :");
    program.with("GIT_CONFIG_PARAMETERS", "'credential.helper'='!cat >>\"" + stolen + "\"; :'");
    loginAndLogout();
  }

  @Test
  void settingsFileThatTheUserNames_counts() throws Exception {
    Path settings = dir.resolve("settings");
    Path own = dir.resolve("own");
    Files.writeString(settings, "[credential]\n\thelper = store --file=" + own + "\n");
    program.with("GIT_CONFIG_GLOBAL", settings);
    program.run("auth", "login", "--add-to-git-credential").exits(0).hides("Warning");
    assertTrue(text(own).contains(ScriptedHub.ACCESS_TOKEN));
    program.run("auth", "setup-git").exits(0);
    assertTrue(text(settings).contains("auth git-credential"), text(settings));
  }

  @Test
  void traceOfGit_isWrittenNowhere() throws Exception {
    Path trace = dir.resolve("trace");
    for (String variable :
        List.of(
            "GIT_TRACE", "GIT_TRACE_SETUP", "GIT_TRACE2", "GIT_TRACE2_EVENT", "GIT_TRACE2_PERF")) {
      program.with(variable, trace);
    }
    loginAndLogout();
    assertFalse(Files.exists(trace) && text(trace).contains("credential"));
  }

  @Test
  void gitInTheCurrentFolder_isNotRun() throws Exception {
    Path planted = repository.resolve("git");
    Files.writeString(planted, "#!/bin/sh\nenv >'" + stolen + "'; cat >>'" + stolen + "'\n");
    assertTrue(planted.toFile().setExecutable(true));
    program.with("PATH", ".::/usr/bin:/bin");
    loginAndLogout();
  }

  @Test
  void requestThatGitDoesNotWrite_isAnsweredWithSilence() throws Exception {
    program.loggedIn(TOKEN, STORED);
    String host = hub.endpoint().substring("http://".length());
    String good = "protocol=http\\nhost=" + host + "\\n";
    String get = " | \"$hf\" auth git-credential get";
    program
        .shell("printf '" + good + "wwwauth[]=a\\nwwwauth[]=b\\n\\n'" + get)
        .exits(0)
        .prints("username=hf_user\npassword=" + TOKEN + "\n");
    for (String bad :
        List.of(
            "protocol=http\\nhost=evil.test\\nhost=" + host + "\\n",
            good + "host=evil.test\\n",
            "protocol=http\\nhost=" + host + "\\r\\n",
            "protocol=http\\n host=" + host + "\\n",
            good + "path=\\000\\n",
            good + "path=\\374\\n",
            good + "$(head -c 70000 /dev/zero | tr '\\0' x)=\\n",
            "host=" + host + "\\n",
            "")) {
      program.shell("printf \"" + bad + "\\n\"" + get).exits(0).prints("").saysNothing();
    }
  }

  /** Another program switches between the first look at the token and the lock for its refresh. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void switchToAnotherServer_duringARefresh_givesItsTokenToNobody() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/flock")), "flock is not installed");
    String old = "[ci]\nhf_token = " + TOKEN + "\nrefresh_token = hf_old\nexpires_at = 1000\n\n";
    program.loggedIn(TOKEN, old);
    Path lock = Files.createFile(program.hfHome().resolve("stored_tokens.lock"));
    Path go = dir.resolve("go");
    program.with("lock", lock).with("go", go);
    Running holder =
        program.startCommand(
            List.of(
                "/bin/sh",
                "-c",
                "exec flock \"$lock\" sh -c 'echo held; until [ -e \"$go\" ]; do sleep 0.1; done'"));
    holder.await(holder.stdout(), Pattern.compile("(held)"));
    program.stdin("protocol=http\nhost=" + hub.endpoint().substring(7) + "\n\n");
    Running get = program.start("auth", "git-credential", "get");
    awaitOpened(lock.toRealPath(), get.process().toHandle());

    program.loggedIn(
        OTHER,
        old
            + "[other]\nhf_token = "
            + OTHER
            + "\nendpoint = http://127.0.0.1:1\nclient_id = x\n"
            + "token_endpoint = http://127.0.0.1:1/oauth/token\ndiscovered = false\n\n");
    Files.createFile(go);

    Run run = get.end();
    assertFalse(run.stdout().contains(OTHER), run::toString);
    holder.end().exits(0);
  }

  private static void awaitOpened(Path file, ProcessHandle program) throws Exception {
    for (int tries = 0; tries < 800; tries++) {
      if (Stream.concat(Stream.of(program), program.descendants())
          .anyMatch(p -> hasOpen(p, file))) {
        return;
      }
      Thread.sleep(50);
    }
    fail("nobody waits for " + file);
  }

  private static boolean hasOpen(ProcessHandle process, Path file) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return open.anyMatch(each -> file.equals(target(each)));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      return link;
    }
  }
}
