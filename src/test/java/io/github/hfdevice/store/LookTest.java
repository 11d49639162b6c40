package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookTest {
  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "0100000, file ownersAlone closedToOthers",
    "0040000, folder ownersAlone closedToOthers",
    "0120000, link ownersAlone closedToOthers",
    "0010000, ownersAlone closedToOthers",
    "0100200, file ownersAlone closedToOthers writtenByOwner",
    "0100500, file ownersAlone closedToOthers",
    "0100040, file closedToOthers readByGroup",
    "0100020, file closedToOthers writtenByGroup",
    "0100010, file closedToOthers",
    "0100004, file",
    "0100002, file writtenByOthers",
    "0100001, file",
    "0041000, folder ownersAlone closedToOthers sticky",
    "0042000, folder ownersAlone closedToOthers givesItsGroup",
  })
  void everyBitOfAMode_meansOneThing(String mode, String expected) {
    Look look = new Look(1, 1, Integer.parseInt(mode, 8));
    Set<String> told = new TreeSet<>();
    Map.of(
            "file", look.isFile(),
            "folder", look.isFolder(),
            "link", look.isLink(),
            "ownersAlone", look.isOwnersAlone(),
            "closedToOthers", look.isClosedToOthers(),
            "readByGroup", look.isReadByGroup(),
            "writtenByOthers", look.isWrittenByOthers(),
            "sticky", look.isSticky(),
            "givesItsGroup", look.givesItsGroup())
        .forEach((word, is) -> told.addAll(is ? Set.of(word) : Set.of()));
    told.addAll(look.isWrittenByOwner() ? Set.of("writtenByOwner") : Set.of());
    told.addAll(look.isWrittenByGroup() ? Set.of("writtenByGroup") : Set.of());
    assertEquals(new TreeSet<>(Set.of(expected.split(" ", -1))), told);
    assertTrue(look.isJudged());
  }

  /** An archive has no owners and no modes, as a disk of Windows. */
  private FileSystem withoutOwners() throws IOException {
    return FileSystems.newFileSystem(root.resolve("archive.zip"), Map.of("create", "true"));
  }

  @Test
  void fileSystemWithoutOwners_tellsTheKindAlone() throws Exception {
    try (FileSystem archive = withoutOwners()) {
      Path file = Files.createFile(archive.getPath("/token"));
      Look look = Look.at(file).orElseThrow();
      assertTrue(look.isFile());
      assertFalse(look.isLink() || look.isFolder() || look.isJudged());
      Look folder = Look.at(archive.getPath("/")).orElseThrow();
      assertTrue(folder.isFolder());
      assertFalse(folder.isLink() || folder.isFile() || folder.isJudged());
      assertEquals(Optional.empty(), Look.at(archive.getPath("/none")));
    }
  }

  @Test
  void fileSystemWithoutOwners_isItsUsersOwn_andHasNoModesToSet() throws Exception {
    try (FileSystem archive = withoutOwners()) {
      Path file = Files.createFile(archive.getPath("/token"));
      assertTrue(new Ownership(Look.UNKNOWN).isOwn(file, Look.at(file).orElseThrow()));
      assertEquals(0, Rights.of(file, Rights.FILE).length);
      Rights.set(file, Rights.FILE);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whereNobodyKnowsTheUsersNumber_theNameDecides() throws Exception {
    Path file = Files.createFile(root.resolve("token"));
    String owner = Files.getOwner(file).getName();
    Assumptions.assumeTrue(owner.equals(System.getProperty("user.name")), "a user without a name");
    Ownership unknown = new Ownership(Look.UNKNOWN);
    assertTrue(unknown.isOwn(file, new Look(4711, 4711, 0100600)));
    Assumptions.assumeTrue(Folder.isRoot(), "only root can give files to other users");
    Folder.give(file, 4712, 4712, "0600");
    assertFalse(unknown.isOwn(file, Look.at(file).orElseThrow()));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void onlyRoot_worksForAnotherUser_andOnlyWhereThatUserIsAlone() throws Exception {
    Path folder = Files.createDirectory(root.resolve("f"));
    Path file = Files.createFile(folder.resolve("token"));
    Folder.setMode(folder, "rwx------");
    Ownership alice = new Ownership(4711);
    assertFalse(alice.worksForOwnerOf(folder));
    assertFalse(alice.worksForOwnerOf(Target.of(file, alice)));
    Ownership root = new Ownership(0);
    assertEquals(!Folder.isRoot(), root.worksForOwnerOf(folder));
    assertEquals(!Folder.isRoot(), root.worksForOwnerOf(new Target(file, Look.at(file), null, 0)));
    assertFalse(root.worksForOwnerOf(folder.resolve("none")));
    Folder.setMode(folder, "rwxrwxrwx");
    assertFalse(root.worksForOwnerOf(folder));
  }
}
