package io.github.hfdevice.doctor;

import java.util.Optional;

/**
 * What one check found.
 *
 * @param name the check, one word in {@code snake_case}, the same in every run
 * @param area what it is about
 * @param message one sentence without its full stop; holds no secret, but may hold a server's text
 * @param fix what to do; there whenever the status is not {@code OK}
 */
public record Finding(String name, Status status, Area area, String message, Optional<String> fix) {

  /** How bad it is: a {@code FAILURE} keeps a login from working, a {@code WARNING} does not. */
  public enum Status {
    OK,
    WARNING,
    FAILURE
  }

  static Finding ok(String name, Area area, String message) {
    return new Finding(name, Status.OK, area, message, Optional.empty());
  }

  static Finding warning(String name, Area area, String message, String fix) {
    return new Finding(name, Status.WARNING, area, message, Optional.of(fix));
  }

  static Finding failure(String name, Area area, String message, String fix) {
    return new Finding(name, Status.FAILURE, area, message, Optional.of(fix));
  }

  boolean isFailure() {
    return status == Status.FAILURE;
  }
}
