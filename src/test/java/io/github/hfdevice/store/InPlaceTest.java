package io.github.hfdevice.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
      new InPlace(shown).check(0);
    }
  }

  /** Tells what is done to it, and has no room beyond a number of bytes. */
  private static final class SmallDisk extends RandomAccessFile {
    private final List<String> calls = new ArrayList<>();
    private final int room;

    SmallDisk(Path file, int room) throws IOException {
      super(file.toFile(), "rw");
      this.room = room;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      int fits = (int) Math.min(bytes.length, room - getFilePointer());
      calls.add("at " + getFilePointer() + ": " + new String(bytes, UTF_8).replace('\n', '/'));
      super.write(bytes, 0, fits);
      if (fits < bytes.length) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void setLength(long length) throws IOException {
      calls.add("cut to " + length);
      super.setLength(length);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "old, longer one, at 3: ///////, at 0: longer one, cut to 10",
    "an old one, less, at 0: less//////, cut to 4,",
    "old, new, at 0: new, cut to 3,",
  })
  void longerText_getsItsRoomFirst_andAShorterOneCoversTheOldOne(
      String before, String after, String first, String second, String third) throws Exception {
    Files.writeString(file, before);
    try (SmallDisk disk = new SmallDisk(file, 100)) {
      InPlace.write(disk, after.getBytes(UTF_8));
      assertEquals(Stream.of(first, second, third).filter(Objects::nonNull).toList(), disk.calls);
    }
    assertEquals(after, Files.readString(file));
  }

  @Test
  void fullDisk_leavesTheOldText() throws Exception {
    Files.writeString(file, "old");
    try (SmallDisk disk = new SmallDisk(file, 6)) {
      assertThrows(IOException.class, () -> InPlace.write(disk, "longer one".getBytes(UTF_8)));
    }
    assertEquals("old", Files.readString(file));
  }
}
