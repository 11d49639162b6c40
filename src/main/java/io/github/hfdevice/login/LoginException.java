package io.github.hfdevice.login;

import io.github.hfdevice.hub.TokenExchangeException;
import io.github.hfdevice.oauth.OAuthException;
import java.net.URI;
import java.util.Optional;

/**
 * There is no login, no token, or none that may be used for what was asked. Messages are fit for a
 * user and hold no secret; what to do about it is {@link #remedy()}.
 */
public final class LoginException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is. */
  public enum Reason {
    /** No token is there for the server that was asked for. */
    NOT_LOGGED_IN,
    /** The token ended, and no fresh one could be had. */
    EXPIRED,
    /** A CI job was to get a token for its identity token, and has none. */
    NO_IDENTITY_TOKEN,
    /** The token came without a refresh token. */
    NOT_REFRESHABLE,
    /** The client that the token was made for needs a secret, which no variable holds. */
    NO_SECRET,
    /** The server does not accept the token (HTTP 401), or will not have it used for this. */
    REFUSED,
    /** The server could not be asked, or had trouble of its own. */
    NO_ANSWER,
    /** The patience ended before the person decided; the code is still good. */
    STILL_WAITING,
    /** No login waits to be resumed. */
    NOTHING_PENDING,
    /** The login that waits is one at another server, or as another client. */
    OTHER_PENDING,
    /** A token was granted and its files could not be written: see {@link #unstored()}. */
    NOT_STORED,
    /** A variable forbids the network. */
    OFFLINE,
    /** A server's address would show secrets to the network. */
    INSECURE_ADDRESS,
    /** A server would have to get the token of another one. */
    OTHER_SERVER,
    /** What is stored of the token's server cannot be read, so no server may have the token. */
    UNKNOWN_SERVER,
    /** The name that the token should be stored under is that of a token of another server. */
    NAME_TAKEN
  }

  /** What would help. */
  public enum Remedy {
    /** The message says it, or nothing does. */
    NONE,
    /** To log in. */
    LOG_IN,
    /** To log in although a token is there. */
    LOG_IN_AGAIN,
    /** To refresh the token. */
    REFRESH,
    /** To go on with the login that waits. */
    RESUME,
    /** To set the variable that holds the token anew, or to unset it. */
    REPLACE_VARIABLE,
    /** To unset the variable that holds the token. */
    UNSET_VARIABLE,
    /** To try again later: the server could not be asked, or had trouble of its own. */
    TRY_LATER,
    /** To unset the variable that forbids the network. */
    GO_ONLINE,
    /** To set the variable that holds the client's secret. */
    SET_SECRET,
    /** To ask for the scope {@code openid} at the next login. */
    ASK_FOR_OPENID,
    /** To look at what the server answers: it was nothing that a client could read. */
    LOOK_AT_THE_ANSWER,
    /** To look at what the token may do, in the server's settings. */
    CHECK_RIGHTS,
    /** To look what answers in the server's place: a proxy, a firewall, a network's login. */
    CHECK_NETWORK,
    /** To give the CI job an identity token: the cause says how. */
    GIVE_IDENTITY_TOKEN,
    /** To look at what the repository trusts, in its settings. */
    CHECK_PUBLISHER,
    /** To look at what GitHub Actions allows the job. */
    CHECK_PERMISSION,
    /** To look whether the token that was given is complete, and one of this server. */
    CHECK_TOKEN
  }

  private final Reason reason;
  private final Remedy remedy;
  private final URI server;
  private final transient LoggedIn unstored;

  LoginException(Reason reason, Remedy remedy, String message) {
    this(reason, remedy, message, null, null, null);
  }

  private LoginException(
      Reason reason,
      Remedy remedy,
      String message,
      URI server,
      LoggedIn unstored,
      Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.remedy = remedy;
    this.server = server;
    this.unstored = unstored;
  }

  /** {@return the failure that there is no token at all for what was asked} */
  public static LoginException notLoggedIn() {
    return new LoginException(Reason.NOT_LOGGED_IN, Remedy.LOG_IN, "not logged in");
  }

  /** This failure, of a token for {@code endpoint}. */
  LoginException at(URI endpoint) {
    return new LoginException(reason, remedy, getMessage(), endpoint, unstored, getCause());
  }

  LoginException causedBy(Throwable cause) {
    return new LoginException(reason, remedy, getMessage(), server, unstored, cause);
  }

  LoginException of(LoggedIn granted) {
    return new LoginException(reason, remedy, getMessage(), server, granted, getCause());
  }

  /** {@return what kind of failure it is} */
  public Reason reason() {
    return reason;
  }

  /** {@return what would help} */
  public Remedy remedy() {
    return remedy;
  }

  /** {@return the server that a token is missing for, where the message speaks of one} */
  public Optional<URI> server() {
    return Optional.ofNullable(server);
  }

  /** {@return with {@link Reason#NOT_STORED} what was granted; its code is used up} */
  public Optional<LoggedIn> unstored() {
    return Optional.ofNullable(unstored);
  }

  /** {@return the raw {@code error} of the server's answer (RFC 6749, 5.2), where one led here} */
  public Optional<String> error() {
    if (getCause() instanceof OAuthException failure) {
      return failure.error();
    }
    return getCause() instanceof TokenExchangeException failure
        ? failure.error()
        : Optional.empty();
  }
}
