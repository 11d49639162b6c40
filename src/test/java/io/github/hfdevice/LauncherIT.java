package io.github.hfdevice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Starts the built {@code bin/hf-device} as a user does; knows nothing of what it starts. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {

  private static final Path HOME = Path.of(System.getProperty("hfdevice.home"));
  private static final Path LAUNCHER = HOME.resolve("bin/hf-device");
  private static final String REAL_JDK = System.getProperty("java.home");
  private static final String SYSTEM_PATH = "/usr/bin:/bin";

  @TempDir private Path dir;
  private final Map<String, String> environment = new HashMap<>();

  private record Result(long pid, int exitCode, String stdout, String stderr) {
    List<String> lines() {
      return stdout.lines().toList();
    }
  }

  @BeforeEach
  void startWithTheJdkOfTheTests() {
    environment.put("PATH", SYSTEM_PATH);
    environment.put("JAVA_HOME", REAL_JDK);
  }

  // Finding itself

  @Test
  void linkedThroughAChainOfAbsoluteAndRelativeLinks_findsItsLib() throws Exception {
    Path far = Files.createDirectories(dir.resolve("with blanks/a b"));
    Files.createSymbolicLink(dir.resolve("absolute"), copyOfHome("home").resolve("bin/hf-device"));
    Files.createSymbolicLink(far.resolve("relative"), Path.of("../../absolute"));
    Path last = Files.createSymbolicLink(dir.resolve("hf device"), far.resolve("relative"));

    assertVersion(run(last.toString(), "--version"));
  }

  @Test
  void startedThroughALinkedFolder_findsItsLib() throws Exception {
    Path bin = Files.createSymbolicLink(dir.resolve("tools"), copyOfHome("home").resolve("bin"));

    assertVersion(run(bin.resolve("hf-device").toString(), "--version"));
  }

  @Test
  void movedToAPathWithBlanks_starts() throws Exception {
    Path moved = copyOfHome("moved here/hf device");

    assertVersion(run(moved.resolve("bin/hf-device").toString(), "--version"));
  }

  @Test
  void startedFromItsOwnFolderByARelativeName_findsItsLib() throws Exception {
    assertVersion(shell("cd \"$1/bin\" && ./hf-device --version && sh hf-device --version", HOME));
  }

  @Test
  void startedByNameThroughALinkInPath_findsItsLib() throws Exception {
    Path bin = Files.createDirectories(dir.resolve("local bin"));
    Files.createSymbolicLink(bin.resolve("hf-device"), copyOfHome("home").resolve("bin/hf-device"));
    environment.put("PATH", bin + ":" + SYSTEM_PATH);

    assertVersion(shell("hf-device --version"));
  }

  @Test
  void copiedAwayFromItsLib_saysThatLibIsMissing() throws Exception {
    Path bin = Files.createDirectories(dir.resolve("lonely"));
    Path copy = Files.copy(LAUNCHER, bin.resolve("hf-device"), StandardCopyOption.COPY_ATTRIBUTES);

    assertRefusal(run(copy.toString(), "--version"), "lib/hf-device.jar", "missing");
  }

  @Test
  void installedUnderANameThatIsNotAscii_startsInTheCLocale() throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/lib/locale/C.utf8"))
            || Files.exists(Path.of("/usr/lib/locale/C.UTF-8")),
        "needs the locale C.UTF-8");
    String install = "odd=$2/$(printf 'J\\303\\266rg') && cp -R \"$1\" \"$odd\" && ";

    for (String locale : List.of("C", "POSIX", "xx_XX.UTF-8")) {
      Path target = Files.createDirectory(dir.resolve(locale));
      environment.put("LANG", locale);
      assertVersion(shell(install + "\"$odd/bin/hf-device\" --version", HOME, target));
    }
  }

  // Finding Java

  @Test
  void noJavaAtAll_saysSo() throws Exception {
    environment.remove("JAVA_HOME");
    environment.put("PATH", dir.toString());

    assertRefusal(run(LAUNCHER.toString(), "--version"), "no java", "17", "JAVA_HOME");
  }

  @Test
  void javaHomeWithoutJava_isNamed() throws Exception {
    String empty = Files.createDirectories(dir.resolve("empty home")).toString();
    environment.put("JAVA_HOME", empty);
    environment.put("PATH", REAL_JDK + "/bin:" + SYSTEM_PATH);

    assertRefusal(run(LAUNCHER.toString(), "--version"), empty, "bin/java");
  }

  @Test
  void javaHomeWithAnOldJava_isRefusedWithoutStartingIt() throws Exception {
    for (String old : List.of("1.8.0_402", "9", "11.0.2", "16.0.2")) {
      Path jdk = fakeJdk("jdk " + old, old, "echo started; exit 0");
      environment.put("JAVA_HOME", jdk.toString());

      assertRefusal(run(LAUNCHER.toString(), "--version"), old, jdk.toString(), "17");
    }
  }

  @Test
  void linkInPathToAnOldJava_isRefused() throws Exception {
    Path jdk = fakeJdk("old", "11.0.2", "echo started; exit 0");
    Path bin = Files.createDirectories(dir.resolve("some bin"));
    Files.createSymbolicLink(bin.resolve("java"), jdk.resolve("bin/java"));
    environment.remove("JAVA_HOME");
    environment.put("PATH", bin + ":" + SYSTEM_PATH);

    assertRefusal(run(LAUNCHER.toString(), "--version"), "11.0.2", jdk.toString());
  }

  @Test
  void wrapperScriptInPath_isAskedForItsVersion() throws Exception {
    String old =
        "[ \"$1\" != -version ] || { echo 'java version \"1.8.0_1\"' >&2; exit 0; }; echo no";
    environment.remove("JAVA_HOME");
    environment.put("PATH", javaScript("old shims", old).getParent() + ":" + SYSTEM_PATH);
    assertRefusal(run(LAUNCHER.toString(), "--version"), "1.8.0_1");

    String real = "exec '" + REAL_JDK + "/bin/java' \"$@\"";
    environment.put("PATH", javaScript("shims", real).getParent() + ":" + SYSTEM_PATH);
    assertVersion(run(LAUNCHER.toString(), "--version"));
  }

  @Test
  void javaThatCannotRun_isNamed() throws Exception {
    Path java = javaScript("broken", "echo 'no runtime present' >&2; exit 1");
    environment.remove("JAVA_HOME");
    environment.put("PATH", java.getParent() + ":" + SYSTEM_PATH);

    assertRefusal(run(LAUNCHER.toString(), "--version"), java.toString());
  }

  @Test
  void javaHome_winsOverPath() throws Exception {
    Path inPath = fakeJdk("in path", "17.0.1", "echo from path");
    environment.put("PATH", inPath.resolve("bin") + ":" + SYSTEM_PATH);
    environment.put("JAVA_HOME", fakeJdk("home", "21", "echo from home").toString());
    assertEquals("from home\n", run(LAUNCHER.toString()).stdout());

    environment.put("JAVA_HOME", "");
    assertEquals("from path\n", run(LAUNCHER.toString()).stdout());
  }

  @Test
  void javaThatComesAlong_winsOverJavaHomeAndPath() throws Exception {
    Path home = copyOfHome("self-contained");
    Files.move(fakeJdk("bundled", "25", "echo from lib"), home.resolve("lib/runtime"));
    environment.put("JAVA_HOME", fakeJdk("home", "21", "echo from home").toString());

    assertEquals("from lib\n", run(home.resolve("bin/hf-device").toString()).stdout());

    environment.remove("JAVA_HOME");
    environment.put("PATH", "/nonexistent");
    assertEquals("from lib\n", run(home.resolve("bin/hf-device").toString()).stdout());
  }

  @Test
  void earlyAccessVersion_isNewEnough() throws Exception {
    environment.put("JAVA_HOME", fakeJdk("ea", "27-ea", "echo started").toString());

    assertEquals("started\n", run(LAUNCHER.toString()).stdout());
  }

  // Handing over

  @Test
  void arguments_arriveUnchanged() throws Exception {
    environment.put("JAVA_HOME", fakeJdk("args", "17", "printf '<%s>\\n' \"$@\"").toString());
    List<String> odd = List.of("", "a b", "*", "$HOME", "\\n", "'\"", "-x=y", "line\nbreak");
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(odd);

    String stdout = run(command.toArray(new String[0])).stdout();

    assertTrue(stdout.endsWith("<" + String.join(">\n<", odd) + ">\n"), stdout);
  }

  @Test
  void optionsOfTheUser_reachTheJvmAsWords_andAreNoPatterns() throws Exception {
    Path jdk = fakeJdk("options", "17", "printf '<%s>\\n' \"$@\"");
    Files.createFile(dir.resolve("-Da=file"));
    environment.remove("JAVA_HOME");
    environment.put("PATH", jdk.resolve("bin") + ":" + SYSTEM_PATH);
    environment.put("HF_DEVICE_JAVA_OPTS", "-Xmx1g -Da=*");

    List<String> lines = shell("cd \"$1\" && \"$2\"", dir, LAUNCHER).lines();

    assertTrue(lines.containsAll(List.of("<-Xmx1g>", "<-Da=*>")), lines.toString());
    assertTrue(lines.indexOf("<-Da=*>") < lines.indexOf("<-jar>"), lines.toString());
  }

  @Test
  void warningsOfTheJvm_stayOutOfStdout() throws Exception {
    String quiet = run(LAUNCHER.toString(), "--version").stdout();
    environment.put("HF_DEVICE_JAVA_OPTS", "-Xmn1g -XX:+UseLargePages");

    Result result = run(LAUNCHER.toString(), "--version");

    assertEquals(0, result.exitCode(), result.stderr());
    assertEquals(quiet, result.stdout());
  }

  @Test
  void folderThatWasRemoved_isNoPlaceToStartIn_butNoObstacle() throws Exception {
    Path gone = Files.createDirectory(dir.resolve("gone"));
    // Some shells complain of such a folder themselves when they start.
    Result result = shell("cd \"$2\" && rmdir \"$2\" && \"$1\" --version", LAUNCHER, gone);
    assertEquals(0, result.exitCode(), result.stdout());
    assertTrue(result.stdout().startsWith("hf-device "), result.stdout());
  }

  @Test
  void exitCode_passesThrough() throws Exception {
    environment.put("JAVA_HOME", fakeJdk("failing", "17", "exit 42").toString());

    assertEquals(42, run(LAUNCHER.toString()).exitCode());
  }

  @Test
  void java_takesTheProcessOver_soSignalsReachIt() throws Exception {
    environment.put("JAVA_HOME", fakeJdk("pid", "17", "echo $$").toString());

    Result result = run(LAUNCHER.toString());

    assertEquals(result.pid() + "\n", result.stdout());
  }

  // Streams

  @Test
  void closedStreams_doNotBreakTheStart() throws Exception {
    assertVersion(shell("\"$1\" --version <&-", LAUNCHER));
    assertVersion(shell("\"$1\" --version 2>&-", LAUNCHER));
    Ending lost = new Ending(7, "", "Error: stdout could not be written\n");
    assertEquals(lost, ending(shell("\"$1\" --version >&-", LAUNCHER)));
    assertEquals(new Ending(7, "", ""), ending(shell("\"$1\" --version <&- >&- 2>&-", LAUNCHER)));
  }

  @Test
  void closedStreams_areOpenedOnNothing_andTold() throws Exception {
    Path told = dir.resolve("told");
    String tell =
        "{ printf '%s\\n' \"$@\"; cat; echo x; } >'" + told + "' && echo lost && echo lost >&2";
    environment.put("JAVA_HOME", fakeJdk("telling", "17", tell).toString());

    for (String closed : List.of("0", "1", "01", "012")) {
      StringBuilder command = new StringBuilder("exec \"$1\"");
      closed.chars().forEach(fd -> command.append(' ').append((char) fd).append(">&-"));
      Result result = shell(command + (closed.startsWith("0") ? "" : " </dev/null"), LAUNCHER);

      assertEquals(0, result.exitCode(), closed);
      assertEquals("x", last(Files.readAllLines(told, UTF_8)), closed);
      assertEquals(closed, fact("closed", Files.readAllLines(told, UTF_8)));
      assertEquals(closed.contains("2") ? "" : "lost\n", result.stderr(), closed);
    }
  }

  @Test
  void streamsOnFiles_areNeitherTerminalsNorClosed() throws Exception {
    environment.put("JAVA_HOME", fakeJdk("plain", "17", "printf '%s\\n' \"$@\"").toString());

    List<String> arguments = run(LAUNCHER.toString()).lines();

    assertEquals("", fact("tty", arguments));
    assertEquals("", fact("closed", arguments));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void terminals_areTold() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs script(1)");
    Path told = dir.resolve("told");
    environment.put(
        "JAVA_HOME", fakeJdk("tty", "17", "printf '%s\\n' \"$@\" >'" + told + "'").toString());
    Map<String, String> redirections =
        Map.of("", "012", "</dev/null", "12", ">/dev/null", "02", "2>/dev/null", "01");

    for (Map.Entry<String, String> expected : redirections.entrySet()) {
      String command = "'" + LAUNCHER + "' " + expected.getKey();
      Result result = run("/usr/bin/script", "-qec", command, "/dev/null");

      assertEquals(0, result.exitCode(), result.stdout());
      assertEquals(expected.getValue(), fact("tty", Files.readAllLines(told, UTF_8)), command);
    }
  }

  // Fixtures

  private record Ending(int exitCode, String stdout, String stderr) {}

  private static Ending ending(Result result) {
    return new Ending(result.exitCode(), result.stdout(), result.stderr());
  }

  private static void assertVersion(Result result) {
    assertEquals("", result.stderr());
    assertEquals(0, result.exitCode());
    assertTrue(result.stdout().contains("hf-device"), result.stdout());
  }

  private static void assertRefusal(Result result, String... parts) {
    assertEquals(1, result.exitCode());
    assertEquals("", result.stdout());
    assertEquals(1, result.stderr().lines().count(), result.stderr());
    assertTrue(result.stderr().startsWith("hf-device: "), result.stderr());
    Arrays.stream(parts).forEach(p -> assertTrue(result.stderr().contains(p), result.stderr()));
  }

  private static String fact(String name, List<String> arguments) {
    String prefix = "-Dhfdevice." + name + "=";
    List<String> values = arguments.stream().filter(a -> a.startsWith(prefix)).toList();
    assertEquals(1, values.size(), arguments.toString());
    return values.get(0).substring(prefix.length());
  }

  private static String last(List<String> lines) {
    assertFalse(lines.isEmpty());
    return lines.get(lines.size() - 1);
  }

  private Path fakeJdk(String name, String version, String script) throws IOException {
    javaScript(name + "/bin", script);
    Path jdk = dir.resolve(name);
    Files.writeString(
        jdk.resolve("release"),
        "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n",
        UTF_8);
    return jdk;
  }

  private Path javaScript(String folder, String script) throws IOException {
    Path java = Files.createDirectories(dir.resolve(folder)).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + script + "\n", UTF_8);
    assertTrue(java.toFile().setExecutable(true));
    return java;
  }

  private Path copyOfHome(String name) throws Exception {
    Path copy = dir.resolve(name);
    Files.createDirectories(copy.getParent());
    assertEquals(0, shell("cp -R \"$1\" \"$2\"", HOME, copy).exitCode());
    return copy;
  }

  private Result shell(String script, Path... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    Arrays.stream(arguments).map(Path::toString).forEach(command::add);
    return run(command.toArray(new String[0]));
  }

  private Result run(String... command) throws Exception {
    Path stdout = dir.resolve("stdout");
    Path stderr = dir.resolve("stderr");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
    Process process = builder.start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended, "did not end in time");
    return new Result(
        process.pid(),
        process.exitValue(),
        Files.readString(stdout, UTF_8),
        Files.readString(stderr, UTF_8));
  }
}
