package io.github.hfdevice.login;

import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.PendingLogins;
import io.github.hfdevice.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A login under way, kept on disk where there is a place for that: what another process needs to go
 * on with it is there at every moment, so that a lost connection or a kill costs nothing.
 * Thread-safe: the process may be ended beside the thread that waits.
 */
final class KeptLogin {
  private final Optional<PendingLogins> place;
  private final Consumer<String> warnings;
  private PendingLogin pending;
  private boolean kept;
  private boolean ended;

  KeptLogin(Optional<PendingLogins> place, PendingLogin pending, Consumer<String> warnings) {
    this.place = place;
    this.pending = pending;
    this.warnings = warnings;
    this.kept = place.isPresent();
  }

  synchronized PendingLogin pending() {
    return pending;
  }

  /** Whether another process can go on with it. */
  synchronized boolean isKept() {
    return kept;
  }

  /** This process polls from now on. One that was told to end writes nothing any more. */
  synchronized void claim() {
    if (!ended) {
      keep(pending.withWaiter(PendingLogin.Waiter.current()));
    }
  }

  /** The server was asked once more, in vain. */
  synchronized void polled(Instant at, Duration interval) {
    boolean slower = interval.compareTo(pending.interval()) > 0;
    pending = pending.withPoll(at, interval);
    if (slower && !ended) {
      keep(pending);
    }
  }

  synchronized void granted(PendingLogin.Granted tokens) {
    keep(pending.withGranted(tokens));
  }

  /** Nobody polls any more; whoever wants to may go on. */
  synchronized void leave() {
    keep(pending.withWaiter(Optional.empty()));
    ended = true;
  }

  /** It came to its end, for better or worse. */
  synchronized void forget() {
    ended = true;
    if (place.isEmpty()) {
      return;
    }
    try {
      place.get().delete(pending);
    } catch (StoreException e) {
      warnings.accept(e.getMessage());
    }
  }

  /** See {@link Interruption}. */
  synchronized Interruption interrupt() {
    if (ended) {
      return Interruption.OVER;
    }
    if (pending.granted().isEmpty()) {
      leave();
    }
    return kept ? Interruption.RESUMABLE : Interruption.LOST;
  }

  private void keep(PendingLogin login) {
    pending = login;
    if (!kept) {
      return;
    }
    try {
      place.orElseThrow().write(login);
    } catch (StoreException e) {
      kept = false;
      warnings.accept("this login cannot be resumed if it is interrupted: " + e.getMessage());
    }
  }
}
