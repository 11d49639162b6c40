package io.github.hfdevice.login;

/** The end that others may give this process. */
@FunctionalInterface
public interface Ending {
  /** A process that nobody ends, or that need not care. */
  Ending NONE = task -> {};

  /** Runs {@code task} before the process ends, beside whatever its other threads do. */
  void runBefore(Runnable task);
}
