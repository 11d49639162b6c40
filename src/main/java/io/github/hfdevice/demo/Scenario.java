package io.github.hfdevice.demo;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a {@link PracticeHub} treats the logins that reach it. */
public enum Scenario {
  /** Waits until a person, or {@link PracticeHub.Options#autoApprove()}, approves. */
  APPROVE,
  /** The first poll is told to wait, after which the login counts as denied by the person. */
  DENY,
  /** The code runs out after a few seconds. */
  EXPIRE,
  /** The first two polls are answered with {@code slow_down}, whatever their distance. */
  SLOW_DOWN,
  /**
   * Every request of a login fails in some way before it goes through: HTML with status 502, a
   * dropped connection, a 429 with {@code Retry-After}, half an answer.
   */
  FLAKY,
  /**
   * Access tokens live for a minute, and using a refresh token twice ends the whole login, as it
   * does where a server takes the second use for a theft (RFC 9700, section 4.14.2).
   */
  ROTATE;

  /** The name on the command line: {@code slow-down} for {@link #SLOW_DOWN}. */
  public String cliName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The scenario with that {@link #cliName()}, or empty when there is none. */
  public static Optional<Scenario> parse(String cliName) {
    return Arrays.stream(values()).filter(each -> each.cliName().equals(cliName)).findFirst();
  }
}
