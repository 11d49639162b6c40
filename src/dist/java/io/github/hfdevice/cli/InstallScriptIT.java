package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code install.sh}, piped into a shell as its first line says, from a server on this machine. */
@DisabledOnOs(OS.WINDOWS)
class InstallScriptIT {
  private static final Path SCRIPT = Path.of("src/dist/install.sh").toAbsolutePath();

  /** What the script and the program that it starts use, but for what downloads and sums. */
  private static final List<String> TOOLS =
      List.of(
          "sh uname ls sed head cut mkdir mktemp rm mv ln tar gzip readlink dirname flock cat"
              .split(" ", -1));

  @TempDir private Path folder;
  private Path prefix;
  private FakeRelease release;

  @BeforeEach
  void serveARelease() throws Exception {
    assumeTrue(
        Files.exists(Path.of("/usr/bin/curl")) || Files.exists(Path.of("/usr/bin/wget")),
        "needs curl or wget");
    prefix = folder.resolve("a home/.local");
    release = new FakeRelease(Files.createDirectory(folder.resolve("release")));
  }

  @AfterEach
  void stop() {
    release.close();
  }

  @Test
  void installs_saysWhatItDid_andCanBeRepeated() throws Exception {
    for (int i = 0; i < 2; i++) {
      Run run = install().exits(0).saysNothing();
      assertTrue(run.stdout().contains("Installed hf-device "), run::toString);
      assertTrue(run.stdout().contains("Put " + prefix + "/bin on your PATH"), run::toString);
    }
    Packages.logsInAndPrintsItsToken(folder, prefix.resolve("bin/hf-device").toString());
    assertEquals(1, entries(prefix.resolve("lib")).size());
  }

  @Test
  void withoutAPrefix_goesIntoTheHome_whoseNameMayHaveBlanks() throws Exception {
    Path home = Files.createDirectory(folder.resolve("a  \"home\" of $me"));
    Path bin = home.resolve(".local/bin");
    BuiltProgram program =
        script()
            .with("HOME", home)
            .with("PATH", bin + ":/usr/bin:/bin")
            .without("HF_DEVICE_PREFIX");

    Run run = pipe(program).exits(0).saysNothing();

    assertTrue(run.stdout().endsWith("\nLog in with: hf-device auth login\n"), run::toString);
    program.shell("exec hf-device --version").exits(0).saysNothing();
    Path page = home.resolve(".local/share/man/man1/hf-device-auth-login.1");
    assertTrue(Files.isSymbolicLink(page) && Files.exists(page), page::toString);
  }

  @Test
  void withoutCurl_wgetDownloads() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/wget")), "needs wget");
    pipe(script().with("PATH", tools("wget", "sha256sum"))).exits(0).saysNothing();
    assertTrue(Files.exists(prefix.resolve("bin/hf-device")));
  }

  @Test
  void missingTool_isNamed_andNothingElseIsSaid() throws Exception {
    Run noDownload = pipe(script().with("PATH", tools("sha256sum"))).exits(1);
    assertEquals(
        "install.sh: neither curl nor wget is here: install one of them\n", noDownload.stderr());
    assumeTrue(Files.exists(Path.of("/usr/bin/curl")), "needs curl");

    Run noSum = pipe(script().with("PATH", tools("curl"))).exits(1);

    noSum.says("install.sh: neither sha256sum nor shasum is here");
    assertEquals(1, noSum.stderr().lines().count(), noSum::toString);
    assertNothingInstalled();
  }

  @Test
  void unknownPlatform_getsTheArchiveThatNeedsAJava() throws Exception {
    BuiltProgram program = script().with("PATH", toolsOfAnotherPlatform());
    program.with("JAVA_HOME", System.getProperty("java.home"));

    Run run = pipe(program).exits(0);

    assertFalse(run.stdout().contains("-linux-"), run::toString);
    assertTrue(Files.isExecutable(prefix.resolve("bin/hf-device")));
  }

  @Test
  void unknownPlatformWithoutJava_saysWhatToInstall() throws Exception {
    BuiltProgram program = script().with("PATH", toolsOfAnotherPlatform());
    pipe(program).exits(1).prints("").says("riscv64: install Java 17 or newer first\n");
    assertNothingInstalled();
  }

  @Test
  void downloadThatWasChanged_isNotInstalled() throws Exception {
    release.hasSums(release.sums().replaceAll("(?m)^[0-9a-f]{8}", "00000000"));
    install().exits(1).says("is not what SHA256SUMS says");
    assertNothingInstalled();
  }

  @Test
  void downloadThatEndsHalfway_isNotInstalled() throws Exception {
    release.endsHalfway();
    install().exits(1).says(".tar.gz could not be downloaded");
    assertNothingInstalled();
    if (Files.exists(Path.of("/usr/bin/wget"))) {
      pipe(script().with("PATH", tools("wget", "sha256sum")))
          .exits(1)
          .says(".tar.gz could not be downloaded");
      assertNothingInstalled();
    }
  }

  @Test
  void downloadThatFails_leavesWhatIsInstalled() throws Exception {
    install().exits(0);
    release.endsHalfway();
    install().exits(1);
    Packages.shell(folder, "exec \"$p\" --version", "p", prefix.resolve("bin/hf-device")).exits(0);
    assertEquals(1, entries(prefix.resolve("lib")).size());
  }

  /** As Ctrl-C does, which reaches every process of the terminal. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void interruptedDownload_leavesNothing() throws Exception {
    release.stopsHalfway();
    Running running = script().startCommand(List.of("setsid", "/bin/sh", "-c", "sh <\"$script\""));
    release.awaitStop();
    String group = "-" + running.process().pid();
    assertEquals(0, new ProcessBuilder("kill", "-INT", "--", group).start().waitFor());
    running.end().exits(130);
    assertNothingInstalled();
  }

  @Test
  void nothingThere_saysWhichAddressFailed() throws Exception {
    release.remove("SHA256SUMS");
    install().exits(1).says("/release/SHA256SUMS could not be downloaded");
    assertNothingInstalled();
  }

  @Test
  void plainHttpFromElsewhere_isRefused() throws Exception {
    pipe(script().with("HF_DEVICE_URL", "http://hf-device.invalid"))
        .exits(1)
        .says("must begin with https://");
  }

  @Test
  void scriptThatWasCutOff_doesNothing() throws Exception {
    String whole = BuiltProgram.text(SCRIPT);
    Path half = Files.writeString(folder.resolve("half"), whole.substring(0, whole.length() - 6));
    script().with("script", half).shell("sh <\"$script\"");
    assertFalse(Files.exists(prefix));
  }

  @Test
  void olderVersion_isReplacedWhole() throws Exception {
    Path old = prefix.resolve("lib/hf-device-0.0.9-linux-x64");
    Path page = prefix.resolve("share/man/man1/hf-device-auth-gone.1");
    Path others = prefix.resolve("share/man/man1/hf-device-of-others.1");
    Files.createDirectories(old.resolve("bin"));
    Files.createDirectories(page.getParent());
    Files.createDirectories(prefix.resolve("bin"));
    Files.createSymbolicLink(prefix.resolve("bin/hf-device"), old.resolve("bin/hf-device"));
    Files.createSymbolicLink(page, old.resolve("share/man/man1/hf-device-auth-gone.1"));
    Files.createSymbolicLink(others, Path.of("/elsewhere/hf-device-of-others.1"));

    Run run = install().exits(0).saysNothing();

    assertTrue(run.stdout().contains("Removed " + old + ", which it replaces"), run::toString);
    assertEquals(1, entries(prefix.resolve("lib")).size());
    assertFalse(Files.exists(page, LinkOption.NOFOLLOW_LINKS));
    assertTrue(Files.exists(others, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void uninstall_leavesOnlyTheTokens() throws Exception {
    install().exits(0);
    BuiltProgram program = script().loggedIn("hf_x", "[x]\nhf_token = hf_x\n\n");
    Path foreign = Files.writeString(prefix.resolve("bin/other"), "");

    Run run = program.shell("sh -s -- --uninstall <\"$script\"").exits(0).saysNothing();

    assertTrue(run.stdout().contains("Your tokens stay"), run::toString);
    try (Stream<Path> left = Files.walk(prefix)) {
      assertEquals(
          List.of(foreign),
          left.filter(f -> !Files.isDirectory(f) || Files.isSymbolicLink(f)).toList());
    }
    assertEquals("hf_x", BuiltProgram.text(program.token()));
    program.shell("sh -s -- --uninstall <\"$script\"").exits(1).says("nothing was removed");
  }

  @Test
  void uninstall_leavesWhatItDidNotInstall() throws Exception {
    Path own = prefix.resolve("bin/hf-device");
    Files.createDirectories(own.getParent());
    Files.createSymbolicLink(own, Path.of("/opt/hf-device/bin/hf-device"));
    script().shell("sh -s -- --uninstall <\"$script\"").exits(1).says("nothing was removed");
    assertTrue(Files.isSymbolicLink(own));
    script().shell("sh -s -- --remove <\"$script\"").exits(1).says("--uninstall");
  }

  private BuiltProgram script() throws IOException {
    return Packages.program(folder, "script", SCRIPT, "HF_DEVICE_PREFIX", prefix)
        .with("HF_DEVICE_URL", release.url());
  }

  private static Run pipe(BuiltProgram program) throws Exception {
    return program.shell("sh <\"$script\"");
  }

  private Run install() throws Exception {
    return pipe(script());
  }

  /** A folder with links to no other tools. */
  private Path tools(String... more) throws IOException {
    Path tools = Files.createTempDirectory(folder, "tools");
    for (String tool : Stream.concat(TOOLS.stream(), Stream.of(more)).toList()) {
      Path installed = Path.of("/usr/bin", tool);
      if (Files.exists(installed)) {
        Files.createSymbolicLink(tools.resolve(tool), installed.toRealPath());
      }
    }
    return tools;
  }

  private Path toolsOfAnotherPlatform() throws IOException {
    Path tools = tools("curl", "wget", "sha256sum");
    Path uname = tools.resolve("uname");
    Files.delete(uname);
    Files.writeString(uname, "#!/bin/sh\necho riscv64\n");
    assertTrue(uname.toFile().setExecutable(true));
    return tools;
  }

  private void assertNothingInstalled() throws IOException {
    assertFalse(Files.exists(prefix.resolve("bin/hf-device"), LinkOption.NOFOLLOW_LINKS));
    assertEquals(List.of(), entries(prefix.resolve("lib")));
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }
}
