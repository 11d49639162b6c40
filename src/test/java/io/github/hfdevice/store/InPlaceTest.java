package io.github.hfdevice.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InPlaceTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void file() {
    file = folder.resolve("token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "as long", "very much longer than the text before"})
  void text_isReplaced_inTheVerySameFile(String text) throws Exception {
    Files.writeString(file, "text it");
    Object before = Files.getAttribute(file, "basic:fileKey");
    new InPlace(file).write(text.getBytes(UTF_8));
    assertEquals(text, Files.readString(file));
    assertEquals(before, Files.getAttribute(file, "basic:fileKey"));
  }

  @Test
  void check_changesNothing() throws Exception {
    Files.writeString(file, "text");
    Object before = Files.getLastModifiedTime(file);
    new InPlace(file).check(4096);
    assertEquals("text", Files.readString(file));
    assertEquals(before, Files.getLastModifiedTime(file));
    assertThrows(IOException.class, () -> new InPlace(folder).check(4096));
    Path shown = Path.of("/proc/self/comm");
    if (Files.exists(shown)) {
      assertThrows(IOException.class, () -> new InPlace(shown).check(4096));
    }
  }
}
