package io.github.hfdevice.store;

import java.util.concurrent.locks.ReentrantLock;

/** The lock of one lock file in this process: its threads' turns, and what keeps others out. */
final class ProcessLock {
  private final ReentrantLock threads = new ReentrantLock();
  private OsLock processes;

  ReentrantLock threads() {
    return threads;
  }

  /** Takes what keeps other processes out; called by the thread whose turn it is. */
  void hold(OsLock lock) {
    processes = lock;
  }

  /** Ends the thread's turn, or the innermost of its nested ones. */
  void giveBack() {
    if (threads.getHoldCount() == 1) {
      processes.close();
    }
    threads.unlock();
  }
}
