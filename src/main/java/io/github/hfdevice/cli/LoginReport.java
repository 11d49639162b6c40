package io.github.hfdevice.cli;

import io.github.hfdevice.oauth.DeviceAuthorization;
import io.github.hfdevice.oauth.PollListener;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenPaths;
import io.github.hfdevice.time.WaitClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says how a login goes, in every format. */
final class LoginReport implements PollListener {
  private final Output output;
  private final Platform platform;
  private final TokenPaths paths;
  private final CodePrompt prompt;
  private final Countdown countdown;
  private volatile InterruptibleLogin login = InterruptibleLogin.NONE;

  LoginReport(Output output, Platform platform, TokenPaths paths, CodePrompt prompt) {
    this.output = output;
    this.platform = platform;
    this.paths = paths;
    this.prompt = prompt;
    this.countdown = new Countdown(output, platform.waitClock());
  }

  /** From now on this is the login to interrupt when the process is told to end. */
  void follow(InterruptibleLogin current) {
    login = current;
  }

  /**
   * The process is told to end.
   *
   * @param exitCode 0 if it is not known
   */
  void terminated(int exitCode) {
    Optional<Boolean> resumable = login.interrupt();
    if (resumable.isPresent()) {
      interrupted(resumable.get(), exitCode);
    }
  }

  /** Shows the code: the first thing that happens once there is one. */
  void code(DeviceAuthorization authorization) throws InterruptedException {
    prompt.show(authorization);
  }

  /** Says what is waited for; on a terminal the time left follows. */
  void waitBegins(Duration codeExpiresIn, boolean resumable) {
    if (output.canRedraw()) {
      countdown.begin(codeExpiresIn);
    } else {
      output.say("Waiting for the approval; the code expires in " + words(codeExpiresIn) + ".");
    }
    platform.termination().watch();
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
    if (!trouble.isEmpty()) {
      countdown.clear();
      output.say("Still waiting, next try in " + words(wait) + ": " + trouble);
    }
  }

  /** The clock to wait by: at a terminal one that shows the time left. */
  WaitClock waitClock() {
    return output.canRedraw() ? countdown : platform.waitClock();
  }

  void waitEnded() {
    countdown.end();
  }

  private void interrupted(boolean resumable, int exitCode) {
    waitEnded();
    String next = resumable ? "Go on with: " + resumeCommand() : "Nothing was stored.";
    if (output.isJson()) {
      output.json(
          LoginCommand.event("auth_error")
              .put("error", ExitCode.INTERRUPTED.error())
              .put("message", "interrupted. " + next)
              .put("exit_code", exitCode == 0 ? null : Integer.valueOf(exitCode)));
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
}
