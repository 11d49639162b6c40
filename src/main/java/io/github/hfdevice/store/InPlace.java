package io.github.hfdevice.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes a file that cannot be replaced, such as one that is mounted into a container. What is
 * longer is filled up with line ends, which mean nothing in these files, so a reader sees the old
 * text or the new one; where that takes several pages, perhaps a mixture for a moment. A full disk
 * leaves the old text.
 */
final class InPlace {
  private final Path file;

  /**
   * @param file is there, and is a regular file
   */
  InPlace(Path file) {
    this.file = file;
  }

  /** Proves, without a change, that {@code bytes} more could be written now. */
  void check(int bytes) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
      out.flush();
    }
    // What the system only shows as files, under /proc, has no room at all.
    if (Files.getFileStore(file).getUsableSpace() < bytes) {
      throw new FileSystemException(file.toString(), null, "No space left on device");
    }
  }

  /** The new text is on disk when this returns. */
  void write(byte[] content) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      write(out, content);
    }
  }

  static void write(RandomAccessFile out, byte[] content) throws IOException {
    long before = out.length();
    reserve(out, before, content.length);
    byte[] text = content;
    if (before > content.length) {
      text = Arrays.copyOf(content, (int) Math.min(before, SecretFile.MAX_BYTES));
      Arrays.fill(text, content.length, text.length, (byte) '\n');
    }
    out.seek(0);
    out.write(text);
    out.getFD().sync();
    out.setLength(content.length);
    out.getFD().sync();
  }

  private static void reserve(RandomAccessFile out, long before, int after) throws IOException {
    if (before >= after) {
      return;
    }
    byte[] lineEnds = new byte[(int) (after - before)];
    Arrays.fill(lineEnds, (byte) '\n');
    try {
      out.seek(before);
      out.write(lineEnds);
      out.getFD().sync();
    } catch (IOException e) {
      out.setLength(before);
      throw e;
    }
  }
}
