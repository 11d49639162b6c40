package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
  private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

  @TempDir Path root;
  private Folder folder;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void folder() throws IOException {
    folder = new Folder(Files.createDirectory(root.resolve("f")));
  }

  private SecretFile file(String name) {
    return file(folder.file(name));
  }

  private SecretFile file(Path path) {
    return new SecretFile(path, Ownership.ofThisProcess(), warnings::add);
  }

  private static String refusal(SecretFile file) {
    StoreException e = assertThrows(StoreException.class, () -> file.write(NEW));
    assertEquals(Optional.of(file.path()), e.path());
    assertTrue(e.getMessage().contains(file.path().toString()), e.getMessage());
    assertEquals(
        e.getMessage(), assertThrows(StoreException.class, file::checkWritable).getMessage());
    return e.getMessage();
  }

  @Test
  void write_replacesTheFile_forItsOwnerAlone() throws Exception {
    Folder.assumePosix(root);
    folder.write("token", "old");
    Folder.setMode(folder.file("token"), "rw-rw-rw-");
    file("token").write(NEW);
    assertEquals("new", folder.text("token"));
    assertEquals("rw-------", Folder.mode(folder.file("token")));
    assertEquals(Set.of("token"), folder.names());
  }

  @Test
  void hardLink_staysOne_whereOnlyThisUserCanHaveMadeIt() throws Exception {
    Folder.assumePosix(root);
    folder.write("token", "old text");
    Path other = Files.createLink(root.resolve("other"), folder.file("token"));
    file("token").checkWritable();
    file("token").write(NEW);
    assertEquals("new", Files.readString(other));
    assertEquals("new", folder.text("token"));

    assertTrue(file("token").delete());
    assertEquals("new", Files.readString(other), "its name is gone, and no other");
  }

  @Test
  void hardLink_inAFolderWhereOthersMakeFiles_isReplaced() throws Exception {
    Folder.assumePosix(root);
    folder.write("token", "no token at all");
    Path other = Files.createLink(root.resolve("other"), folder.file("token"));
    Files.setAttribute(folder.path(), "unix:mode", 01777);
    file("token").write(NEW);
    assertEquals("new", folder.text("token"));
    assertEquals("no token at all", Files.readString(other));
  }

  @Test
  void write_createsMissingFoldersForTheOwnerAlone_andLeavesTheOthers() throws Exception {
    Folder.assumePosix(root);
    Folder.setMode(folder.path(), "rwxrwxr-x");
    file("a/b/token").write(NEW);
    assertEquals("rwxrwxr-x", Folder.mode(folder.path()));
    assertEquals("rwx------", Folder.mode(folder.file("a")));
    assertEquals("rwx------", Folder.mode(folder.file("a/b")));
  }

  @Test
  void write_goesThroughAFolderThatIsALink() throws Exception {
    Files.createDirectory(root.resolve("real"));
    Files.createSymbolicLink(folder.file("link"), Path.of("../real"));
    file("link/token").write(NEW);
    assertEquals("new", Folder.text(root.resolve("real/token")));
  }

  @Test
  void write_followsLinks_relativeAndChained() throws Exception {
    Files.createDirectory(folder.file("d"));
    folder.write("d/real", "old");
    Files.createSymbolicLink(folder.file("d/second"), Path.of("real"));
    Files.createSymbolicLink(folder.file("token"), Path.of("d/second"));
    file("token").write(NEW);
    assertTrue(Files.isSymbolicLink(folder.file("token")));
    assertTrue(Files.isSymbolicLink(folder.file("d/second")));
    assertEquals("new", folder.text("d/real"));
    assertEquals(Set.of("d", "token"), folder.names());
  }

  @Test
  void write_createsTheTargetOfADanglingLink() throws Exception {
    Files.createSymbolicLink(folder.file("token"), root.resolve("other/real"));
    assertEquals(Optional.empty(), file("token").read());
    file("token").write(NEW);
    assertTrue(Files.isSymbolicLink(folder.file("token")));
    assertEquals("new", Folder.text(root.resolve("other/real")));
  }

  @Test
  void delete_removesTheTarget_andKeepsTheLink() throws Exception {
    folder.write("real", "old");
    Files.createSymbolicLink(folder.file("token"), Path.of("real"));
    assertTrue(file("token").delete());
    assertFalse(file("token").delete());
    assertFalse(Files.exists(folder.file("real"), LinkOption.NOFOLLOW_LINKS));
    assertTrue(Files.isSymbolicLink(folder.file("token")));
  }

  @Test
  void circleOfLinks_isRefused() throws Exception {
    Files.createSymbolicLink(folder.file("token"), Path.of("b"));
    Files.createSymbolicLink(folder.file("b"), Path.of("token"));
    assertTrue(refusal(file("token")).contains("circle"));
    assertThrows(StoreException.class, () -> file("token").read());
  }

  @Test
  void folderInItsPlace_isRefused_andNothingIsLeft() throws Exception {
    Files.createDirectory(folder.file("token"));
    assertTrue(refusal(file("token")).contains("it is a folder"));
    assertTrue(
        assertThrows(StoreException.class, () -> file("token").read())
            .getMessage()
            .contains("it is a folder"));
    assertThrows(StoreException.class, () -> file("token").delete());
    assertEquals(Set.of("token"), folder.names());
  }

  @Test
  void fileInPlaceOfAFolder_isRefused() {
    folder.write("f", "");
    assertTrue(refusal(file("f/token")).contains("is a file and not a folder"));
    assertTrue(refusal(file("f/g/token")).contains("is a file and not a folder"));
  }

  @Test
  void specialFile_isNeverReplaced() throws Exception {
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(folder.file("token")));
      assertTrue(refusal(file("token")).contains("device"));
      assertTrue(Files.exists(folder.file("token")));
      assertFalse(Files.isRegularFile(folder.file("token")));
      assertEquals(Set.of("token"), folder.names());
    }
  }

  @Test
  void device_isRefused() {
    Path device = Path.of("/dev/zero");
    Assumptions.assumeTrue(Files.exists(device));
    StoreException e = assertThrows(StoreException.class, () -> file(device).read());
    assertTrue(e.getMessage().contains("device or pipe"), e.getMessage());
  }

  @Test
  void largestFile_isReadBack_andALargerOneIsNeitherWrittenNorRead() throws Exception {
    byte[] largest = new byte[SecretFile.MAX_BYTES];
    file("token").write(largest);
    assertArrayEquals(largest, file("token").read().orElseThrow());
    byte[] larger = new byte[SecretFile.MAX_BYTES + 1];
    StoreException e = assertThrows(StoreException.class, () -> file("token").write(larger));
    assertTrue(e.getMessage().contains("too large"), e.getMessage());
    assertArrayEquals(largest, file("token").read().orElseThrow());
    Files.write(folder.file("token"), larger);
    e = assertThrows(StoreException.class, () -> file("token").read());
    assertTrue(e.getMessage().contains("it is larger than 4 MiB"), e.getMessage());
  }

  @Test
  void folderThatTakesNoFiles_isRefused() {
    Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")));
    refusal(file(Path.of("/proc/self/hf/token")));
    refusal(file(Path.of("/proc/self/token")));
  }

  @Test
  void readOnlyFolder_isRefused() throws Exception {
    Folder.assumePosix(root);
    Folder.setMode(folder.path(), "r-x------");
    try {
      Assumptions.assumeFalse(Files.isWritable(folder.path()), "modes do not bind this user");
      assertTrue(refusal(file("token")).contains("permission denied"));
    } finally {
      Folder.setMode(folder.path(), "rwx------");
    }
  }

  @Test
  void checkWritable_createsTheFolders_andNothingElse() throws Exception {
    file("a/token").checkWritable();
    assertEquals(Set.of(), new Folder(folder.file("a")).names());
    folder.write("token", "old");
    file("token").checkWritable();
    assertEquals("old", folder.text("token"));
    assertEquals(Set.of("a", "token"), folder.names());
  }

  @Test
  void whatAKilledProcessLeft_isRemoved_andNoOtherFile() throws Exception {
    FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    for (String name :
        List.of(".token.hf-device-1.tmp", ".token.hf-device-1.txt", ".other.hf-device-1.tmp")) {
      folder.write(name, "hf_old");
      Files.setLastModifiedTime(folder.file(name), old);
    }
    folder.write(".token.hf-device-2.tmp", "in use now");
    Set<String> kept =
        Set.of(".other.hf-device-1.tmp", ".token.hf-device-1.txt", ".token.hf-device-2.tmp");
    file("token").checkWritable();
    assertEquals(4, folder.names().size());
    file("token").write(NEW);
    assertTrue(Files.deleteIfExists(folder.file("token")));
    assertEquals(kept, folder.names());

    folder.write(".token.hf-device-1.tmp", "hf_old");
    Files.setLastModifiedTime(folder.file(".token.hf-device-1.tmp"), old);
    folder.write("token", "x");
    file("token").delete();
    assertEquals(kept, folder.names());
  }

  @Test
  void write_isNotStoppedByAnInterrupt() throws Exception {
    Thread.currentThread().interrupt();
    try {
      file("token").write(NEW);
      assertArrayEquals(NEW, file("token").read().orElseThrow());
    } finally {
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void writeNew_leavesAFileThatIsThere() throws Exception {
    assertTrue(file("kept").writeNew(NEW));
    folder.write("kept", "old");
    assertFalse(file("kept").writeNew(NEW));
    assertEquals("old", folder.text("kept"));
  }

  @Test
  void read_takesOthersRightsAway_andSaysSo() throws Exception {
    Folder.assumePosix(root);
    folder.write("token", "hf_x");
    file("token").read();
    assertEquals(List.of(), warnings);
    Folder.setMode(folder.file("token"), "rw-r-----");
    file("token").read();
    assertEquals(
        List.of(
            folder.file("token")
                + " could be read by other users of this machine; its mode is now 0600"),
        warnings);
    assertEquals("rw-------", Folder.mode(folder.file("token")));
    file("token").repairMode();
    file("none").repairMode();
    assertEquals(1, warnings.size());
  }

  @Test
  void modeThatCannotBeChanged_isAWarning() {
    // Not even root can change that one.
    Path fixed = Path.of("/proc/self/status");
    Assumptions.assumeTrue(Files.exists(fixed), "no Linux");
    file(fixed).repairMode();
    assertEquals(
        List.of(
            fixed + " can be read by other users of this machine, and its mode cannot be changed"),
        warnings);
  }

  @Test
  void repairMode_takesOthersRightsAway_withoutReading() throws Exception {
    Folder.assumePosix(root);
    folder.write("token", "hf_x");
    Folder.setMode(folder.file("token"), "rw-r--r--");
    file("token").repairMode();
    assertEquals("rw-------", Folder.mode(folder.file("token")));
    assertEquals(1, warnings.size());
  }

  @Test
  void fileThatTellsNoSize_isReadWhole() throws Exception {
    Path status = Path.of("/proc/self/status");
    Assumptions.assumeTrue(Files.exists(status), "no Linux");
    String text = new String(file(status).read().orElseThrow(), StandardCharsets.UTF_8);
    assertTrue(text.startsWith("Name:") && text.contains("\nnonvoluntary_ctxt_switches:"), text);
  }

  @Test
  void fileWithoutRoom_thatCannotBeReplacedEither_isFoundByTheCheck() {
    Path shown = Path.of("/proc/self/comm");
    Assumptions.assumeTrue(Files.exists(shown), "no Linux");
    StoreException e = assertThrows(StoreException.class, file(shown)::checkWritable);
    assertEquals("Cannot write " + shown + ": the disk is full", e.problem());
  }

  @Test
  void checkOwn_takesAFileOfOnesOwn_orNone_andRefusesOneThatOthersCanWrite() throws Exception {
    Folder.assumePosix(root);
    Folder.setMode(folder.path(), "rwx------");
    file("token").checkOwn();
    file("none/token").checkOwn();
    folder.write("token", "hf_x");
    file("token").checkOwn();
    Folder.setMode(folder.file("token"), "rw-rw-rw-");
    StoreException e = assertThrows(StoreException.class, file("token")::checkOwn);
    assertTrue(e.problem().endsWith("can be written by other users (mode 0666)"), e.problem());
  }

  @Test
  void linkToNowhere_isNotTakenForAFolder() throws Exception {
    Files.createSymbolicLink(folder.file("link"), Path.of("nowhere"));
    assertTrue(refusal(file("link/token")).contains("is a file and not a folder"));
  }

  @Test
  void write_thatIsInterruptedAgainAndAgain_leavesOneFile() throws Exception {
    byte[] large = new byte[SecretFile.MAX_BYTES];
    SecretFile file = file("token");
    List<Throwable> failures = new ArrayList<>();
    Thread writer =
        new Thread(
            () -> {
              try {
                file.write(large);
              } catch (StoreException e) {
                failures.add(e);
              }
            });
    writer.start();
    for (int i = 0; i < 20; i++) {
      TimeUnit.MILLISECONDS.sleep(1);
      writer.interrupt();
    }
    writer.join();
    assertEquals(List.of(), failures);
    assertEquals(Set.of("token"), folder.names());
    assertEquals(large.length, Files.size(folder.file("token")));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void pipe_isRefusedAtOnce_byEveryUse() throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", folder.file("pipe").toString()).start().waitFor());
    Files.createSymbolicLink(folder.file("link"), Path.of("pipe"));
    for (String name : List.of("pipe", "link")) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            assertTrue(refusal(file(name)).contains("device or pipe"));
            for (Executable use :
                List.<Executable>of(file(name)::read, file(name)::delete, file(name)::checkOwn)) {
              StoreException e = assertThrows(StoreException.class, use);
              assertTrue(e.getMessage().contains("device or pipe"), e.getMessage());
            }
          });
    }
  }

  @Test
  void folderThatOthersCanWrite_isRefused_byEveryUse() throws Exception {
    Folder.assumePosix(root);
    folder.write("token", "old");
    Folder.setMode(folder.path(), "rwxrwxrwx");
    for (String name : List.of("token", "none")) {
      assertTrue(refusal(file(name)).endsWith("Run: chmod go-w " + folder.path()));
      assertThrows(StoreException.class, file(name)::checkOwn);
    }
    assertThrows(StoreException.class, file("token")::read);
    assertThrows(StoreException.class, file("token")::delete);
    assertEquals(Optional.empty(), file("none").read());
    assertEquals(Set.of("token"), folder.names());
    assertEquals("old", folder.text("token"));
  }

  @Test
  void fileThatOthersCanWrite_isNotRead_butReplaced() throws Exception {
    Folder.assumePosix(root);
    folder.write("token", "planted");
    Folder.setMode(folder.file("token"), "rw-rw-rw-");
    StoreException e = assertThrows(StoreException.class, file("token")::read);
    assertEquals(
        "Cannot read " + folder.file("token") + ": it can be written by other users (mode 0666)",
        e.problem());
    file("token").write(NEW);
    assertArrayEquals(NEW, file("token").read().orElseThrow());
  }

  private static void assumeRoot() throws IOException {
    Assumptions.assumeTrue(Folder.isRoot(), "only root can give files to other users");
  }

  @Test
  void whatRootWritesForAUser_isThatUsers() throws Exception {
    assumeRoot();
    Folder.give(folder.path(), 4711, 4711, "0755");
    file("token").write(NEW);
    file("token").write(NEW);
    file("a/b/token").write(NEW);
    for (String name : List.of("token", "a", "a/b", "a/b/token")) {
      assertEquals(4711, Folder.owner(folder.file(name)), name);
    }
    assertEquals("rw-------", Folder.mode(folder.file("token")));
  }

  @Test
  void whatRootWritesElsewhere_isRoots() throws Exception {
    assumeRoot();
    file("token").write(NEW);
    assertEquals(0, Folder.owner(folder.file("token")));
    Folder.give(folder.path(), 4711, 4711, "0755");
    file("token").write(NEW);
    assertEquals(0, Folder.owner(folder.file("token")), "it was root's before");
  }

  @Test
  void fileThatAnotherUserPutInAnOpenFolder_getsNothing() throws Exception {
    assumeRoot();
    Folder.give(folder.path(), 0, 0, "0777");
    folder.write("token", "");
    Folder.give(folder.file("token"), 4712, 4712, "0644");
    refusal(file("token"));
    assertEquals("", folder.text("token"));
    assertEquals(4712, Folder.owner(folder.file("token")));
  }

  @Test
  void fileOfATeam_keepsTheRightsOfItsGroup() throws Exception {
    assumeRoot();
    Folder.give(folder.path(), 0, 4800, "2770");
    folder.write("token", "old");
    Folder.give(folder.file("token"), 4711, 4800, "0660");
    assertEquals("old", new String(file("token").read().orElseThrow(), StandardCharsets.UTF_8));
    assertEquals(List.of(), warnings);
    file("token").write(NEW);
    assertEquals("rw-rw----", Folder.mode(folder.file("token")));
    assertEquals(4800, Look.at(folder.file("token")).orElseThrow().group());
    Folder.setMode(folder.file("token"), "rw-r--r--");
    file("token").read();
    assertEquals("rw-r-----", Folder.mode(folder.file("token")));
    assertEquals(
        List.of(
            folder.file("token")
                + " could be read by other users of this machine; its mode is now 0640"),
        warnings);
    file("new").write(NEW);
    assertEquals("rw-------", Folder.mode(folder.file("new")));
  }

  @Test
  void linkOfAnotherUser_isNotFollowed_byAnyUse() throws Exception {
    assumeRoot();
    Path theirs = Files.createDirectory(root.resolve("theirs"));
    Path mine = Files.writeString(root.resolve("mine"), "mine");
    Files.createSymbolicLink(theirs.resolve("token"), mine);
    Folder.give(theirs, 0, 0, "1777");
    Folder.give(theirs.resolve("token"), 4712, 4712, "");
    SecretFile file = file(theirs.resolve("token"));
    for (Executable use :
        List.<Executable>of(
            file::read, file::delete, file::checkOwn, file::checkWritable, () -> file.write(NEW))) {
      StoreException e = assertThrows(StoreException.class, use);
      assertTrue(e.problem().endsWith("it is a link of another user (4712)"), e.problem());
    }
    file.repairMode();
    assertEquals("mine", Folder.text(mine));
  }

  @Test
  void strangersFile_isTakenAway_inAFolderOfOnesOwn() throws Exception {
    assumeRoot();
    folder.write("token", "planted");
    Folder.give(folder.file("token"), 4712, 4712, "0644");
    file("token").discardStranger();
    assertEquals(Set.of(), folder.names());
    folder.write("token", "own");
    file("token").discardStranger();
    assertEquals(Set.of("token"), folder.names());
  }
}
