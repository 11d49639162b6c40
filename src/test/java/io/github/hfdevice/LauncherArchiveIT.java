package io.github.hfdevice;

import static io.github.hfdevice.Launcher.PRINTS_ARGUMENTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where the JVM of a Java from 19 on may keep its class-data archive: it runs what it finds there.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherArchiveIT {
  private static final String OPTION = "-XX:SharedArchiveFile=";

  /** A folder that everybody may write to, as /tmp is, made anew: its parents are the system's. */
  @TempDir private Path dir;

  private Launcher launcher;
  private Path base;
  private Path cache;

  @BeforeEach
  void startAJavaThatKeepsArchives() throws Exception {
    launcher = new Launcher(dir);
    launcher.with("JAVA_HOME", launcher.fakeJdk("jdk", "21.0.1", PRINTS_ARGUMENTS));
    base = Files.createDirectory(dir.resolve("a home")).resolve(".cache");
    cache = base.resolve("hf-device");
    mode(dir.resolve("a home"), "rwxr-xr-x");
    launcher.with("HOME", base.getParent());
  }

  @Test
  void noFolderYet_isMade_forUsAlone() throws Exception {
    Path kept = archive();

    assertEquals(cache.toRealPath(), kept.getParent());
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
  }

  @Test
  void ownFolderWithAnOwnArchive_isUsed() throws Exception {
    Path kept = Files.createFile(archive());
    assertEquals(kept, archive());
  }

  /** The look at the folder must not change what was seen of the streams before. */
  @Test
  void whichStreamsAreClosed_isStillKnown() throws Exception {
    Files.createFile(archive());
    for (String closed : List.of("", "0", "2")) {
      String redirection = closed.isEmpty() ? "" : " " + closed + ">&-";
      Launcher.Result result =
          launcher.shell("exec \"$1\"" + redirection, Launcher.PROGRAM).exits(0);
      assertEquals(closed, Launcher.fact("closed", result.lines()), result::toString);
    }
  }

  @Test
  void cacheThatIsALinkToAnOwnFolder_isUsedByItsRealPath() throws Exception {
    Path far = Files.createDirectories(dir.resolve("scratch/of mine"));
    Files.createSymbolicLink(base, far);
    assertEquals(far.toRealPath().resolve("hf-device"), archive().getParent());
  }

  @Test
  void folderOrArchiveThatIsALink_isNot() throws Exception {
    Path kept = archive();
    Files.createSymbolicLink(kept, Files.createFile(dir.resolve("elsewhere")));
    assertNone("linked archive");
    Files.delete(kept);
    Files.delete(cache);
    Files.createSymbolicLink(cache, Files.createDirectory(dir.resolve("else")));
    assertNone("linked folder");
  }

  @Test
  void whatOthersCanWriteTo_isNot() throws Exception {
    Path kept = Files.createFile(archive());
    mode(cache, "rwxr-xr-x");
    for (Path open : List.of(kept, cache, base, base.getParent())) {
      String closed = PosixFilePermissions.toString(Files.getPosixFilePermissions(open));
      for (String permissions : List.of("rwxrwxr-x", "rwxr-xrwx")) {
        mode(open, permissions);
        assertNone(open + " " + permissions);
      }
      mode(open, closed);
      assertEquals(kept, archive(), open.toString());
    }
  }

  @Test
  void archiveThatOthersCouldWriteTo_butNotReach_isUsed() throws Exception {
    Path kept = Files.createFile(archive());
    mode(kept, "rw-rw-rw-");
    assertEquals(kept, archive());
  }

  @Test
  void stickyFolderOfEverybody_mayHoldAHome_butNoArchive() throws Exception {
    Path kept = archive();
    launcher.shell("chmod 1777 \"$1\"", base.getParent()).exits(0);
    assertEquals(kept, archive());
    launcher.shell("chmod 1777 \"$1\"", cache).exits(0);
    assertNone("sticky");
  }

  @Test
  void whatBelongsToSomebodyElse_isNot() throws Exception {
    assumeTrue(Files.getAttribute(dir, "unix:uid").equals(0), "only root can give files away");
    Path kept = Files.createFile(archive());
    for (Path given : List.of(kept, cache, base, base.getParent())) {
      owner(given, 65534);
      assertNone(given.toString());
      owner(given, 0);
      assertEquals(kept, archive(), given.toString());
    }
  }

  @Test
  void withoutLs_nothingIsBelieved() throws Exception {
    launcher.with("PATH", dir);
    Files.createDirectories(cache);
    assertNone("no ls");
  }

  @Test
  void littleAddressSpace_usesAnArchive_butWritesNone() throws Exception {
    String limited = "ulimit -v 524288 && exec \"$1\"";
    assertFalse(launcher.shell(limited, Launcher.PROGRAM).stdout().contains("Archive"));
    Path kept = Files.createFile(archive());
    List<String> lines = launcher.shell(limited, Launcher.PROGRAM).lines();
    assertEquals(1, lines.stream().filter(line -> line.equals(OPTION + kept)).count());
    assertFalse(lines.contains("-XX:+AutoCreateSharedArchive"));
  }

  private Path archive() throws Exception {
    List<String> lines = launcher.start().exits(0).lines();
    Stream<String> options = lines.stream().filter(line -> line.startsWith(OPTION));
    return Path.of(options.findFirst().orElseThrow().substring(OPTION.length()));
  }

  private void assertNone(String why) throws Exception {
    Launcher.Result result = launcher.start().exits(0);
    assertFalse(result.stdout().contains("Archive"), why + ": " + result);
    assertEquals("", result.stderr(), why);
  }

  private static void mode(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static void owner(Path file, int uid) throws IOException {
    Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
  }
}
