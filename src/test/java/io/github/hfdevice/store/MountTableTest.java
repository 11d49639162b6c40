package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountTableTest {
  private static final String TABLE =
      """
      22 28 0:21 / /proc rw,nosuid - proc proc rw
      40 28 254:0 /srv/t /data/hf/token ro,relatime shared:1 - ext4 /dev/vda rw
      41 28 254:0 /srv/t /data/my\\040home/a\\134b\\011c rw - ext4 /dev/vda rw
      short line
      a line of four
      42 28 0:9 / /data/cut\\12 rw - ext4 /dev/vda rw
      """;

  @ParameterizedTest
  @CsvSource({
    "/data/hf/token, true",
    "/data/hf, false",
    "/srv/t, false",
    "/data/hf/token2, false",
    "'/data/my home/a\\b\tc', true",
    "'/data/my\\040home/a\\b\tc', false",
    "'/data/cut\\12', true",
  })
  void mountPoint_isTheFifthField_withItsEscapes(String file, boolean found) {
    assertEquals(found, MountTable.root(TABLE, file) != null);
  }

  @Test
  void whatIsMounted_isTheFourthField_ofTheLastOfSeveral() {
    String more = TABLE + "43 40 254:0 /srv/t//deleted /data/hf/token rw - ext4 /dev/vda rw\n";
    assertEquals("/srv/t", MountTable.root(TABLE, "/data/hf/token"));
    assertEquals("/srv/t//deleted", MountTable.root(more, "/data/hf/token"));
  }

  @Test
  void mountOfThisSystem_isInItsTable() {
    Path mount = Path.of("/proc");
    Assumptions.assumeTrue(Files.exists(mount.resolve("self/mountinfo")), "no Linux");
    assertTrue(MountTable.has(mount));
  }

  @Test
  void fileThatIsNotMounted_orNotThere_isNotInTheTable(@TempDir Path folder) throws Exception {
    assertFalse(MountTable.has(Files.createFile(folder.resolve("token"))));
    assertFalse(MountTable.has(folder.resolve("none")));
    assertFalse(MountTable.isLeftBehind(folder.resolve("token")));
  }
}
