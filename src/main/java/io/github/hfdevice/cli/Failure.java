package io.github.hfdevice.cli;

import io.github.hfdevice.hub.TokenExchangeException;
import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.setting.SettingException;
import io.github.hfdevice.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** A command came to its end without doing its job. Message and hint are fit for a user. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String error;
  private final String where;
  private final String hint;

  /**
   * @param error a word for scripts
   * @param where the address or file, empty if the message names it
   * @param hint what to do, empty if the message says it
   */
  private Failure(
      ExitCode exitCode, String error, String message, String where, String hint, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.error = error;
    this.where = where;
    this.hint = hint;
  }

  private Failure(ExitCode exitCode, String message, String hint, Throwable cause) {
    this(exitCode, exitCode.error(), message, "", hint, cause);
  }

  Failure(ExitCode exitCode, String message, String hint) {
    this(exitCode, exitCode.error(), message, "", hint, null);
  }

  Failure(ExitCode exitCode, String error, String message, String hint) {
    this(exitCode, error, message, "", hint, null);
  }

  static Failure usage(String message, String hint) {
    return new Failure(ExitCode.USAGE, message, hint);
  }

  /** The one place that gives every kind of failure its exit code. */
  static Failure of(Throwable cause, Platform platform) {
    if (cause instanceof Failure failure) {
      return failure;
    }
    if (cause instanceof LoginException failure) {
      return new Failure(
          ExitCode.of(failure.reason()),
          error(failure),
          failure.getMessage(),
          where(failure),
          new Advice(platform).of(failure),
          cause);
    }
    if (cause instanceof OAuthException failure) {
      ExitCode exitCode = ExitCode.of(failure.reason());
      return new Failure(
          exitCode,
          failure.error().orElse(exitCode.error()),
          failure.getMessage(),
          failure.where().toString(),
          new Advice(platform).of(failure),
          cause);
    }
    if (cause instanceof SettingException setting) {
      return new Failure(ExitCode.USAGE, setting.getMessage(), setting.remedy(), cause);
    }
    if (cause instanceof StoreException failure) {
      return new Failure(ExitCode.FILE, failure.problem(), new Advice(platform).of(failure), cause);
    }
    if (cause instanceof IOException failure) {
      String message = failure.getMessage();
      return new Failure(
          ExitCode.FILE,
          message == null ? "a file or a stream could not be used" : message,
          "",
          cause);
    }
    if (cause instanceof InterruptedException) {
      return new Failure(ExitCode.INTERRUPTED, "interrupted", "", cause);
    }
    return new Failure(
        ExitCode.BUG,
        "something failed that never should",
        "This is a bug of hf-device; with --verbose it shows where.",
        cause);
  }

  /** The server that was asked; of a CI's the message tells, and its query is nobody's business. */
  private static String where(LoginException failure) {
    if (failure.getCause() instanceof OAuthException answer) {
      return answer.where().toString();
    }
    return failure.getCause() instanceof TokenExchangeException answer
        ? answer.where().filter(uri -> uri.getRawQuery() == null).map(URI::toString).orElse("")
        : "";
  }

  /** The word for scripts; what a server said is the best one. */
  private static String error(LoginException failure) {
    return failure
        .error()
        .orElseGet(
            () ->
                switch (failure.reason()) {
                  case EXPIRED -> "token_expired";
                  case NOT_REFRESHABLE -> "not_refreshable";
                  case REFUSED -> "invalid_token";
                  case OFFLINE -> "offline";
                  case OTHER_SERVER -> "other_server";
                  case UNKNOWN_SERVER -> "unknown_server";
                  case NAME_TAKEN -> "name_taken";
                  case NO_IDENTITY_TOKEN -> "no_identity_token";
                  case NO_SECRET -> "client_secret_missing";
                  case NOT_LOGGED_IN,
                      NO_ANSWER,
                      STILL_WAITING,
                      NOTHING_PENDING,
                      OTHER_PENDING,
                      NOT_STORED,
                      INSECURE_ADDRESS ->
                      ExitCode.of(failure.reason()).error();
                });
  }

  ExitCode exitCode() {
    return exitCode;
  }

  String error() {
    return error;
  }

  Optional<String> where() {
    return where.isEmpty() ? Optional.empty() : Optional.of(where);
  }

  Optional<String> hint() {
    return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
  }
}
