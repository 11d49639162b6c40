package io.github.hfdevice.cli;

import java.util.Optional;

/** A login that the process may be told to end at any moment. */
@FunctionalInterface
interface InterruptibleLogin {
  /** One of which nothing is stored yet. */
  InterruptibleLogin JUST_BEGUN = () -> Optional.of(false);

  /** One that another process can go on with. */
  InterruptibleLogin PENDING = () -> Optional.of(true);

  /** One that did not begin yet, or came to its end. */
  InterruptibleLogin NONE = Optional::empty;

  /** Stores what is worth it, and gives whether the login can be resumed; nothing if it ended. */
  Optional<Boolean> interrupt();
}
