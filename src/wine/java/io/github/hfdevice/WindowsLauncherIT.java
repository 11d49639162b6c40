package io.github.hfdevice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code bin/hf-device.cmd} under wine, with a {@code java.exe} that prints its arguments. Not
 * proven here: a percent sign in an argument or a path, which wine's cmd drops and Windows's keeps.
 */
class WindowsLauncherIT {
  private static final Path BUILT = Path.of(System.getProperty("hfdevice.home"));

  @TempDir private static Path folder;
  private static Path home;
  private static Path jdk;
  private static Wine wine;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeAll
  static void install() throws Exception {
    home = folder.resolve("hf device");
    jdk = folder.resolve("a jdk");
    for (Path made : List.of(home.resolve("bin"), home.resolve("lib"), jdk.resolve("bin"))) {
      Files.createDirectories(made);
    }
    Files.copy(BUILT.resolve("bin/hf-device.cmd"), home.resolve("bin/hf-device.cmd"));
    Files.createFile(home.resolve("lib/hf-device.jar"));
    Process compiler =
        new ProcessBuilder(
                "x86_64-w64-mingw32-gcc",
                "-o",
                jdk.resolve("bin/java.exe").toString(),
                Path.of("src/wine/c/java.c").toAbsolutePath().toString())
            .inheritIO()
            .start();
    assertEquals(0, compiler.waitFor());
    wine = new Wine(Files.createDirectory(folder.resolve("wine")));
  }

  @BeforeEach
  void useTheJdk() throws Exception {
    version("17.0.1");
    environment.put("JAVA_HOME", Wine.path(jdk));
  }

  @Test
  void pathsWithBlanks_work_andTheExitCodeIsJavas() throws Exception {
    environment.put("STUB_EXIT", "42");
    Wine.Result result = run("auth token");
    assertEquals(42, result.exitCode(), result::toString);
    assertEquals("", result.stderr());
    List<String> lines = result.lines();
    String jar = Wine.path(home) + "\\bin\\..\\lib\\hf-device.jar";
    assertEquals(
        List.of("<-jar>", "<" + jar + ">", "<auth>", "<token>"),
        lines.subList(lines.size() - 4, lines.size()));
    assertEquals("<-XX:+DisplayVMOutputToStderr>", lines.get(0));
  }

  @Test
  void argumentsWithBlanksAndSigns_arriveUnchanged() throws Exception {
    List<String> lines = run("\"a b\" \"x&y\" wow! \"(c)\" \"d^e\" \"f|g\" \"h>i\" -k=l").lines();
    assertEquals(
        List.of("<a b>", "<x&y>", "<wow!>", "<(c)>", "<d^e>", "<f|g>", "<h>i>", "<-k=l>"),
        lines.subList(lines.size() - 8, lines.size()));
  }

  @Test
  void quotesInArguments_arriveUnchanged() throws Exception {
    List<String> lines = run("\"say \\\"hi\\\"\" \"\" end").lines();
    assertEquals(
        List.of("<say \"hi\">", "<>", "<end>"), lines.subList(lines.size() - 3, lines.size()));
  }

  @Test
  void javaHomeInQuotes_works() throws Exception {
    environment.put("JAVA_HOME", "\"" + Wine.path(jdk) + "\"");
    assertEquals(0, run("version").exitCode());
  }

  @Test
  void javaHomeWithoutJava_isNamed() throws Exception {
    environment.put("JAVA_HOME", "Z:\\not here");
    refuses(127, "JAVA_HOME is 'Z:\\not here'", "17");
  }

  /** Names that batch files take for more than a name. */
  @Test
  void pathsWithSignsOfBatchFiles_areStartedAndNamed() throws Exception {
    for (String name : List.of("r&d (x86)", "wow!", "d^e", "it's")) {
      Path odd = folder.resolve(name).resolve("jdk");
      Files.createDirectories(odd.resolve("bin"));
      for (String file : List.of("bin/hf-device.cmd", "lib/hf-device.jar")) {
        Path copy = folder.resolve(name).resolve("hf-device").resolve(file);
        Files.createDirectories(copy.getParent());
        Files.copy(home.resolve(file), copy);
      }
      environment.put("JAVA_HOME", Wine.path(odd));
      refuses(127, "JAVA_HOME is '" + Wine.path(odd) + "', but there is no");

      Files.copy(jdk.resolve("bin/java.exe"), odd.resolve("bin/java.exe"));
      Files.writeString(odd.resolve("release"), "JAVA_VERSION=\"11.0.2\"\r\n");
      refuses(126, "the Java in '" + Wine.path(odd) + "' is too old");

      Files.writeString(odd.resolve("release"), "JAVA_VERSION=\"17.0.1\"\r\n");
      Path own = folder.resolve(name).resolve("hf-device");
      Wine.Result result = wine.batch(environment, command(own, "auth token"));
      assertEquals(0, result.exitCode(), name + ": " + result);
      String jar = Wine.path(own) + "\\bin\\..\\lib\\hf-device.jar";
      assertTrue(result.stdout().endsWith("<" + jar + ">\n<auth>\n<token>\n"), result::toString);
    }
  }

  @Test
  void withoutJavaHome_thePathIsSearched() throws Exception {
    environment.remove("JAVA_HOME");
    refuses(127, "no java in JAVA_HOME or PATH", "17");

    environment.put("WINEPATH", Wine.path(jdk.resolve("bin")));
    assertEquals(0, run("version").exitCode());
  }

  @Test
  void oldJava_isRefusedWithoutStartingIt() throws Exception {
    for (String old : List.of("1.8.0_402", "11.0.2", "16")) {
      version(old);
      refuses(126, "too old", Wine.path(jdk));
    }
    version("27-ea");
    assertEquals(0, run("version").exitCode());
  }

  @Test
  void archiveOfTheBuild_isUsedWhereItWasMade() throws Exception {
    Path lib = home.resolve("lib");
    Path archive = Files.createFile(lib.resolve("hf-device-17.0.1.jsa"));
    Path made = Files.writeString(lib.resolve("hf-device-17.0.1.home"), Wine.path(lib) + "\n");
    String option = "<-XX:SharedArchiveFile=" + Wine.path(home) + "\\bin\\..\\lib\\";
    assertTrue(run("version").stdout().contains(option + "hf-device-17.0.1.jsa>\n"));

    Files.writeString(made, "C:\\elsewhere\\lib\n");
    assertFalse(run("version").stdout().contains("Archive"));
    Files.delete(archive);
    Files.delete(made);
  }

  @Test
  void newerJava_keepsAnArchiveOfItsOwn() throws Exception {
    version("21.0.1");
    Path local = Files.createDirectories(folder.resolve("local data"));
    String here = "set \"LOCALAPPDATA=" + Wine.path(local) + "\"\r\n"; // wine sets its own
    String stdout = wine.batch(environment, here + command("version")).stdout();
    assertTrue(stdout.contains("<-XX:+AutoCreateSharedArchive>"), stdout);
    assertTrue(stdout.contains(Wine.path(local) + "\\hf-device\\"), stdout);

    environment.put("HF_DEVICE_JAVA_OPTS", "-Xshare:off -Da=b");
    List<String> lines = run("version").lines();
    assertTrue(lines.containsAll(List.of("<-Xshare:off>", "<-Da=b>")), lines::toString);
    assertFalse(lines.toString().contains("Archive"), lines::toString);
  }

  private static void version(String version) throws Exception {
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\r\n");
  }

  private Wine.Result run(String arguments) throws Exception {
    return wine.batch(environment, command(arguments));
  }

  private static String command(String arguments) {
    return command(home, arguments);
  }

  private static String command(Path home, String arguments) {
    String program = Wine.path(home.resolve("bin/hf-device.cmd")).replace("%", "%%");
    return "\"" + program + "\" " + arguments;
  }

  private void refuses(int code, String... parts) throws Exception {
    Wine.Result result = run("version");
    assertEquals(code, result.exitCode(), result::toString);
    assertEquals("", result.stdout());
    assertEquals(1, result.stderr().lines().count(), result::toString);
    for (String part : parts) {
      assertTrue(result.stderr().contains(part), result::toString);
    }
  }
}
