package io.github.hfdevice.cli;

import java.util.function.IntConsumer;

/** The end that others may give this process: Ctrl-C, TERM, HUP. Thread-safe. */
public interface Termination {
  /**
   * Registers what to do then, beside whatever the other threads do at that moment.
   *
   * @param hook gets the exit code, 0 if it is not known
   */
  void addHook(IntConsumer hook);

  /** From now on the exit code is known, where it can be; takes some milliseconds. */
  void watch();
}
