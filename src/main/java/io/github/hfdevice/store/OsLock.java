package io.github.hfdevice.store;

import java.io.Closeable;
import java.io.IOException;

/**
 * One try after another for a lock that other processes respect. Closing gives the lock, or the
 * attempt, up; so does the end of this process, however it ends.
 */
interface OsLock extends Closeable {
  /**
   * Says whether the lock is held now; does not block.
   *
   * @throws IOException if this kind of lock cannot be had here, however long one tries
   */
  boolean tryHold() throws IOException;

  @Override
  void close();
}
