package io.github.hfdevice.cli;

import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.oauth.OAuthException;

/** What a script learns from the exit code. The numbers are part of the contract. */
public enum ExitCode {
  OK(0, "ok"),
  BUG(1, "unexpected_failure"),
  USAGE(2, "usage"),
  DENIED(3, "access_denied"),
  NOT_LOGGED_IN(4, "not_logged_in"),
  REFUSED(5, "bad_response"),
  UNREACHABLE(6, "unreachable"),
  FILE(7, "file"),
  STILL_WAITING(8, "authorization_pending"),
  CODE_EXPIRED(9, "expired_token"),
  INTERRUPTED(130, "interrupted");

  private final int number;
  private final String error;

  ExitCode(int number, String error) {
    this.number = number;
    this.error = error;
  }

  public int number() {
    return number;
  }

  /** The {@code error} of the JSON output where no server gave a better one. */
  String error() {
    return error;
  }

  /** The code of that number, which one of these is. */
  static ExitCode of(int number) {
    for (ExitCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    throw new IllegalArgumentException("no exit code: " + number);
  }

  /** The code that a failed login or refresh ends with. */
  static ExitCode of(OAuthException.Reason reason) {
    return switch (reason) {
      case DENIED -> DENIED;
      case EXPIRED -> CODE_EXPIRED;
      case PENDING -> STILL_WAITING;
      case REJECTED, BAD_RESPONSE -> REFUSED;
      case LOGIN_NEEDED -> NOT_LOGGED_IN;
      case UNREACHABLE -> UNREACHABLE;
    };
  }

  /** The code that a login, or what needs one, fails with. */
  static ExitCode of(LoginException.Reason reason) {
    return switch (reason) {
      case NOT_LOGGED_IN,
          EXPIRED,
          NO_IDENTITY_TOKEN,
          NOT_REFRESHABLE,
          NO_SECRET,
          OTHER_SERVER,
          UNKNOWN_SERVER ->
          NOT_LOGGED_IN;
      case REFUSED -> REFUSED;
      case NO_ANSWER, OFFLINE -> UNREACHABLE;
      case STILL_WAITING -> STILL_WAITING;
      case NOTHING_PENDING, OTHER_PENDING, INSECURE_ADDRESS, NAME_TAKEN -> USAGE;
      case NOT_STORED -> FILE;
    };
  }

  /** What to do about a failed login or refresh. */
  static String hint(OAuthException failure) {
    return switch (failure.reason()) {
      case DENIED -> "Run the login again if that was a mistake.";
      case EXPIRED -> "Run the login again for a new code.";
      case PENDING -> "Go on with: hf-device auth login --resume";
      // The access token may still be good, and keep a login without --force from its job.
      case LOGIN_NEEDED -> "Run: hf-device auth login --force";
      case REJECTED -> hintForRejection(failure.error().orElse(""));
      case BAD_RESPONSE -> "Check HF_ENDPOINT or --endpoint: is this the Hub, and is it up?";
      case UNREACHABLE ->
          failure.retryAt().isPresent() ? "Wait until then, and try again." : "Try again later.";
    };
  }

  private static String hintForRejection(String error) {
    return switch (error) {
      case "invalid_client", "unauthorized_client" ->
          "Check --client-id (HF_DEVICE_CODE_OAUTH_CLIENT_ID) and its secret.";
      case "invalid_scope" -> "Check --scope against the scopes that the server knows.";
      default -> "Run the login again; --verbose shows what the server said.";
    };
  }
}
