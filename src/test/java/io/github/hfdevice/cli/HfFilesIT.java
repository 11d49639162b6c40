package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of {@code hf}: read, written back, kept, repaired. */
@Timeout(600)
class HfFilesIT extends ScriptedHubCase {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final String LATER = "\nexpires_at = 4102444800\n\n";

  @BeforeEach
  void start() throws Exception {
    hub.answer("/api/whoami-v2", json(200, "{\"type\":\"user\",\"name\":\"alice\",\"orgs\":[]}"));
  }

  static List<Path> golden() throws Exception {
    try (Stream<Path> cases = Files.list(GOLDEN)) {
      return cases.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void whatHfWrote_isListed_andWrittenBackByteForByte(Path golden) throws Exception {
    String token = Files.readString(golden.resolve("token"));
    String stored = Files.readString(golden.resolve("stored_tokens"));
    files.holds(token, stored);
    String last = stored.substring(stored.lastIndexOf("\n[") + 1);
    String name = last.substring(1, last.indexOf("]\n"));

    Run list = program.run("auth", "list");
    list.exits(0);
    assertTrue(list.stdout().contains("* " + name), list::toString);

    login("hf_another");
    List<String> sections = new ArrayList<>(List.of(stored.split("(?m)^(?=\\[)")));
    sections.removeIf(section -> section.startsWith("[oauth-alice]\n"));
    sections.add("[oauth-alice]\nhf_token = hf_another\n\n");
    Collections.sort(sections);
    assertEquals(
        String.join("", sections), TokenFolder.knownToHf(Files.readString(files.storedTokens())));
    assertEquals("hf_another", Files.readString(files.token()));
  }

  @Test
  void tokenWithPercentSigns_isPrintedAsItIs() throws Exception {
    files.holds(
        Files.readString(GOLDEN.resolve("token_percent/token")),
        Files.readString(GOLDEN.resolve("token_percent/stored_tokens"))
            .replaceAll("\nexpires_at = .*\n\n", LATER));
    program.run("auth", "token").exits(0).prints("hf_oauth_%(x)s%%50\n").saysNothing();
    Run status = program.run("auth", "status", "--offline");
    status.exits(0);
    assertTrue(status.stdout().contains("oauth-alice"), status::toString);
  }

  @Test
  void switchAmongSectionsOfHf_changesTheTokenFileAlone() throws Exception {
    String stored = Files.readString(GOLDEN.resolve("existing_other_sections/stored_tokens"));
    files.holds("hf_z", stored);
    program.run("auth", "switch", "alpha").exits(0);
    assertEquals("hf_a%x", Files.readString(files.token()));
    assertEquals(stored, Files.readString(files.storedTokens()));
    program.run("auth", "logout", "oauth-alice").exits(0);
    assertEquals(
        stored.substring(0, stored.indexOf("[oauth-alice]")),
        Files.readString(files.storedTokens()));
    assertEquals("hf_a%x", Files.readString(files.token()));
  }

  @Test
  void corruptStoredTokens_areKeptAside_andCostNoToken() throws Exception {
    String corrupt = "hf_token = in no section\n[half";
    files.holds("hf_good", corrupt);

    program.run("auth", "token").exits(0).prints("hf_good\n");
    program.run("auth", "list").exits(7).prints("").says(files.storedTokens().toString());
    assertEquals(corrupt, Files.readString(files.storedTokens()));
    Run login = login("hf_another");

    List<String> kept = files.leftovers();
    assertEquals(1, kept.size(), kept::toString);
    assertTrue(kept.get(0).startsWith("stored_tokens.corrupt-"), kept::toString);
    login.says(kept.get(0));
    Path aside = files.home().resolve(kept.get(0));
    assertEquals(corrupt, Files.readString(aside));
    assertEquals("rw-------", files.mode(aside));
    assertEquals(
        "[oauth-alice]\nhf_token = hf_another\n\n",
        TokenFolder.knownToHf(Files.readString(files.storedTokens())));
    assertEquals("hf_another", files.activeToken());
  }

  @Test
  void symbolicLinks_areFollowed_andStay() throws Exception {
    Files.createDirectory(files.home());
    Path elsewhere = files.home().resolveSibling("elsewhere");
    files.write(elsewhere.resolve("real-token"), "hf_z");
    files.write(elsewhere.resolve("real-stored"), "[z]\nhf_token = hf_z\n\n");
    Files.createSymbolicLink(files.token(), Path.of("../elsewhere/real-token"));
    Files.createSymbolicLink(files.storedTokens(), elsewhere.resolve("real-stored"));

    login("hf_another");
    program.run("auth", "switch", "z").exits(0);
    program.run("auth", "logout", "oauth-alice").exits(0);

    assertTrue(Files.isSymbolicLink(files.token()));
    assertTrue(Files.isSymbolicLink(files.storedTokens()));
    assertEquals("hf_z", Files.readString(elsewhere.resolve("real-token")));
    assertEquals("[z]\nhf_token = hf_z\n\n", Files.readString(elsewhere.resolve("real-stored")));
    try (Stream<Path> all = Files.list(elsewhere)) {
      assertEquals(
          Set.of("real-token", "real-stored", "real-stored.lock"),
          all.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
  }

  @Test
  void filesThatOthersCanRead_areRepairedWithAWarning_andTheFolderIsLeftAlone() throws Exception {
    files.holds("hf_z", "[z]\nhf_token = hf_z\n\n");
    for (Path file : List.of(files.token(), files.storedTokens())) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
    Files.setPosixFilePermissions(files.home(), PosixFilePermissions.fromString("rwxrwxr-x"));

    program.run("auth", "token").exits(0).prints("hf_z\n").says(files.token().toString());
    program.run("auth", "list").exits(0);
    login("hf_another");

    assertEquals("rw-------", files.mode(files.token()));
    assertEquals("rw-------", files.mode(files.storedTokens()));
    assertEquals("rwxrwxr-x", files.mode(files.home()));
    Run again = program.run("auth", "token");
    again.exits(0).saysNothing();
    assertFalse(again.stdout().isEmpty());
  }

  private Run login(String token) throws Exception {
    return program.stdin(token + "\n").run("auth", "login", "--force", "--with-token").exits(0);
  }
}
