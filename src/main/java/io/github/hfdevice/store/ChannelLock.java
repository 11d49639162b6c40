package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Java's own file lock: what {@code hf} respects on Windows and macOS, though not on Linux. */
final class ChannelLock implements OsLock {
  private final Path lockFile;
  private final LockFileIdentity identity;
  private FileChannel channel;
  private FileLock held;

  ChannelLock(Path lockFile) throws IOException {
    this.lockFile = lockFile;
    this.identity = new LockFileIdentity(lockFile);
    open();
  }

  private void open() throws IOException {
    channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
    identity.opened(lockFile);
  }

  @Override
  public boolean tryHold() throws IOException {
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return false;
    }
    if (held == null || !identity.isReplaced()) {
      return held != null;
    }
    close();
    open();
    return false;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is gone either way, and the lock with it.
    }
  }
}
