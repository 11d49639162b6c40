package io.github.hfdevice;

import static io.github.hfdevice.Launcher.PRINTS_ARGUMENTS;
import static io.github.hfdevice.Launcher.PROGRAM;
import static io.github.hfdevice.Launcher.SYSTEM_PATH;
import static io.github.hfdevice.Launcher.fact;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code bin/hf-device} hands over to Java: arguments, options, streams, the process itself.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherHandoverIT {
  @TempDir private Path dir;
  private Launcher launcher;

  @BeforeEach
  void startWithTheJdkOfTheTests() {
    launcher = new Launcher(dir);
  }

  // Handing over

  @Test
  void arguments_arriveUnchanged() throws Exception {
    launcher.with(
        "JAVA_HOME", launcher.fakeJdk("args", "17", "printf '<%s>\\n' \"$@\"").toString());
    List<String> odd = List.of("", "a b", "*", "$HOME", "\\n", "'\"", "-x=y", "line\nbreak");
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(odd);

    String stdout = launcher.run(command.toArray(new String[0])).stdout();

    assertTrue(stdout.endsWith("<" + String.join(">\n<", odd) + ">\n"), stdout);
  }

  @Test
  void optionsOfTheUser_reachTheJvmAsWords_andAreNoPatterns() throws Exception {
    Path jdk = launcher.fakeJdk("options", "17", "printf '<%s>\\n' \"$@\"");
    Files.createFile(dir.resolve("-Da=file"));
    launcher.without("JAVA_HOME");
    launcher.with("PATH", jdk.resolve("bin") + ":" + SYSTEM_PATH);
    launcher.with("HF_DEVICE_JAVA_OPTS", "-Xmx1g -Da=*");

    List<String> lines = launcher.shell("cd \"$1\" && \"$2\"", dir, PROGRAM).lines();

    assertTrue(lines.containsAll(List.of("<-Xmx1g>", "<-Da=*>")), lines.toString());
    assertTrue(lines.indexOf("<-Da=*>") < lines.indexOf("<-jar>"), lines.toString());
  }

  @Test
  void whatTheJvmSays_staysOutOfStdout() throws Exception {
    String quiet = launcher.start("--version").stdout();

    for (String variable :
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "HF_DEVICE_JAVA_OPTS", "_JAVA_OPTIONS")) {
      Launcher warned = new Launcher(dir).with(variable, "-Xmn1g -XX:+UseLargePages");

      assertEquals(quiet, warned.start("--version").exits(0).stdout(), variable);

      for (String options :
          List.of("-XX:+Nonsense", "-Xmx1k", "-Xlog:nonsense", "-Xbootclasspath/p:x")) {
        Launcher broken = new Launcher(dir).with(variable, options);

        Launcher.Result result = broken.start("--version");

        String expected = result.exitCode() == 0 ? quiet : "";
        assertEquals(expected, result.stdout(), variable + ": " + options);
        assertFalse(result.stderr().isEmpty(), variable + ": " + options);
      }
    }
  }

  @Test
  void whatVariablesOfEveryJvmMakeItTell_staysOutOfStdout() throws Exception {
    String quiet = launcher.start("--version").stdout();
    for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
      for (String options :
          List.of(
              "-verbose:gc -verbose:gc",
              "-Xlog:all=info",
              "-XX:+PrintFlagsFinal",
              "-XX:+PrintGC -XX:+PrintGCDetails")) {
        Launcher talking = new Launcher(dir).with(variable, options);
        String words = variable + ": " + options;
        assertEquals(quiet, talking.start("--version").exits(0).stdout(), words);
      }
    }
  }

  @Test
  void threadDump_staysOutOfStdout() throws Exception {
    Path out = dir.resolve("out");
    Path err = dir.resolve("err");
    String untilListening = "until grep -q HF_ENDPOINT \"$2\"; do sleep 0.1; done; ";
    String untilDumped = "until grep -q 'Full thread dump' \"$2\" \"$3\"; do sleep 0.1; done; ";
    launcher
        .shell(
            "\"$1\" demo --serve --port 0 >\"$2\" 2>\"$3\" & "
                + untilListening
                + "kill -QUIT $!; "
                + untilDumped
                + "kill $!; wait $! || :",
            PROGRAM,
            out,
            err)
        .exits(0);

    assertFalse(Files.readString(out).contains("thread dump"));
  }

  @Test
  void folderThatWasRemoved_isNoPlaceToStartIn_butNoObstacle() throws Exception {
    Path gone = Files.createDirectory(dir.resolve("gone"));
    // Some shells complain of such a folder themselves when they start.
    Launcher.Result result =
        launcher.shell("cd \"$2\" && rmdir \"$2\" && \"$1\" --version", PROGRAM, gone);
    result.exits(0);
    assertTrue(result.stdout().startsWith("hf-device "), result.stdout());
  }

  @Test
  void exitCode_passesThrough() throws Exception {
    launcher.with("JAVA_HOME", launcher.fakeJdk("failing", "17", "exit 42").toString());

    assertEquals(42, launcher.start().exitCode());
  }

  @Test
  void java_takesTheProcessOver_soSignalsReachIt() throws Exception {
    launcher.with("JAVA_HOME", launcher.fakeJdk("pid", "17", "echo $$").toString());

    Launcher.Result result = launcher.start();

    assertEquals(result.pid() + "\n", result.stdout());
  }

  // Streams

  @Test
  void closedStreams_doNotBreakTheStart() throws Exception {
    launcher.shell("\"$1\" --version <&-", PROGRAM).isVersion();
    launcher.shell("\"$1\" --version 2>&-", PROGRAM).isVersion();
    Launcher.Result lost = launcher.shell("\"$1\" --version >&-", PROGRAM).exits(7);
    assertEquals("Error: stdout could not be written\n", lost.stderr());
    assertEquals("", lost.stdout());
    Launcher.Result mute = launcher.shell("\"$1\" --version <&- >&- 2>&-", PROGRAM).exits(7);
    assertEquals("", mute.stdout() + mute.stderr());
  }

  @Test
  void closedStreams_areOpenedOnNothing_andTold() throws Exception {
    Path told = dir.resolve("told");
    String tell =
        "{ printf '%s\\n' \"$@\"; cat; echo x; } >'" + told + "' && echo lost && echo lost >&2";
    launcher.with("JAVA_HOME", launcher.fakeJdk("telling", "17", tell).toString());

    for (String closed : List.of("0", "1", "01", "012")) {
      StringBuilder command = new StringBuilder("exec \"$1\"");
      closed.chars().forEach(fd -> command.append(' ').append((char) fd).append(">&-"));
      Launcher.Result result =
          launcher.shell(command + (closed.startsWith("0") ? "" : " </dev/null"), PROGRAM);

      assertEquals(0, result.exitCode(), closed);
      assertTrue(Files.readString(told, UTF_8).endsWith("x\n"), closed);
      assertEquals(closed, fact("closed", Files.readAllLines(told, UTF_8)));
      assertEquals(closed.contains("2") ? "" : "lost\n", result.stderr(), closed);
    }
  }

  @Test
  void streamsOnFiles_areNeitherTerminalsNorClosed() throws Exception {
    launcher.with("JAVA_HOME", launcher.fakeJdk("plain", "17", PRINTS_ARGUMENTS).toString());

    List<String> arguments = launcher.start().lines();

    assertEquals("", fact("tty", arguments));
    assertEquals("", fact("closed", arguments));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void terminals_areTold() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs script(1)");
    Path told = dir.resolve("told");
    launcher.with(
        "JAVA_HOME",
        launcher.fakeJdk("tty", "17", "printf '%s\\n' \"$@\" >'" + told + "'").toString());
    Map<String, String> redirections =
        Map.of("", "012", "</dev/null", "12", ">/dev/null", "02", "2>/dev/null", "01");

    for (Map.Entry<String, String> expected : redirections.entrySet()) {
      String command = "'" + PROGRAM + "' " + expected.getKey();
      Launcher.Result result = launcher.run("/usr/bin/script", "-qec", command, "/dev/null");

      assertEquals(0, result.exitCode(), result.stdout());
      assertEquals(expected.getValue(), fact("tty", Files.readAllLines(told, UTF_8)), command);
    }
  }
}
