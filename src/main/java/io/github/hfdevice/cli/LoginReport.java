package io.github.hfdevice.cli;

import io.github.hfdevice.oauth.DeviceAuthorization;
import io.github.hfdevice.oauth.PollListener;
import io.github.hfdevice.oauth.WaitClock;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenPaths;
import io.github.hfdevice.terminal.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says how a login goes, in every format. */
final class LoginReport implements PollListener {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Output output;
  private final Platform platform;
  private final TokenPaths paths;
  private volatile boolean waiting;
  private Duration codeEnds = Duration.ZERO;

  LoginReport(Output output, Platform platform, TokenPaths paths) {
    this.output = output;
    this.platform = platform;
    this.paths = paths;
  }

  /** Shows the code: the first thing that happens once there is one. */
  void code(DeviceAuthorization authorization) {
    if (output.isJson()) {
      output.json(
          LoginCommand.event("device_code")
              .put("verification_uri", authorization.verificationUri().toString())
              .put(
                  "verification_uri_complete",
                  authorization.verificationUriComplete().map(Object::toString).orElse(null))
              .put("user_code", Printable.of(authorization.userCode()))
              .put("expires_in", authorization.expiresIn().toSeconds())
              .put("interval", authorization.interval().toSeconds()));
    }
    output.insist(
        "Visit "
            + authorization.verificationUri()
            + " and enter code: "
            + authorization.userCode());
    authorization
        .verificationUriComplete()
        .ifPresent(uri -> output.say("Or open " + uri + " and compare the code."));
    output.say("Continue only if you started this login yourself.");
  }

  /** Says what is waited for; on a terminal the time left follows. */
  void waitBegins(Duration codeExpiresIn, boolean resumable) {
    codeEnds = platform.waitClock().elapsed().plus(codeExpiresIn);
    if (!output.canRedraw()) {
      output.say("Waiting for the approval; the code expires in " + words(codeExpiresIn) + ".");
    }
    if (resumable && output.format() == Format.AGENT) {
      output.say("If this is cut off, go on with: " + resumeCommand());
    }
  }

  /** The code was shown, and nobody waits. */
  void codeLeft(DeviceAuthorization authorization, Instant expiresAt) {
    if (output.isJson()) {
      output.json(
          LoginCommand.event("pending")
              .put("resume_command", resumeCommand())
              .put("expires_at", expiresAt.getEpochSecond()));
    }
    output.insist(
        "Within " + words(authorization.expiresIn()) + ", finish with: " + resumeCommand());
  }

  /** What a person types to go on with the pending login. */
  String resumeCommand() {
    return ShellWord.of(platform.command()) + " auth login --resume";
  }

  @Override
  public void waiting(Duration wait, Duration left, String trouble) {
    waiting = true;
    if (!trouble.isEmpty()) {
      lineOfItsOwn();
      output.say("Still waiting, next try in " + words(wait) + ": " + trouble);
    }
  }

  /** A clock that shows the time left, each second, while it waits at a terminal. */
  WaitClock ticking(WaitClock clock) {
    return output.canRedraw() ? new TickingClock(clock) : clock;
  }

  void waitEnded() {
    waiting = false;
    lineOfItsOwn();
  }

  private void lineOfItsOwn() {
    if (output.canRedraw()) {
      output.redraw("");
    }
  }

  /** The process was told to end before the person decided. */
  void interrupted(boolean resumable) {
    waitEnded();
    String next = resumable ? "Go on with: " + resumeCommand() : "Nothing was stored.";
    if (output.isJson()) {
      // Which signal it was is not known here, so neither is the exit code.
      output.json(
          LoginCommand.event("auth_error")
              .put("error", ExitCode.INTERRUPTED.error())
              .put("message", "interrupted. " + next)
              .putNull("exit_code"));
    }
    output.say("Interrupted. " + next);
  }

  void alreadyLoggedIn(TokenInUse present, Optional<String> tokenVariable) {
    if (output.isJson()) {
      success(null, present.name().orElse(null), present.expiresAt().map(Instant::getEpochSecond));
    }
    output.say(
        "Already logged in"
            + present.name().map(name -> " as " + name).orElse("")
            + " ("
            + paths.token()
            + ").");
    output.say("Use --force to log in again.");
    shadowed(tokenVariable);
  }

  /** Another login waits to be resumed, and this one takes its place. */
  void replaces(String userCode) {
    output.say(
        "A login with the code "
            + userCode
            + " is still pending. This starts another, which --resume goes on with from now on.");
  }

  void waitedForElsewhere(long pid) {
    output.say("The process " + pid + " waits for this login; waiting for its end.");
  }

  void success(StoredToken login, Optional<String> user, Optional<String> tokenVariable) {
    if (output.isJson()) {
      success(user.orElse(null), login.name(), login.expiresAt().map(Instant::getEpochSecond));
    }
    shadowed(tokenVariable);
    output.say(
        "Logged in as "
            + user.orElse(login.name())
            + "; the token ("
            + login.name()
            + ") is in "
            + paths.token()
            + login.expiresAt().map(at -> " and expires at " + at).orElse("")
            + ".");
  }

  private void success(String user, String name, Optional<Long> expiresAt) {
    output.json(
        LoginCommand.event("auth_success")
            .put("user", user)
            .put("token_name", name)
            .put("token_path", paths.token().toString())
            .put("expires_at", expiresAt.orElse(null)));
  }

  private void shadowed(Optional<String> tokenVariable) {
    tokenVariable.ifPresent(
        name ->
            output.warn(
                name + " is set and wins over the stored token; unset it to use this one."));
  }

  private static String words(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min" + rest(seconds % 60);
  }

  private static String rest(long seconds) {
    return seconds == 0 ? "" : " " + seconds + " s";
  }

  /** Divides each wait into seconds and draws the time left before each. */
  private final class TickingClock implements WaitClock {
    private final WaitClock clock;

    TickingClock(WaitClock clock) {
      this.clock = clock;
    }

    @Override
    public Duration elapsed() {
      return clock.elapsed();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      Duration end = clock.elapsed().plus(duration);
      while (true) {
        Duration now = clock.elapsed();
        Duration left = end.minus(now);
        if (left.isNegative() || left.isZero()) {
          return;
        }
        if (waiting) {
          long seconds = Math.max(0, codeEnds.minus(now).toSeconds());
          output.redraw(
              "Waiting for the approval, "
                  + seconds / 60
                  + ":"
                  + (seconds % 60 < 10 ? "0" : "")
                  + seconds % 60
                  + " left");
        }
        clock.sleep(left.compareTo(TICK) < 0 ? left : TICK);
      }
    }
  }
}
