package io.github.hfdevice.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.time.FakeWaitClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A folder that takes no file and gives none away, whose files can be written all the same. */
@DisabledOnOs(OS.WINDOWS)
class UnwritableFolderTest {
  private static final byte[] NEW = "new".getBytes(UTF_8);

  @TempDir Path root;
  private Folder folder;
  private final List<Path> closed = new ArrayList<>();

  @BeforeEach
  void folder() throws IOException {
    folder = new Folder(Files.createDirectory(root.resolve("f")));
    folder.write("token", "the old one");
  }

  @AfterEach
  void open() throws Exception {
    for (Path path : closed) {
      if (Folder.isRoot()) {
        attribute("-i", path);
      } else {
        Folder.setMode(path, "rwx------");
      }
    }
  }

  private static int attribute(String flag, Path path) throws Exception {
    try {
      return new ProcessBuilder("chattr", flag, path.toString())
          .redirectErrorStream(true)
          .start()
          .waitFor();
    } catch (IOException e) {
      return Assumptions.abort("there is no chattr(1)");
    }
  }

  /** Modes do not bind root, but that attribute does. */
  private void close(Path path) throws Exception {
    if (Folder.isRoot()) {
      Assumptions.assumeTrue(attribute("+i", path) == 0, "this file system has no such attribute");
    } else {
      Folder.setMode(path, Files.isDirectory(path) ? "r-x------" : "r--------");
    }
    closed.add(path);
    Assumptions.assumeFalse(Files.isWritable(path), "this user can write everything");
  }

  private SecretFile file(String name) {
    return new SecretFile(folder.file(name), Ownership.ofThisProcess(), warning -> {});
  }

  @Test
  void fileInIt_isWrittenInPlace() throws Exception {
    close(folder.path());
    Object before = Files.getAttribute(folder.file("token"), "basic:fileKey");
    file("token").checkWritable();
    assertEquals("the old one", folder.text("token"));
    file("token").write(NEW);
    assertEquals("new", folder.text("token"));
    assertEquals(before, Files.getAttribute(folder.file("token"), "basic:fileKey"));
  }

  @Test
  void fileInIt_isEmptiedWhereItCannotBeRemoved() throws Exception {
    close(folder.path());
    assertTrue(file("token").delete());
    assertEquals("\n", folder.text("token"));
  }

  @Test
  void fileThatIsNotThere_isRefused() throws Exception {
    close(folder.path());
    StoreException e = assertThrows(StoreException.class, () -> file("none").write(NEW));
    assertTrue(e.problem().startsWith("Cannot write " + folder.file("none")), e.problem());
    assertEquals(
        e.getMessage(),
        assertThrows(StoreException.class, file("none")::checkWritable).getMessage());
    assertEquals(Set.of("token"), folder.names());
  }

  @Test
  void fileThatCannotBeWrittenEither_isRefused_andBothFailuresAreKnown() throws Exception {
    close(folder.file("token"));
    close(folder.path());
    StoreException e = assertThrows(StoreException.class, () -> file("token").write(NEW));
    assertEquals(1, e.getCause().getSuppressed().length);
    assertThrows(StoreException.class, file("token")::checkWritable);
    assertThrows(StoreException.class, file("token")::delete);
    assertEquals("the old one", folder.text("token"));
  }

  @Test
  void fileThatIsMarkedImmutable_isFoundByTheCheck() throws Exception {
    Assumptions.assumeTrue(Folder.isRoot(), "only root can set the attribute");
    file("token").checkWritable();
    close(folder.file("token"));
    StoreException e = assertThrows(StoreException.class, file("token")::checkWritable);
    assertTrue(e.problem().endsWith("operation not permitted"), e.problem());
    assertTrue(e.remedy().orElseThrow().contains("lsattr"), e.remedy()::toString);
  }

  /** In another user's folder the name may mean another file by now. */
  @Test
  void root_writesNothingInPlace_inAnotherUsersFolder() throws Exception {
    Assumptions.assumeTrue(Folder.isRoot(), "only root can give files to other users");
    Folder.give(folder.path(), 4711, 4711, "0755");
    Folder.give(folder.file("token"), 4711, 4711, "0600");
    close(folder.path());
    StoreException e = assertThrows(StoreException.class, () -> file("token").write(NEW));
    assertEquals(0, e.getCause().getSuppressed().length);
    assertThrows(StoreException.class, file("token")::checkWritable);
    assertThrows(StoreException.class, file("token")::delete);
    assertEquals("the old one", folder.text("token"));
  }

  private StoreLock lock(Path token) {
    return new StoreLock(
        TokenPaths.at(token),
        new LockFile.Wait(
            Duration.ofSeconds(1), new FakeWaitClock(), ChannelLock::new, warning -> {}),
        Ownership.ofThisProcess());
  }

  @Test
  void linkThatLeadsThere_isLockedBesideItselfAlone() throws Exception {
    Folder links = new Folder(Files.createDirectory(root.resolve("links")));
    Files.createSymbolicLink(links.file("stored_tokens"), folder.file("stored_tokens"));
    close(folder.path());
    lock(links.file("token")).hold().close();
    assertEquals(Set.of("stored_tokens", "stored_tokens.lock"), links.names());
    assertEquals(Set.of("token"), folder.names());
  }

  @Test
  void linkThatLeadsThere_isRefused_whereItsLockIsThereAndUnusable() throws Exception {
    Folder links = new Folder(Files.createDirectory(root.resolve("links")));
    Files.createSymbolicLink(links.file("stored_tokens"), folder.file("stored_tokens"));
    Files.createDirectory(folder.file("stored_tokens.lock"));
    assertThrows(StoreException.class, () -> lock(links.file("token")).hold());
    close(folder.path());
    assertThrows(StoreException.class, () -> lock(links.file("token")).hold());
  }

  @Test
  void storeInIt_cannotBeLocked() throws Exception {
    close(folder.path());
    StoreException e = assertThrows(StoreException.class, () -> lock(folder.file("token")).hold());
    assertEquals(Optional.of(folder.file("stored_tokens.lock")), e.path());
  }
}
