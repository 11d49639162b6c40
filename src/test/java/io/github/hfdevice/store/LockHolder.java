package io.github.hfdevice.store;

import io.github.hfdevice.time.MachineWaitClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process of its own that takes the lock, tells so by a file, and never ends by itself. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] args) throws Exception {
    Path told = Path.of(args[1]);
    StoreLock lock =
        new StoreLock(
            Path.of(args[0]),
            TokenStore.LOCK_LIMIT,
            new MachineWaitClock(),
            warning -> {
              throw new IllegalStateException(warning);
            },
            new OsLocks.OfThisSystem());
    HeldLock held = lock.hold();
    try (held) {
      Path draft = told.resolveSibling(told.getFileName() + ".draft");
      Files.createFile(draft);
      Files.move(draft, told);
      new CountDownLatch(1).await();
    }
  }
}
