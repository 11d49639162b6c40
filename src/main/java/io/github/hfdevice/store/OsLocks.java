package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Opens a lock of one kind. */
@FunctionalInterface
interface OsLocks {
  OsLock open(Path lockFile) throws IOException;

  /** The kind that other programs of this system respect, and the best that this Java can have. */
  final class OfThisSystem implements OsLocks {
    private static final AtomicBoolean FIRST = new AtomicBoolean(true);

    @Override
    public OsLock open(Path lockFile) throws IOException {
      String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
      if (!system.contains("linux")) {
        return new ChannelLock(lockFile);
      }
      // Once, flock(1) takes a tenth of the time that Java takes to link flock(2) itself; a process
      // that locks again and again is better off with that.
      if (FIRST.getAndSet(false) && FlockProcess.isInstalled()) {
        return new FlockProcess(lockFile);
      }
      if (NativeCalls.LOADED.isPresent()) {
        return new NativeFlock(NativeCalls.LOADED.get(), lockFile);
      }
      return new FlockProcess(lockFile);
    }
  }

  /** Loaded with the first lock and not before: a start that only reads must stay fast. */
  final class NativeCalls {
    static final Optional<NativeFlock.Calls> LOADED = NativeFlock.Calls.load();

    private NativeCalls() {}
  }
}
