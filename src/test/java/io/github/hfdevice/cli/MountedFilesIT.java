package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfdevice.demo.PracticeHub;
import io.github.hfdevice.demo.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credential files that are mounts, as in a container, and a refresh token that is good once. */
@EnabledOnOs(OS.LINUX)
class MountedFilesIT {
  private static final String READ_ONLY = "the file system is read-only";

  @TempDir private Path folder;
  @AutoClose private PracticeHub hub;
  private BuiltProgram program;
  private HubLogin login;

  /** Where the files really are. */
  private TokenFolder real;

  @BeforeEach
  void logIn() throws Exception {
    hub =
        PracticeHub.start(
            PracticeHub.Options.builder()
                .scenario(Scenario.ROTATE)
                .accessTokenLifetime(Duration.ofDays(30))
                .strictPolling(false)
                .build());
    login = HubLogin.at(hub);
    program = new BuiltProgram(folder).with("HF_ENDPOINT", hub.endpoint());
    real = new TokenFolder(folder.resolve("real"));
    real.holds(login.accessToken(), section());
    program.loggedIn(login.accessToken(), section());
  }

  private String section() {
    return login.section("oauth-alice", 600);
  }

  private Mounts mounts() {
    return new Mounts(program);
  }

  private Mounts bound() {
    return mounts()
        .bind(real.token(), program.token())
        .bind(real.storedTokens(), program.storedTokens());
  }

  private void assertNothingWasSent() {
    assertEquals(0, HubLogin.refreshes(hub), () -> hub.requests().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"token stored_tokens", "token", "stored_tokens"})
  void mountedFiles_areWritten_andTheLoginLives(String mounted) throws Exception {
    Mounts mounts = mounts();
    List<String> names = List.of(mounted.split(" ", -1));
    for (String name : names) {
      mounts.bind(real.home().resolve(name), program.hfHome().resolve(name));
    }
    mounts.assumed();

    String first = mounts.run("auth", "token").exits(0).saysNothing().stdout();
    mounts.run("auth", "refresh", "-q").exits(0).saysNothing();
    String last = mounts.run("auth", "token").exits(0).saysNothing().stdout();

    assertNotEquals(first, last);
    assertTrue(HubLogin.isGood(hub, last.strip()));
    assertEquals(2, HubLogin.refreshes(hub));
    for (String name : List.of("token", "stored_tokens")) {
      Path written = names.contains(name) ? real.home() : program.hfHome();
      assertTrue(text(written.resolve(name)).contains(last.strip()), name);
    }
    assertEquals(List.of(), real.leftovers());
    assertEquals(List.of(), program.files().leftovers());
  }

  @Test
  void mountedFiles_takeALogin_andAreEmptiedByALogout() throws Exception {
    Mounts mounts = bound().assumed();
    mounts.run("auth", "login", "--force", "--token", login.accessToken()).exits(0);
    assertEquals(login.accessToken(), real.activeToken());
    mounts.run("auth", "logout").exits(0);
    assertEquals("\n", text(real.token()));
    assertEquals("\n", text(real.storedTokens()));
    mounts.run("auth", "token").failsShortly(4).says("not logged in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "stored_tokens"})
  void fileThatIsMountedReadOnly_costsNoLogin_andIsSaid(String name) throws Exception {
    Path file = program.hfHome().resolve(name);
    Mounts mounts = mounts().readOnly(file).assumed();
    String problem = "Cannot write " + file + ": " + READ_ONLY;

    mounts.run("auth", "token").exits(0).prints(login.accessToken() + "\n").says(problem);
    mounts.run("auth", "refresh").failsShortly(7).says(problem).says("Mount it");
    mounts.run("auth", "login", "--force").failsShortly(7).says(problem);
    Run report = mounts.run("doctor");
    assertTrue(report.stdout().contains("failure  permissions: " + problem), report::toString);
    mounts.run("auth", "logout").failsShortly(7).says("Cannot remove " + file + ": " + READ_ONLY);

    assertNothingWasSent();
    assertTrue(text(file).contains(login.accessToken()));
  }

  @Test
  void tokenThatExpired_whereNothingCanBeWritten_isSaidToHave() throws Exception {
    program.loggedIn(login.accessToken(), login.section("oauth-alice", -60));
    Mounts mounts = mounts().readOnly(program.storedTokens()).assumed();
    for (String command : List.of("token", "status", "whoami")) {
      mounts
          .run("auth", command)
          .failsShortly(7)
          .says("the token expired and cannot be refreshed: Cannot write")
          .says(READ_ONLY);
    }
    assertNothingWasSent();
  }

  @Test
  void folderThatIsMountedReadOnly_costsNoLogin_andIsSaid() throws Exception {
    Mounts mounts = mounts().readOnly(program.hfHome()).assumed();
    mounts.run("auth", "token").exits(0).prints(login.accessToken() + "\n").says(READ_ONLY);
    for (String words : List.of("refresh", "login --force", "logout")) {
      mounts.run(("auth " + words).split(" ", -1)).failsShortly(7).says(READ_ONLY);
    }
    Run report = mounts.run("doctor");
    assertTrue(report.stdout().contains(READ_ONLY), report::toString);
    assertNothingWasSent();
  }

  /** As {@code docker run --read-only} with the two files mounted into it. */
  @Test
  void mountedFiles_inAFolderThatMayOnlyBeRead_areWritten_andLockedThemselves() throws Exception {
    Mounts mounts =
        mounts()
            .readOnly(program.hfHome())
            .bind(real.token(), program.token())
            .bind(real.storedTokens(), program.storedTokens())
            .assumed();
    String token = mounts.run("auth", "token").exits(0).saysNothing().stdout();
    assertNotEquals(login.accessToken() + "\n", token);
    assertEquals(token.strip(), real.activeToken());

    Running again = mounts.start("auth", "login", "--force");
    hub.approve(again.await(again.stderr(), Pattern.compile("enter code: (\\S+)\n")));
    again.end().exits(0).says("cannot be resumed").says("Logged in as alice");
    assertNotEquals(token.strip(), real.activeToken());
    assertTrue(HubLogin.isGood(hub, real.activeToken()));
    Run report = mounts.run("doctor").exits(0);
    String warning = "warning  permissions: " + program.hfHome() + " takes no new files";
    assertTrue(report.stdout().contains(warning), report::toString);
  }

  /** The host's own refresh has used the refresh token up that the container still sees. */
  @Test
  void fileThatWasReplacedOutside_costsNoLogin_andIsSaid() throws Exception {
    for (Path file : List.of(real.token(), real.storedTokens())) {
      real.holds(login.accessToken(), section());
      Mounts mounts =
          bound().with("cp -p " + file + " " + file + ".new").with("mv " + file + ".new " + file);
      mounts.assumed();
      mounts
          .run("auth", "token")
          .exits(0)
          .prints(login.accessToken() + "\n")
          .says("was replaced where it came from");
      mounts.run("auth", "refresh").failsShortly(7).says("mount the folder");
    }
    assertNothingWasSent();
  }

  /** No mount, but a folder of somebody else's, as an image has it. */
  @Test
  void folderThatTakesNoFiles_isNoObstacle() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "there is no setpriv(1)");
    Path home = program.hfHome();
    String nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups ";
    program.with("home", home).with("nobody", nobody).with("dir", folder);
    String owned = "chmod 755 \"$home\" \"$dir\" . && chown 65534:65534 \"$home\"/* && ";
    assumeTrue(
        program.shell(owned + "cd / && $nobody \"$hf\" auth list -q").stdout().contains("alice"),
        "only root can be another user");
    Run first = program.shell("$nobody \"$hf\" auth token").exits(0).saysNothing();
    program.shell("$nobody \"$hf\" auth refresh -q").exits(0).saysNothing();
    assertNotEquals(login.accessToken() + "\n", first.stdout());
    assertTrue(HubLogin.isGood(hub, program.files().activeToken()));
    assertEquals(
        List.of("stored_tokens", "token"),
        List.of(home.toFile().list()).stream().sorted().toList());
  }

  @Test
  void fullDisk_costsNoLogin_andIsSaid() throws Exception {
    Path home = program.hfHome();
    Path moved = folder.resolve("moved");
    Files.move(home, moved);
    Files.createDirectory(home);
    Mounts mounts =
        mounts()
            .small(home, "16k")
            .with("cp -p " + moved + "/* " + home)
            .with("! dd if=/dev/zero of=" + home + "/filler bs=4k 2>/dev/null")
            .assumed();
    mounts.run("auth", "token").exits(0).prints(login.accessToken() + "\n").says("disk is full");
    mounts.run("auth", "refresh").failsShortly(7).says("the disk is full");
    assertNothingWasSent();
  }

  @Test
  void linkIntoAMount_isFollowed_andTheLoginLives() throws Exception {
    Path mounted = Files.createDirectory(folder.resolve("mounted"));
    Files.createFile(mounted.resolve("token"));
    Files.createFile(mounted.resolve("stored_tokens"));
    for (Path file : List.of(program.token(), program.storedTokens())) {
      Files.delete(file);
      Files.createSymbolicLink(file, mounted.resolve(file.getFileName()));
    }
    Mounts mounts = mounts();
    for (Path file : List.of(real.token(), real.storedTokens())) {
      mounts.bind(file, mounted.resolve(file.getFileName()));
    }
    mounts.assumed();
    String token = mounts.run("auth", "token").exits(0).saysNothing().stdout();
    mounts.run("auth", "refresh", "-q").exits(0).saysNothing();
    assertNotEquals(token.strip(), real.activeToken());
    assertTrue(HubLogin.isGood(hub, real.activeToken()));
    assertTrue(Files.isSymbolicLink(program.token()));
  }
}
