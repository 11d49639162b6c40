package io.github.hfdevice.store;

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
  private final ProcessLock lock;
  private boolean given;

  /**
   * @param lock had by this thread
   */
  HeldLock(ProcessLock lock) {
    this.lock = lock;
  }

  /** Gives the lock back once none of this thread's nested ones is left; never fails. */
  @Override
  public void close() {
    if (!given) {
      given = true;
      lock.endTurn();
    }
  }
}
