package io.github.hfdevice.store;

import io.github.hfdevice.time.MachineWaitClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process of its own that takes the lock, tells the kind in a file, and never ends by itself. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] args) throws Exception {
    Path told = Path.of(args[1]);
    boolean isFirst = args.length > 2;
    boolean isNative = !isFirst && OsLocks.NativeCalls.LOADED.isPresent();
    String kind = isNative ? "native" : "process";
    StoreLock lock =
        new StoreLock(
            Path.of(args[0]),
            TokenStore.LOCK_LIMIT,
            new MachineWaitClock(),
            warning -> {
              throw new IllegalStateException(warning);
            },
            new OsLocks.OfThisSystem());
    if (!isFirst) {
      lock.hold().close();
    }
    HeldLock held = lock.hold();
    try (held) {
      Path draft = told.resolveSibling(told.getFileName() + ".draft");
      Files.writeString(draft, kind);
      Files.move(draft, told);
      new CountDownLatch(1).await();
    }
  }
}
