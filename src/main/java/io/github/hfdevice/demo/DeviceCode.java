package io.github.hfdevice.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One device code and what became of it. For one thread at a time; {@link DeviceCodes} sees to
 * that.
 */
final class DeviceCode {
  enum State {
    PENDING,
    APPROVED,
    DENIED,
    EXPIRED,
    CONSUMED
  }

  final DeviceCodes.PendingLogin pending;
  final Grants.Login grant;
  final Instant issuedAt;
  final Instant expiresAt;

  /** What a client must wait between two polls; grows with each {@code slow_down}. */
  Duration interval;

  State state = State.PENDING;
  Optional<Instant> lastPoll = Optional.empty();

  /** The polls that came, with those that a scenario made fail. */
  int arrivals;

  /** The polls that were answered. */
  int polls;

  DeviceCode(
      DeviceCodes.PendingLogin pending, Instant issuedAt, Instant expiresAt, Duration interval) {
    this.pending = pending;
    this.grant = new Grants.Login(pending.clientId(), pending.scopes());
    this.issuedAt = issuedAt;
    this.expiresAt = expiresAt;
    this.interval = interval;
  }

  /** Brings it up to date with the clock, in place of a timer. */
  void settle(Instant now, Optional<Duration> autoApprove) {
    if (!isOver() && !now.isBefore(expiresAt)) {
      state = State.EXPIRED;
    } else if (state == State.PENDING
        && autoApprove.filter(delay -> !now.isBefore(issuedAt.plus(delay))).isPresent()) {
      state = State.APPROVED;
    }
  }

  /** Whether nothing can come of it any more. */
  boolean isOver() {
    return state != State.PENDING && state != State.APPROVED;
  }
}
