package io.github.hfdevice.login;

import io.github.hfdevice.time.WaitClock;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The two clocks of a login.
 *
 * @param waiting waits, and tells how much time has gone
 * @param wall tells the time that expiries are stored in
 */
public record Clocks(WaitClock waiting, Clock wall) {
  /** Now, as the files keep it. */
  Instant nowInSeconds() {
    return wall.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
