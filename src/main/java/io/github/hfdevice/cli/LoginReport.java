package io.github.hfdevice.cli;

import io.github.hfdevice.hub.TokenOwner;
import io.github.hfdevice.login.Interruption;
import io.github.hfdevice.login.LoggedIn;
import io.github.hfdevice.login.LoginListener;
import io.github.hfdevice.login.TokenInUse;
import io.github.hfdevice.oauth.DeviceAuthorization;
import io.github.hfdevice.store.TokenPaths;
import io.github.hfdevice.terminal.StyledText;
import io.github.hfdevice.time.WaitClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Says how a login goes, in every format. */
final class LoginReport implements LoginListener {
  private final Output output;
  private final Platform platform;
  private final TokenPaths paths;
  private final CodePrompt prompt;
  private final Countdown countdown;
  private final Advice advice;
  private Duration codeLife = Duration.ZERO;
  private String toldTrouble = "";
  private volatile Supplier<Interruption> login = () -> Interruption.OVER;

  LoginReport(Output output, Platform platform, TokenPaths paths, CodePrompt prompt) {
    this.output = output;
    this.platform = platform;
    this.paths = paths;
    this.prompt = prompt;
    this.countdown = new Countdown(output, platform.waitClock());
    this.advice = new Advice(platform);
  }

  /** From now on this is the login to interrupt when the process is told to end. */
  void follow(Supplier<Interruption> current) {
    login = current;
  }

  /**
   * The process is told to end.
   *
   * @param exitCode 0 if it is not known
   */
  void terminated(int exitCode) {
    Interruption left = login.get();
    if (left != Interruption.OVER) {
      interrupted(left == Interruption.RESUMABLE, exitCode);
    }
  }

  @Override
  public void code(DeviceAuthorization authorization) throws InterruptedException {
    codeLife = authorization.expiresIn();
    prompt.show(authorization);
  }

  /** Says what is waited for; on a terminal the time left follows. */
  @Override
  public void waitBegins(Duration codeExpiresIn, boolean resumable) {
    if (output.canRedraw()) {
      countdown.begin(codeExpiresIn);
    } else {
      output.say("Waiting for the approval; the code expires in " + words(codeExpiresIn) + ".");
    }
    platform.termination().watch();
    if (resumable && output.format() == Format.AGENT) {
      output.say("If this is cut off, go on with: " + advice.resumeCommand());
    }
  }

  /** The code was shown, and nobody waits for the person until its end. */
  void codeLeft(Instant expiresAt) {
    if (output.isJson()) {
      output.json(
          Output.event("pending")
              .put("resume_command", advice.resumeCommand())
              .put("expires_at", expiresAt.getEpochSecond()));
    }
    output.insist(
        new StyledText()
            .text("Within " + words(codeLife) + ", finish with: ")
            .strong(advice.resumeCommand()));
  }

  @Override
  public void waiting(Duration wait, Duration left, String trouble) {
    countdown.tellNextTry(!trouble.isEmpty());
    // Where the countdown tells of the next try, the same trouble is told once.
    if (!trouble.isEmpty() && !(output.canRedraw() && trouble.equals(toldTrouble))) {
      countdown.clear();
      // Rounded up: what is left of a second is no time of 0 s.
      output.say("Still waiting, next try in " + words(wait.plusMillis(999)) + ": " + trouble);
    }
    toldTrouble = trouble;
  }

  /** The clock to wait by: at a terminal one that shows the time left. */
  WaitClock waitClock() {
    return output.canRedraw() ? countdown : platform.waitClock();
  }

  @Override
  public void waitEnded() {
    countdown.end();
  }

  private void interrupted(boolean resumable, int exitCode) {
    waitEnded();
    String next = resumable ? "Go on with: " + advice.resumeCommand() : "Nothing was stored.";
    if (output.isJson()) {
      output.json(
          Output.event("auth_error")
              .put("error", ExitCode.INTERRUPTED.error())
              .put("message", "interrupted. " + next)
              .put("exit_code", exitCode == 0 ? null : Integer.valueOf(exitCode)));
    }
    output.say("Interrupted. " + next);
  }

  void alreadyLoggedIn(TokenInUse present, Optional<String> tokenVariable) {
    if (output.isJson()) {
      success(
          null,
          present.name().orElse(null),
          present.expiresAt().map(Instant::getEpochSecond),
          null);
    }
    output.succeed(
        "Already logged in; the token"
            + present.name().map(name -> " (" + name + ")").orElse("")
            + " is in "
            + present.source()
            + expiry(present.expiresAt())
            + ".");
    output.say("Use --force to log in again.");
    shadowed(tokenVariable);
  }

  @Override
  public void replaces(String userCode) {
    output.say(
        "A login with the code "
            + userCode
            + " is still pending. This starts another, which --resume goes on with from now on.");
  }

  @Override
  public void waitsForProcess(long pid) {
    output.say("The process " + pid + " waits for this login; waiting for its end.");
  }

  @Override
  public void warn(String sentence) {
    output.warn(sentence);
  }

  void success(LoggedIn login, Optional<String> tokenVariable) {
    Optional<Instant> expiresAt = login.token().expiresAt();
    if (output.isJson()) {
      success(
          login.user().orElse(null),
          login.token().name(),
          expiresAt.map(Instant::getEpochSecond),
          login.grantedScope().orElse(null));
    }
    if (login.isActive()) {
      shadowed(tokenVariable);
    }
    output.succeed(
        "Logged in"
            + asWhom(login)
            + "; the token ("
            + login.token().name()
            + ") is in "
            + (login.isActive() ? paths.token() : paths.storedTokens())
            + expiry(expiresAt)
            + ".");
    if (!login.isActive()) {
      output.say(
          "It is one of "
              + login.server()
              + " and not in use for other servers. Use it with: hf-device auth token --endpoint "
              + ShellWord.of(login.server().toString()));
    }
  }

  private String expiry(Optional<Instant> expiresAt) {
    return expiresAt
        .map(at -> " and expires at " + Expiry.words(at, platform.wallClock().instant()))
        .orElse("");
  }

  /** Of a login that another process finished only the token's name is known. */
  private static String asWhom(LoggedIn login) {
    String name = login.token().name();
    if (login.user().isPresent()) {
      return " as " + login.user().get();
    }
    if (TokenOwner.isUnidentified(name)) {
      return ", though the server did not say as whom";
    }
    return login.wishes().storeAs().isPresent() ? "" : " as " + name;
  }

  private void success(String user, String name, Optional<Long> expiresAt, String grantedScope) {
    output.json(
        Output.event("auth_success")
            .put("user", user)
            .put("token_name", name)
            .put("token_path", paths.token().toString())
            .put("expires_at", expiresAt.orElse(null))
            .put("granted_scope", grantedScope));
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
