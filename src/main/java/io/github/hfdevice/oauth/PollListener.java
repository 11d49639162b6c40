package io.github.hfdevice.oauth;

import java.time.Duration;

/** Is told how a wait goes on, on the thread that polls. */
public interface PollListener {
  /** Hears nothing. */
  PollListener SILENT = (wait, left, trouble) -> {};

  /**
   * The next poll is {@code wait} away.
   *
   * @param left until the code runs out
   * @param trouble what kept the last poll from a usable answer, empty if nothing did; untrusted
   *     text
   */
  void waiting(Duration wait, Duration left, String trouble);

  /**
   * The server was asked, in vain so far.
   *
   * @param interval the least time between two polls from now on
   */
  default void polled(Duration interval) {}
}
