package io.github.hfdevice;

import static io.github.hfdevice.Launcher.HOME;
import static io.github.hfdevice.Launcher.PROGRAM;
import static io.github.hfdevice.Launcher.REAL_JDK;
import static io.github.hfdevice.Launcher.SYSTEM_PATH;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where {@code bin/hf-device} finds itself and its Java, started as a user does. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
  @TempDir private Path dir;
  private Launcher launcher;

  @BeforeEach
  void startWithTheJdkOfTheTests() {
    launcher = new Launcher(dir);
  }

  // Finding itself

  @Test
  void linkedThroughAChainOfAbsoluteAndRelativeLinks_findsItsLib() throws Exception {
    Path far = Files.createDirectories(dir.resolve("with blanks/a b"));
    Files.createSymbolicLink(
        dir.resolve("absolute"), launcher.copyOfHome("home").resolve("bin/hf-device"));
    Files.createSymbolicLink(far.resolve("relative"), Path.of("../../absolute"));
    Path last = Files.createSymbolicLink(dir.resolve("hf device"), far.resolve("relative"));

    launcher.run(last.toString(), "--version").isVersion();
  }

  @Test
  void startedThroughALinkedFolder_findsItsLib() throws Exception {
    Path bin =
        Files.createSymbolicLink(dir.resolve("tools"), launcher.copyOfHome("home").resolve("bin"));

    launcher.run(bin.resolve("hf-device").toString(), "--version").isVersion();
  }

  @Test
  void movedToAPathWithBlanks_starts() throws Exception {
    Path moved = launcher.copyOfHome("moved here/hf device");

    launcher.run(moved.resolve("bin/hf-device").toString(), "--version").isVersion();
  }

  @Test
  void startedFromItsOwnFolderByARelativeName_findsItsLib() throws Exception {
    launcher
        .shell("cd \"$1/bin\" && ./hf-device --version && sh hf-device --version", HOME)
        .isVersion();
  }

  @Test
  void startedByNameThroughALinkInPath_findsItsLib() throws Exception {
    Path bin = Files.createDirectories(dir.resolve("local bin"));
    Files.createSymbolicLink(
        bin.resolve("hf-device"), launcher.copyOfHome("home").resolve("bin/hf-device"));
    launcher.with("PATH", bin + ":" + SYSTEM_PATH);

    launcher.shell("hf-device --version").isVersion();
  }

  @Test
  void copiedAwayFromItsLib_saysThatLibIsMissing() throws Exception {
    Path bin = Files.createDirectories(dir.resolve("lonely"));
    Path copy = Files.copy(PROGRAM, bin.resolve("hf-device"), StandardCopyOption.COPY_ATTRIBUTES);

    launcher.run(copy.toString(), "--version").refuses(127, "lib/hf-device.jar", "missing");
  }

  // Finding Java

  @Test
  void noJavaAtAll_saysSo() throws Exception {
    launcher.without("JAVA_HOME");
    launcher.with("PATH", dir.toString());

    launcher.start("--version").refuses(127, "no java", "17", "JAVA_HOME");
  }

  @Test
  void javaHomeWithoutJava_isNamed() throws Exception {
    String empty = Files.createDirectories(dir.resolve("empty home")).toString();
    launcher.with("JAVA_HOME", empty);
    launcher.with("PATH", REAL_JDK + "/bin:" + SYSTEM_PATH);

    launcher.start("--version").refuses(127, empty, "bin/java");
  }

  @Test
  void javaHomeWithAnOldJava_isRefusedWithoutStartingIt() throws Exception {
    for (String old : List.of("1.8.0_402", "9", "11.0.2", "16.0.2")) {
      Path jdk = launcher.fakeJdk("jdk " + old, old, "echo started; exit 0");
      launcher.with("JAVA_HOME", jdk.toString());

      launcher.start("--version").refuses(126, old, jdk.toString(), "17");
    }
  }

  @Test
  void linkInPathToAnOldJava_isRefused() throws Exception {
    Path jdk = launcher.fakeJdk("old", "11.0.2", "echo started; exit 0");
    Path bin = Files.createDirectories(dir.resolve("some bin"));
    Files.createSymbolicLink(bin.resolve("java"), jdk.resolve("bin/java"));
    launcher.without("JAVA_HOME");
    launcher.with("PATH", bin + ":" + SYSTEM_PATH);

    launcher.start("--version").refuses(126, "11.0.2", jdk.toString());
  }

  @Test
  void wrapperScriptInPath_isAskedForItsVersion() throws Exception {
    String old =
        "[ \"$1\" != -version ] || { echo 'java version \"1.8.0_1\"' >&2; exit 0; }; echo no";
    launcher.without("JAVA_HOME");
    launcher.with("PATH", launcher.javaScript("old shims", old).getParent() + ":" + SYSTEM_PATH);
    launcher.start("--version").refuses(126, "1.8.0_1");

    String real = "exec '" + REAL_JDK + "/bin/java' \"$@\"";
    launcher.with("PATH", launcher.javaScript("shims", real).getParent() + ":" + SYSTEM_PATH);
    launcher.start("--version").isVersion();
  }

  @Test
  void javaThatCannotRun_isNamed() throws Exception {
    Path java = launcher.javaScript("broken", "echo 'no runtime present' >&2; exit 1");
    launcher.without("JAVA_HOME");
    launcher.with("PATH", java.getParent() + ":" + SYSTEM_PATH);

    launcher.start("--version").refuses(126, java.toString(), "is not a working Java");
  }

  @Test
  void javaHome_winsOverPath() throws Exception {
    Path inPath = launcher.fakeJdk("in path", "17.0.1", "echo from path");
    launcher.with("PATH", inPath.resolve("bin") + ":" + SYSTEM_PATH);
    launcher.with("JAVA_HOME", launcher.fakeJdk("home", "21", "echo from home").toString());
    assertEquals("from home\n", launcher.start().stdout());

    launcher.with("JAVA_HOME", "");
    assertEquals("from path\n", launcher.start().stdout());
  }

  @Test
  void javaThatComesAlong_winsOverJavaHomeAndPath() throws Exception {
    Path home = launcher.copyOfHome("self-contained");
    Files.move(launcher.fakeJdk("bundled", "25", "echo from lib"), home.resolve("lib/runtime"));
    launcher.with("JAVA_HOME", launcher.fakeJdk("home", "21", "echo from home").toString());

    assertEquals("from lib\n", launcher.run(home.resolve("bin/hf-device").toString()).stdout());

    launcher.without("JAVA_HOME");
    launcher.with("PATH", "/nonexistent");
    assertEquals("from lib\n", launcher.run(home.resolve("bin/hf-device").toString()).stdout());
  }

  @Test
  void earlyAccessVersion_isNewEnough() throws Exception {
    launcher.with("JAVA_HOME", launcher.fakeJdk("ea", "27-ea", "echo started").toString());

    assertEquals("started\n", launcher.start().stdout());
  }
}
