package io.github.hfdevice.cli;

import io.github.hfdevice.time.WaitClock;
import java.time.Duration;

/**
 * A clock that divides each wait into seconds and draws the time left before each. Whatever happens
 * to the process, the terminal is left as it was: each drawing is one write that ends all that it
 * began. Thread-safe.
 */
final class Countdown implements WaitClock {
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final String CLEAR = "\r\u001b[J";
  private static final String WITHOUT_WRAPPING = "\u001b[?7l";
  private static final String WRAPPING = "\u001b[?7h";

  private final Output output;
  private final WaitClock clock;
  private Duration codeEnds;
  private boolean tellsNextTry;

  Countdown(Output output, WaitClock clock) {
    this.output = output;
    this.clock = clock;
  }

  /** From now on waits are shown. */
  synchronized void begin(Duration codeExpiresIn) {
    codeEnds = clock.elapsed().plus(codeExpiresIn);
  }

  /** Waits are not shown any more, and the last one is wiped off. */
  synchronized void end() {
    clear();
    codeEnds = null;
  }

  /**
   * Whether each wait shows its own end too, which matters once the server is in trouble and the
   * next try is more than an interval away.
   */
  synchronized void tellNextTry(boolean tells) {
    tellsNextTry = tells;
  }

  /** Makes place for another line; the next second draws again. */
  synchronized void clear() {
    if (codeEnds != null) {
      output.draw(CLEAR);
    }
  }

  /**
   * Too narrow a window cuts the line off at its end. The cursor goes back to the line's start: if
   * the window shrinks and the line is wrapped, the next drawing still begins there.
   */
  private synchronized void draw(Duration nextTry) {
    if (codeEnds != null) {
      long seconds = Math.max(0, codeEnds.minus(clock.elapsed()).toSeconds());
      output.draw(
          CLEAR
              + WITHOUT_WRAPPING
              + seconds / 60
              + (seconds % 60 < 10 ? ":0" : ":")
              + seconds % 60
              + " left to approve"
              + (tellsNextTry ? ", next try in " + roundedUp(nextTry) + " s" : "")
              + WRAPPING
              + "\r");
    }
  }

  private static long roundedUp(Duration duration) {
    return duration.plusMillis(999).toSeconds();
  }

  @Override
  public Duration elapsed() {
    return clock.elapsed();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    Duration end = clock.elapsed().plus(duration);
    while (true) {
      Duration left = end.minus(clock.elapsed());
      if (left.isNegative() || left.isZero()) {
        return;
      }
      draw(left);
      clock.sleep(left.compareTo(TICK) < 0 ? left : TICK);
    }
  }
}
