package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real mounts, in a name space of their own, as a container has them. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class MountedFilesTest {
  private static final String[] ALL_ACTS = {
    "check", "refresh hf_new", "read", "save b hf_b", "read"
  };
  private static final List<String> ALL_TOLD =
      List.of(
          "done: check",
          "done: refresh",
          "hf_new of 1",
          "done: read",
          "done: save",
          "hf_b of 2",
          "done: read");
  private static final String STORED = "[a]\nhf_token = hf_a\nrefresh_token = r\n\n";

  @TempDir Path root;
  private Folder real;
  private Folder inside;

  @BeforeEach
  void files() throws Exception {
    real = new Folder(Files.createDirectory(root.resolve("real")));
    inside = new Folder(Files.createDirectory(root.resolve("inside")));
    Path probe = Files.createFile(root.resolve("probe"));
    assumeMounts("mount --bind " + probe + " " + probe);
    real.write("token", "hf_a");
    real.write("stored_tokens", STORED);
    real.write("device_login", "pending");
    inside.write("token", "");
    inside.write("stored_tokens", "");
  }

  private static void assumeMounts(String mounts) throws Exception {
    Process probe;
    try {
      probe = StoreProcess.start(mounts, List.of("true"));
    } catch (IOException e) {
      Assumptions.abort("there is no unshare(1)");
      return;
    }
    Assumptions.assumeTrue(probe.waitFor() == 0, "mounting is not possible here");
  }

  private String bind(String name) {
    return "mount --bind " + real.file(name) + " " + inside.file(name);
  }

  private String bindBoth() {
    return bind("token") + " && " + bind("stored_tokens");
  }

  private List<String> run(String mounts, String... acts) throws Exception {
    return StoreProcess.runMounted(mounts, inside.file("token"), acts);
  }

  @Test
  void mountedFiles_areWrittenInPlace() throws Exception {
    assertEquals(ALL_TOLD, run(bindBoth(), ALL_ACTS));
    assertEquals("hf_b", real.text("token"));
    assertEquals(
        STORED.replace("hf_a", "hf_new") + "[b]\nhf_token = hf_b\n\n", real.text("stored_tokens"));
    assertEquals("", inside.text("token"));
    assertEquals(Set.of("device_login", "stored_tokens", "token"), real.names());
    assertEquals(Set.of("stored_tokens", "stored_tokens.lock", "token"), inside.names());
  }

  @Test
  void mountedFiles_areEmptiedByALogout() throws Exception {
    assertEquals(
        List.of("done: logout", "nothing of 0", "done: read"), run(bindBoth(), "logout", "read"));
    assertEquals("\n", real.text("token"));
    assertEquals("\n", real.text("stored_tokens"));
  }

  /** As in a chroot, whose own root is no mount: Java then knows no file system of a place. */
  @Test
  void whereNoMountIsListed_modesAreJudged_andMountedFilesWritten() throws Exception {
    Path empty = Files.createFile(root.resolve("no mounts"));
    String unlisted = "mount --bind '" + empty + "' /proc/$$/mounts";
    assumeMounts(unlisted);
    assertEquals(
        List.of("done: check", "done: refresh"),
        run(bindBoth() + " && " + unlisted, "check", "refresh hf_new"));

    Folder.setMode(inside.path(), "rwxrwxrwx");
    List<String> told = run(unlisted, "read");
    assertTrue(told.get(0).contains("can be written by other users"), told.toString());
  }

  @Test
  void fileThatIsMountedToBeRead_isFoundBeforeARefresh() throws Exception {
    String readOnly = bindBoth() + " && mount -o remount,bind,ro " + inside.file("stored_tokens");
    assumeMounts(readOnly);
    List<String> told = run(readOnly, "check", "save b hf_b");
    assertEquals(2, told.size(), told.toString());
    for (String line : told) {
      assertTrue(
          line.startsWith("failed: Cannot write " + inside.file("stored_tokens")), told.toString());
    }
    assertEquals(STORED, real.text("stored_tokens"));
  }

  /** A container's folder is often of its image, and only what is mounted there can be written. */
  private String inReadOnlyFolder(Path over, String... names) {
    StringBuilder mounts = new StringBuilder("mount --bind " + inside.path() + " " + over);
    mounts.append(" && mount -o remount,bind,ro ").append(over);
    for (String name : names) {
      mounts.append(" && mount --bind " + real.file(name) + " " + over.resolve(name));
    }
    return mounts.toString();
  }

  @Test
  void filesInAFolderThatMayOnlyBeRead_areWrittenInPlace() throws Exception {
    Path over = Files.createDirectory(root.resolve("over"));
    Files.createFile(inside.file("stored_tokens.lock"));
    String mounts = inReadOnlyFolder(over, "token", "stored_tokens");
    assumeMounts(mounts);
    List<String> told =
        StoreProcess.runMounted(mounts, over.resolve("token"), "check", "refresh hf_new", "read");
    assertEquals(List.of("done: check", "done: refresh", "hf_new of 1", "done: read"), told);
    assertEquals("hf_new", real.text("token"));
  }

  @Test
  void whereNoLockFileCanBeMade_theFileItselfIsLocked() throws Exception {
    Path over = Files.createDirectory(root.resolve("over"));
    String mounts = inReadOnlyFolder(over, "token", "stored_tokens");
    assumeMounts(mounts);
    List<String> told =
        StoreProcess.runMounted(
            mounts, over.resolve("token"), "check", "save b hf_b", "free", "read");
    assertEquals(
        List.of("done: check", "done: save", "free: true", "done: free", "hf_b of 2", "done: read"),
        told);

    Path holding = root.resolve("told");
    Process holder = StoreProcess.startMounted(mounts, over.resolve("token"), "hold " + holding);
    try {
      awaitFile(holding, holder);
      assertEquals(1, tryFlock(real.file("stored_tokens")));
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  void whereASecondFileCannotBeMade_thatIsFoundBefore() throws Exception {
    Path over = Files.createDirectory(root.resolve("over"));
    Files.delete(inside.file("stored_tokens"));
    String mounts = inReadOnlyFolder(over, "token");
    assumeMounts(mounts);
    List<String> told = StoreProcess.runMounted(mounts, over.resolve("token"), "check");
    assertEquals(
        List.of(
            "failed: Cannot write "
                + over.resolve("stored_tokens")
                + ": the file system is read-only. Mount it so that it can be written, or set HF_HOME"
                + " to a folder of yours."),
        told);
  }

  @Test
  void damagedFileThatCannotBeKeptAside_isFoundBefore() throws Exception {
    Path over = Files.createDirectory(root.resolve("over"));
    real.write("stored_tokens", "no section");
    String mounts = inReadOnlyFolder(over, "token", "stored_tokens");
    assumeMounts(mounts);
    List<String> told = StoreProcess.runMounted(mounts, over.resolve("token"), "check");
    assertEquals(1, told.size(), told.toString());
    assertTrue(told.get(0).startsWith("failed: Cannot read " + over.resolve("stored_tokens")));
  }

  @Test
  void diskThatIsFull_leavesTheOldText_andIsFoundBefore() throws Exception {
    String full =
        "mount -t tmpfs -o size=8k none "
            + real.path()
            + " && printf '%s' hf_a > "
            + real.file("token")
            + " && printf '[a]\\nhf_token = hf_a\\n\\n' > "
            + real.file("stored_tokens")
            + " && chmod 600 "
            + real.file("token")
            + " "
            + real.file("stored_tokens")
            + " && "
            + bindBoth()
            + " && ! dd if=/dev/zero of="
            + real.file("filler")
            + " bs=4k 2>/dev/null";
    assumeMounts(full);
    String longer = "hf_" + "x".repeat(6000);
    List<String> told = run(full, "check", "save b " + longer, "read");
    assertEquals("hf_a of 1", told.get(2), told.toString());
    for (String line : told.subList(0, 2)) {
      assertTrue(line.contains("the disk is full"), told.toString());
    }
  }

  @Test
  void diskWithRoomForWhatIsNewAlone_isWrittenInPlace() throws Exception {
    String small =
        "mount -t tmpfs -o size=64k none "
            + real.path()
            + " && umask 077 && cd "
            + real.path()
            + " && printf '%s' hf_a > token"
            + " && printf '[a]\\nhf_token = hf_a\\n\\n[z]\\nnote = %040000d\\n\\n' 0 > stored_tokens";
    assumeMounts(small);
    List<String> told = StoreProcess.runMounted(small, real.file("token"), ALL_ACTS);
    assertEquals(ALL_TOLD, told);
  }

  /** Two containers see one file by two names, each with a lock file of its own. */
  @Test
  void mountedFile_isLockedItself() throws Exception {
    Path told = root.resolve("told");
    Process holder = StoreProcess.startMounted(bindBoth(), inside.file("token"), "hold " + told);
    try {
      awaitFile(told, holder);
      assertEquals(1, tryFlock(real.file("stored_tokens")));
      assertEquals(1, tryFlock(inside.file("stored_tokens.lock")));
      assertEquals(0, tryFlock(real.file("token")));
    } finally {
      holder.destroyForcibly().waitFor();
    }
    assertFalse(Files.exists(real.file("stored_tokens.lock")));
  }

  private static void awaitFile(Path file, Process writer) throws InterruptedException {
    while (!Files.exists(file)) {
      assertTrue(writer.isAlive(), "it ended");
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static int tryFlock(Path file) throws Exception {
    return new ProcessBuilder("flock", "-n", "-x", file.toString(), "true").start().waitFor();
  }
}
