package io.github.hfdevice.store;

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
            new StoreWait.OfTheMachine(),
            warning -> {
              throw new IllegalStateException(warning);
            },
            new OsLocks.OfThisSystem());
    if (!isFirst) {
      lock.hold(() -> null);
    }
    lock.hold(
        () -> {
          Path draft = told.resolveSibling(told.getFileName() + ".draft");
          Files.writeString(draft, kind);
          Files.move(draft, told);
          awaitTheEnd();
          return null;
        });
  }

  private static void awaitTheEnd() throws java.io.IOException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new java.io.InterruptedIOException();
    }
  }
}
