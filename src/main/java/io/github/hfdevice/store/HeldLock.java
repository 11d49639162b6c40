package io.github.hfdevice.store;

import java.util.ArrayList;
import java.util.List;

/**
 * The store's lock while this thread has it. To be closed once, by the thread that took it:
 *
 * <pre>{@code
 * HeldLock held = store.lock();
 * try (held) {
 *   // read again, decide, change
 * }
 * }</pre>
 */
public final class HeldLock implements AutoCloseable {
  /** In the order in which they were taken. */
  private final List<ProcessLock> locks = new ArrayList<>(1);

  HeldLock() {}

  void add(ProcessLock lock) {
    locks.add(lock);
  }

  /** Gives the lock back once none of this thread's nested ones is left; never fails. */
  @Override
  public void close() {
    while (!locks.isEmpty()) {
      locks.remove(locks.size() - 1).endTurn();
    }
  }
}
