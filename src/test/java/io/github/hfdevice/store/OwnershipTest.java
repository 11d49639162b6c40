package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other users are made by changing owners, which only root can, or by asking as somebody else. */
@DisabledOnOs(OS.WINDOWS)
class OwnershipTest {
  private static final int ALICE = 4711;
  private static final int MALLORY = 4712;
  private static final int TEAM = 4800;

  @TempDir Path root;
  private Path folder;
  private Path file;
  private int me;

  @BeforeEach
  void files() throws IOException {
    me = Folder.me();
    Assumptions.assumeTrue(me != Look.UNKNOWN, "this system does not say who runs the tests");
    folder = Files.createDirectory(root.resolve("f"));
    file = Files.createFile(folder.resolve("token"));
    Folder.setMode(folder, "rwx------");
    Folder.setMode(file, "rw-------");
  }

  private void give(Path path, int owner, String mode) throws IOException {
    give(path, owner, owner, mode);
  }

  private void give(Path path, int owner, int group, String mode) throws IOException {
    Assumptions.assumeTrue(me == 0, "only root can give files to other users");
    Folder.give(path, owner, group, mode);
  }

  private void read(int user) throws IOException {
    Ownership ownership = new Ownership(user);
    ownership.requireBelievable(Target.of(file, ownership));
  }

  private DistrustException refusal(int user) {
    return assertThrows(DistrustException.class, () -> read(user));
  }

  @Test
  void ownFile_inAFolderOfOnesOwn_isBelieved() throws Exception {
    read(me);
    Ownership ownership = Ownership.ofThisProcess();
    ownership.requireBelievable(Target.of(file, ownership));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0700", "0755", "0711", "1777", "1773", "2755", "2775", "2770", "3777"})
  void folderThatNobodyElseCanWrite_orThatIsMeantToBeShared_isBelieved(String mode)
      throws Exception {
    Folder.give(folder, me, group(), mode);
    read(me);
  }

  private int group() throws IOException {
    return Look.at(folder).orElseThrow().group();
  }

  @ParameterizedTest
  @CsvSource({
    "0777, chmod go-w",
    "0722, chmod go-w",
    "0702, chmod go-w",
    "2777, chmod o-w",
    "2707, chmod o-w",
  })
  void folderThatOthersCanWrite_isRefused_withTheCommandThatMendsIt(String mode, String remedy)
      throws Exception {
    Folder.give(folder, me, group(), mode);
    DistrustException e = refusal(me);
    assertEquals(
        "the folder " + folder + " can be written by other users (mode " + mode + ")",
        e.getMessage());
    assertEquals("Run: " + remedy + " " + folder, e.remedy());
    assertThrows(
        DistrustException.class, () -> new Ownership(me).requireFolder(folder), "also to write");
    assertEquals(0, new ProcessBuilder("sh", "-c", remedy + " " + folder).start().waitFor());
    read(me);
  }

  @ParameterizedTest
  @CsvSource({"0600, true", "0644, true", "0640, true", "0666, false", "0602, false"})
  void fileThatOthersCanWrite_isRefused_andOneThatTheyCanReadIsNot(String mode, boolean believed)
      throws Exception {
    Folder.give(file, me, group(), mode);
    if (believed) {
      read(me);
      return;
    }
    DistrustException e = refusal(me);
    assertEquals("it can be written by other users (mode " + mode + ")", e.about(file));
    assertTrue(e.remedy().endsWith("run: chmod 600 " + file), e.remedy());
    new Ownership(me).requireOwn(Target.of(file, new Ownership(me)));
  }

  @Test
  void whatIsNotOfTheUser_isRefused() throws Exception {
    Assumptions.assumeFalse(me == 0, "what is root's is everybody's");
    DistrustException e = refusal(me + 1);
    assertTrue(e.getMessage().startsWith("the folder " + folder + " belongs to another user ("));
    assertEquals(
        "Set HF_HOME to a folder of yours, or run: sudo chown " + (me + 1) + " " + folder,
        e.remedy());
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThrows(DistrustException.class, () -> Target.of(link, new Ownership(me + 1)));
  }

  @Test
  void whatIsRoots_isBelieved() throws Exception {
    give(folder, 0, "0755");
    give(file, 0, "0644");
    read(ALICE);
  }

  @Test
  void fileOfAnotherUser_isRefused_inWhateverFolder() throws Exception {
    give(file, MALLORY, "0600");
    for (String mode : new String[] {"0700", "1777"}) {
      give(folder, mode.startsWith("1") ? 0 : ALICE, mode);
      DistrustException e = refusal(ALICE);
      assertEquals("it belongs to another user (4712)", e.about(file));
      assertTrue(e.remedy().endsWith("run: sudo chown 4711 " + file), e.remedy());
      assertThrows(
          DistrustException.class,
          () -> new Ownership(ALICE).requireOwn(Target.of(file, new Ownership(ALICE))));
    }
  }

  @Test
  void folderOfAnotherUser_isRefused() throws Exception {
    give(folder, MALLORY, "0755");
    give(file, ALICE, "0600");
    assertTrue(refusal(ALICE).getMessage().contains("the folder "));
    give(folder, MALLORY, "1777");
    refusal(ALICE);
  }

  @Test
  void groupOfOneUser_isThatUser() throws Exception {
    give(folder, ALICE, "0775");
    give(file, ALICE, "0664");
    read(ALICE);
    give(file, ALICE, TEAM, "0664");
    assertTrue(refusal(ALICE).getMessage().contains("mode 0664"));
    give(file, ALICE, "0600");
    give(folder, ALICE, TEAM, "0775");
    assertEquals(
        "Run: chmod g-w " + folder + ", or, where a team shares it on purpose: chmod g+s " + folder,
        refusal(ALICE).remedy());
    give(folder, ALICE, TEAM, "2775");
    read(ALICE);
  }

  @Test
  void folderOfATeam_holdsFilesOfItsGroup() throws Exception {
    give(folder, 0, TEAM, "2770");
    give(file, MALLORY, TEAM, "0660");
    read(ALICE);
    give(file, MALLORY, TEAM, "0666");
    refusal(ALICE);
    give(file, MALLORY, MALLORY, "0600");
    refusal(ALICE);
    give(file, MALLORY, TEAM, "0660");
    give(folder, 0, TEAM, "0770");
    refusal(ALICE);
    give(folder, 0, TEAM, "2750");
    refusal(ALICE);
    give(folder, MALLORY, TEAM, "2770");
    assertTrue(refusal(ALICE).getMessage().startsWith("the folder "), "anybody could make one");
  }

  @Test
  void linkOfAnotherUser_isNotFollowed_notEvenInATeamsFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    for (String mode : new String[] {"1777", "2770"}) {
      give(folder, 0, TEAM, mode);
      give(link, MALLORY, TEAM, "");
      DistrustException e =
          assertThrows(DistrustException.class, () -> Target.of(link, new Ownership(ALICE)));
      assertEquals(link + " is a link of another user (4712)", e.getMessage());
      assertEquals("Remove it: rm " + link, e.remedy());
      give(link, ALICE, TEAM, "");
      assertEquals(file, Target.of(link, new Ownership(ALICE)).path());
      give(link, 0, TEAM, "");
      assertEquals(file, Target.of(link, new Ownership(ALICE)).path());
    }
  }

  @Test
  void folderThatIsALinkOfAnotherUser_isRefused() throws Exception {
    give(folder, ALICE, "0700");
    give(file, ALICE, "0600");
    Path link = Files.createSymbolicLink(root.resolve("link"), folder);
    Ownership alice = new Ownership(ALICE);
    give(root, 0, "1777");
    give(link, ALICE, "");
    alice.requireFolder(link);
    give(link, MALLORY, "");
    assertThrows(DistrustException.class, () -> alice.requireFolder(link));
  }

  @Test
  void linkInAFolderThatOthersCanWrite_isNotFollowed() throws Exception {
    Path open = Files.createDirectory(root.resolve("open"));
    Path link = Files.createSymbolicLink(open.resolve("token"), file);
    Folder.give(open, me, group(), "0777");
    assertThrows(DistrustException.class, () -> Target.of(link, new Ownership(me)));
  }

  @Test
  void root_worksWithTheFilesOfAUser_whoHasTheFolderAlone() throws Exception {
    give(folder, ALICE, "0755");
    give(file, ALICE, "0600");
    read(0);
    give(file, MALLORY, "0600");
    refusal(0);
    give(folder, 0, "0755");
    give(file, ALICE, "0600");
    assertTrue(refusal(0).remedy().endsWith("run: chown 0 " + file), refusal(0).remedy());
    give(folder, ALICE, "0777");
    refusal(0);
    give(folder, ALICE, TEAM, "0775");
    refusal(0);
  }

  @Test
  void root_followsAUsersLink_onlyToWhatIsThatUsers() throws Exception {
    Path theirs = Files.createDirectory(root.resolve("home"));
    Path link = Files.createSymbolicLink(theirs.resolve("token"), file);
    give(theirs, ALICE, "0755");
    give(link, ALICE, "");
    Ownership ownership = new Ownership(0);
    give(folder, ALICE, "0755");
    give(file, ALICE, "0600");
    ownership.requireBelievable(Target.of(link, ownership));
    give(folder, 0, "0755");
    give(file, 0, "0600");
    DistrustException e =
        assertThrows(
            DistrustException.class, () -> ownership.requireOwn(Target.of(link, ownership)));
    assertEquals(file + " is where a link of another user leads", e.getMessage());
    Files.delete(file);
    assertThrows(DistrustException.class, () -> ownership.requireOwn(Target.of(link, ownership)));
    give(folder, ALICE, "0755");
    assertDoesNotThrow(() -> ownership.requireOwn(Target.of(link, ownership)));
  }

  @Test
  void commandInARemedy_isQuotedForAShell() throws Exception {
    Path odd = Files.createDirectory(root.resolve("it's $HOME"));
    Folder.give(odd, me, group(), "0777");
    DistrustException e =
        assertThrows(DistrustException.class, () -> new Ownership(me).requireFolder(odd));
    String command = e.remedy().replace("Run: ", "");
    assertEquals(0, new ProcessBuilder("sh", "-c", command).start().waitFor());
    new Ownership(me).requireFolder(odd);
  }
}
