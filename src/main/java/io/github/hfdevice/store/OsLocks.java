package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Opens a lock of one kind. */
@FunctionalInterface
interface OsLocks {
  OsLock open(Path lockFile) throws IOException;

  /** The kind that other programs of this system respect. */
  final class OfThisSystem implements OsLocks {
    @Override
    public OsLock open(Path lockFile) throws IOException {
      String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
      return system.contains("linux") ? new FlockProcess(lockFile) : new ChannelLock(lockFile);
    }
  }
}
