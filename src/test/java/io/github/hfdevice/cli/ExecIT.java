package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code auth exec} becomes the command: exit code, signals, streams and terminal are its own. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ExecIT {
  private static final String TOKEN = "hf_stored_secret";

  @TempDir private Path dir;
  @AutoClose private final ScriptedHub hub = new ScriptedHub();
  private BuiltProgram program;

  @BeforeEach
  void logIn() throws IOException {
    program = new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
    program.loggedIn(TOKEN, "[x]\nhf_token = " + TOKEN + "\n\n");
  }

  private void storeTokenThatIsSoonOver() throws IOException {
    long soon = Instant.now().getEpochSecond() + 3600;
    program.loggedIn(
        TOKEN, "[x]\nhf_token = " + TOKEN + "\nrefresh_token = r\nexpires_at = " + soon + "\n\n");
  }

  private Run exec(String... command) throws IOException, InterruptedException {
    return startExec(command).end();
  }

  private Running startExec(String... command) throws IOException {
    String[] arguments = new String[command.length + 3];
    arguments[0] = "auth";
    arguments[1] = "exec";
    arguments[2] = "--";
    System.arraycopy(command, 0, arguments, 3, command.length);
    return program.start(arguments);
  }

  private Path script(String name, String mode, String text) throws IOException {
    Path script = Files.writeString(dir.resolve(name), text);
    assertTrue(script.toFile().setExecutable(mode.contains("x")));
    return script;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 37, 255})
  void exitCode_isTheCommands(int code) throws Exception {
    exec("sh", "-c", "exit " + code).exits(code).prints("").saysNothing();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec --",
        "-v auth exec --",
        "auth --verbose exec --env HF_TOKEN --",
      })
  void sharedOptions_mayStandBeforeTheCommand_andAuthMayBeLeftOut(String words) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(words.split(" ", -1)));
    arguments.addAll(List.of("sh", "-c", "echo auth exec $HF_TOKEN"));
    program.run(arguments.toArray(new String[0])).exits(0).prints("auth exec " + TOKEN + "\n");
  }

  @Test
  void otherCommand_withTheWordsOfThisOneBehindIt_isNone() throws Exception {
    program.run("auth", "switch", "auth", "exec").failsShortly(2);
    program.run("x::auth", "exec", "--", "true").failsShortly(2);
    // It prints nothing of its own that could have a format.
    program.run("--format", "json", "auth", "exec", "--", "true").exits(2).says("--format");
  }

  @Test
  void commandThatIsMissing_is127_andOneThatCannotRun126() throws Exception {
    exec("no-such-command-here").exits(127).prints("").says("no-such-command-here");
    exec(dir.resolve("missing").toString()).exits(127).prints("");
    Path plain = script("plain", "", "#!/bin/sh\necho ran\n");
    exec(plain.toString()).exits(126).prints("").says(plain.toString());
    exec(dir.toString()).exits(126).prints("");
  }

  @Test
  void process_isTheCommand_andNothingStaysBesideIt() throws Exception {
    Running running =
        startExec("sh", "-c", "echo pid=$$; while [ ! -e go ]; do sleep 0.05; done; exit 5");
    String pid = running.await(running.stdout(), Pattern.compile("pid=(\\d+)\n"));
    assertEquals(Long.toString(running.process().pid()), pid);
    assertFalse(
        running
            .process()
            .descendants()
            .anyMatch(child -> child.info().command().orElse("").endsWith("java")));
    Files.createFile(program.folder().resolve("go"));
    running.end().exits(5);
  }

  @Test
  void signals_reachTheCommand() throws Exception {
    Running deaf = startExec("sh", "-c", "echo ready=1; exec sleep 100");
    deaf.await(deaf.stdout(), Pattern.compile("ready=(1)\n"));
    deaf.signal("TERM");
    deaf.end().exits(143);

    Running listening =
        startExec(
            "sh",
            "-c",
            "trap 'echo caught; exit 9' TERM INT HUP; echo ready=1; while :; do sleep 0.05; done");
    listening.await(listening.stdout(), Pattern.compile("ready=(1)\n"));
    listening.signal("INT");
    listening.end().exits(9).prints("ready=1\ncaught\n");
  }

  @Test
  void stdin_isTheCommands_toTheLastByte() throws Exception {
    storeTokenThatIsSoonOver();
    program.stdin("first\nsecond\nno end of line");
    exec("cat").exits(0).prints("first\nsecond\nno end of line").saysNothing();
  }

  @Test
  void oddArguments_arriveAsTheyAre() throws Exception {
    String[] odd = {
      "a b",
      "",
      "\"",
      "'",
      "--",
      "-x",
      "--env",
      "new\nline",
      "*",
      "$HOME",
      "`id`",
      "\\",
      "é",
      "run 1"
    };
    String[] command = new String[odd.length + 4];
    System.arraycopy(
        new String[] {"sh", "-c", "for a; do printf '[%s]' \"$a\"; done", "sh"}, 0, command, 0, 4);
    System.arraycopy(odd, 0, command, 4, odd.length);
    exec(command).exits(0).prints("[" + String.join("][", odd) + "]").saysNothing();
  }

  @Test
  void doubleDash_isNotNeeded_andOptionsOfTheCommandAreItsOwn() throws Exception {
    program
        .run("auth", "exec", "sh", "-c", "echo \"$1\" $HF_TOKEN", "sh", "--help")
        .exits(0)
        .prints("--help " + TOKEN + "\n");
    program.run("auth", "exec", "--verbose", "--", "true").exits(0).prints("");
  }

  @Test
  void env_namesAnotherVariable() throws Exception {
    program
        .run("auth", "exec", "--env", "MY_TOKEN", "--", "sh", "-c", "echo $MY_TOKEN,${HF_TOKEN-}")
        .exits(0)
        .prints(TOKEN + ",\n");
    program.run("auth", "exec", "--env", "A=B", "--", "echo", "ran").failsShortly(2).says("A=B");
    program.run("auth", "exec", "--env", "1A", "--", "echo", "ran").failsShortly(2).says("1A");
    program.run("auth", "exec", "--env", "a;id", "--", "echo", "ran").failsShortly(2);
  }

  @Test
  void withoutCommand_itIsAUsageError_andHelpIsHelp() throws Exception {
    program.run("auth", "exec").failsShortly(2);
    assertTrue(program.run("auth", "exec", "--help").exits(0).stdout().contains("--env"));
  }

  @Test
  void restOfTheEnvironment_isLeftAsItWas() throws Exception {
    program.with("JAVA_TOOL_OPTIONS", "-Dx=y").with("HF_DEVICE_JAVA_OPTS", "-Xmx60m");
    String before = program.shell("exec env").exits(0).stdout();
    String after = exec("env").exits(0).stdout();
    assertEquals(List.of(), added(after, before));
    assertEquals(List.of("HF_TOKEN=" + TOKEN), added(before, after));
    for (String own : List.of("LC_ALL=", "MALLOC_ARENA_MAX=", "HF_DEVICE_EXEC_HANDOVER=")) {
      assertFalse(after.contains(own), after);
    }
  }

  /** The lines of {@code two} that are not in {@code one}, but for what the shell itself sets. */
  private static List<String> added(String one, String two) {
    List<String> known = one.lines().toList();
    return two.lines()
        .filter(line -> !known.contains(line) && !line.startsWith("_=") && !line.startsWith("hf="))
        .toList();
  }

  @Test
  void tokenThatIsSoonOver_isRefreshedFirst() throws Exception {
    storeTokenThatIsSoonOver();
    exec("printenv", "HF_TOKEN").exits(0).prints(ScriptedHub.ACCESS_TOKEN + "\n").saysNothing();
    assertEquals(1, hub.requests("/oauth/token").size());
  }

  @Test
  void refusal_runsNothing() throws Exception {
    Files.delete(program.token());
    Files.delete(program.storedTokens());
    exec("touch", "ran").failsShortly(4).says("auth login");
    hub.answer("/oauth/token", json(400, "{\"error\":\"invalid_grant\"}"));
    program.loggedIn(TOKEN, "[x]\nhf_token = " + TOKEN + "\nrefresh_token = r\nexpires_at = 1\n\n");
    exec("touch", "ran").failsShortly(4);
    assertFalse(Files.exists(program.folder().resolve("ran")));
  }

  @Test
  void login_comesFirst_whereNobodyIsLoggedIn_withItsCodeOnStderr() throws Exception {
    Files.delete(program.token());
    Files.delete(program.storedTokens());
    program
        .run("auth", "exec", "--login", "--", "printenv", "HF_TOKEN")
        .exits(0)
        .prints(ScriptedHub.ACCESS_TOKEN + "\n")
        .says("enter code: WXYZ-1234");
    assertEquals(ScriptedHub.ACCESS_TOKEN, text(program.token()));
    int before = hub.requests("/oauth/device").size();
    program.run("auth", "exec", "--login", "--", "true").exits(0).prints("").saysNothing();
    assertEquals(before, hub.requests("/oauth/device").size());
  }

  @Test
  void loginThatIsRefused_runsNothing() throws Exception {
    Files.delete(program.token());
    Files.delete(program.storedTokens());
    hub.answer("/oauth/token", json(400, "{\"error\":\"access_denied\"}"));
    program.run("auth", "exec", "--login", "--", "touch", "ran").exits(3).prints("");
    assertFalse(Files.exists(program.folder().resolve("ran")));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void token_isInNoProcessList() throws Exception {
    storeTokenThatIsSoonOver();
    AtomicBoolean over = new AtomicBoolean();
    StringBuilder seen = new StringBuilder();
    Thread watcher =
        new Thread(
            () -> {
              while (!over.get()) {
                look(seen);
              }
            });
    watcher.start();
    try {
      exec("sh", "-c", "sleep 0.3; exit 3").exits(3);
    } finally {
      over.set(true);
      watcher.join();
    }
    assertEquals("", seen.toString());
  }

  /** Adds every command line of this machine that shows a token. */
  private static void look(StringBuilder seen) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        try {
          String line = text(process.resolve("cmdline"));
          if (line.contains(TOKEN) || line.contains(ScriptedHub.ACCESS_TOKEN)) {
            seen.append(line).append('\n');
          }
        } catch (IOException e) {
          // That process has ended.
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void terminal_staysATerminal_andItsInterruptIsTheCommands() throws Exception {
    assumeTrue(Tmux.isInstalled());
    try (Tmux tmux = new Tmux(program, dir, 80, 24)) {
      tmux.type("$hf auth exec sh -c 'test -t 0 && test -t 1 && test -t 2 && echo all=$((1+2))'");
      tmux.await("(?m)^all=3$");
      tmux.type(
          "$hf auth exec sh -c 'trap \"exit 9\" INT; echo up=$((1+2)); while :; do sleep .1;"
              + " done'");
      tmux.await("(?m)^up=3$");
      tmux.press("C-c");
      tmux.type("echo ended=$?");
      tmux.await("(?m)^ended=9$");
    }
  }
}
