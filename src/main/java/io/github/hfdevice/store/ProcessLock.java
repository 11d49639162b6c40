package io.github.hfdevice.store;

import io.github.hfdevice.time.WaitClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of one lock file in this process. Its threads take turns, and while more of them wait
 * they hand on what keeps other processes out, because to take it costs more than most turns.
 */
final class ProcessLock {
  /** After this, other processes are let in before the next thread. */
  static final Duration LONGEST_SPAN = Duration.ofSeconds(1);

  private final ReentrantLock threads = new ReentrantLock(true);

  /** These three belong to the thread whose turn it is. */
  private OsLock processes;

  private WaitClock clock;
  private Duration since;

  /** Waits for this thread's turn, or nests one more, and says whether it came in time. */
  boolean awaitTurn(Duration limit) throws InterruptedException {
    if (threads.isHeldByCurrentThread()) {
      // An interrupt must not keep a refresh from being stored.
      threads.lock();
      return true;
    }
    boolean mine = false;
    try {
      mine = threads.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS);
      return mine;
    } finally {
      if (!mine) {
        // The thread before may have handed on to this one.
        letOthersIn();
      }
    }
  }

  /** Whether other processes are kept out already; to be asked by the thread whose turn it is. */
  boolean keepsOthersOut() {
    return processes != null;
  }

  /** Keeps other processes out from now on. */
  void keepOthersOut(OsLock lock, WaitClock newClock) {
    processes = lock;
    clock = newClock;
    since = newClock.elapsed();
  }

  /** Ends the thread's turn, or the innermost of its nested ones. */
  void endTurn() {
    if (threads.getHoldCount() == 1
        && processes != null
        && clock.elapsed().minus(since).compareTo(LONGEST_SPAN) >= 0) {
      close();
    }
    threads.unlock();
    letOthersIn();
  }

  /**
   * Closes the lock unless a thread has or awaits its turn. Whoever stops waiting and whoever ends
   * a turn both ask, so the last of them finds nobody left.
   */
  private void letOthersIn() {
    if (!threads.isHeldByCurrentThread() && !threads.hasQueuedThreads() && threads.tryLock()) {
      try {
        close();
      } finally {
        threads.unlock();
      }
    }
  }

  private void close() {
    if (processes != null) {
      processes.close();
      processes = null;
    }
  }
}
