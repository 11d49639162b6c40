package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StoreExceptionTest {
  private static final Path FILE = Path.of("/h/token");

  private static String told(IOException cause) {
    return StoreException.cannot("read", FILE, cause).getMessage();
  }

  @Test
  void failureOfTheSystem_isToldInWordsThatHelp() {
    assertEquals(
        "Cannot read "
            + FILE
            + ": permission denied. Check the owner and mode of it and of its folder,"
            + " or set HF_HOME to a folder of yours.",
        told(new AccessDeniedException("f")));
    assertEquals(
        "Cannot read "
            + FILE
            + ": its folder does not exist. Create it, or set HF_HOME to a folder of yours.",
        told(new NoSuchFileException("f")));
    assertTrue(told(new IOException("No space left on device")).contains(": the disk is full. "));
    assertTrue(
        told(new IOException("Read-only file system"))
            .contains(
                ": the file system is read-only. Mount it so that it can be written,"
                    + " or set HF_HOME to a folder of yours."));
    assertTrue(told(new IOException("Operation not permitted")).contains(" Look with lsattr "));
    assertTrue(told(new IOException("odd words")).contains(": odd words. Check it,"));
    assertTrue(
        told(new FileSystemException("f")).contains(": the system does not say why. Check it,"));
  }
}
