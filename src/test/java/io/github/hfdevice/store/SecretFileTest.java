package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
  private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

  @TempDir Path root;
  private Folder folder;

  @BeforeEach
  void folder() throws IOException {
    folder = new Folder(Files.createDirectory(root.resolve("f")));
  }

  private SecretFile file(String name) {
    return new SecretFile(folder.file(name));
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
  void endlessFile_isRefused() {
    Path device = Path.of("/dev/zero");
    Assumptions.assumeTrue(Files.exists(device));
    StoreException e = assertThrows(StoreException.class, () -> new SecretFile(device).read());
    assertTrue(e.getMessage().contains("too large"), e.getMessage());
  }

  @Test
  void folderThatTakesNoFiles_isRefused() {
    Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")));
    refusal(new SecretFile(Path.of("/proc/self/hf/token")));
    refusal(new SecretFile(Path.of("/proc/self/token")));
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
  void repairMode_takesOthersRightsAway_andSaysSo() throws Exception {
    Folder.assumePosix(root);
    folder.write("token", "hf_x");
    assertEquals(Optional.empty(), file("token").repairMode());
    Folder.setMode(folder.file("token"), "rw-r-----");
    String warning = file("token").repairMode().orElseThrow();
    assertTrue(warning.contains(folder.file("token").toString()), warning);
    assertFalse(warning.contains("hf_x"), warning);
    assertEquals("rw-------", Folder.mode(folder.file("token")));
    assertEquals(Optional.empty(), file("token").repairMode());
    assertEquals(Optional.empty(), file("none").repairMode());
  }

  @Test
  void repairMode_thatFails_isAWarning() {
    Path foreign = Path.of("/proc/version");
    Assumptions.assumeTrue(Files.exists(foreign));
    Assumptions.assumeFalse(
        System.getProperty("user.name").equals("root"), "root would change it for real");
    assertTrue(new SecretFile(foreign).repairMode().orElseThrow().contains("cannot be changed"));
  }
}
