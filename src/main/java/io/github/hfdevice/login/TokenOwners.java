package io.github.hfdevice.login;

import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Asks servers whose a token is: only the one that the token came from. Thread-safe. */
public final class TokenOwners {
  private final Servers servers;
  private final TokenRefresher refresher;

  TokenOwners(Servers servers, TokenRefresher refresher) {
    this.servers = servers;
    this.refresher = refresher;
  }

  /**
   * Asks the server that {@code token} came from whose it is; blocks for two requests at most. One
   * that is not accepted any more and can be refreshed is, once, and asked about again.
   *
   * @param job what needs it, for the message when the network is forbidden
   * @throws LoginException if the server did not say it, with {@link LoginException.Reason#REFUSED}
   *     where it does not accept the token
   */
  public Whose requestOwner(TokenInUse token, String job)
      throws LoginException, IOException, InterruptedException {
    Identity identity = ask(token, job);
    if (identity instanceof Identity.Rejected && token.isRefreshable()) {
      TokenInUse refreshed;
      try {
        refreshed = refresher.refresh(token);
      } catch (OAuthException | LoginException | StoreException e) {
        throw notRefreshed(token, refused(token, identity), e);
      }
      return new Whose(refreshed, known(ask(refreshed, job), refreshed));
    }
    return new Whose(token, known(identity, token));
  }

  /**
   * Whose a token is.
   *
   * @param token the one that the server accepted
   */
  public record Whose(TokenInUse token, Identity.Known owner) {}

  /** Whether there is anybody to ask whose {@code token} is. */
  public boolean tellsOwner(TokenInUse token) {
    return token.server().isEmpty() || serverOf(token).tellsOwner();
  }

  private Identity ask(TokenInUse token, String job) throws LoginException, InterruptedException {
    if (token.server().isEmpty()) {
      throw Tokens.unknownServer(token);
    }
    return serverOf(token).requestOwner(token.token(), token.server(), job);
  }

  private Server serverOf(TokenInUse token) {
    URI endpoint = token.server().orElseThrow();
    return token.stored().isPresent()
        ? servers.of(token.stored().get(), endpoint)
        : servers.hub(endpoint);
  }

  private Identity.Known known(Identity identity, TokenInUse token) throws LoginException {
    if (identity instanceof Identity.Known known) {
      return known;
    }
    if (identity instanceof Identity.Unknown unknown) {
      throw token.about(
          new LoginException(
              unknown.isForLater()
                  ? LoginException.Reason.NO_ANSWER
                  : LoginException.Reason.REFUSED,
              remedy(unknown.kind(), serverOf(token)),
              "the server did not say whose the token is: " + unknown.reason()));
    }
    throw refused(token, identity);
  }

  private static LoginException refused(TokenInUse token, Identity identity) {
    Optional<String> words =
        identity instanceof Identity.Rejected rejected ? rejected.words() : Optional.empty();
    return token.about(
        new LoginException(
            LoginException.Reason.REFUSED,
            token.isGiven()
                ? LoginException.Remedy.REPLACE_VARIABLE
                : LoginException.Remedy.LOG_IN_AGAIN,
            token.server().orElseThrow()
                + " does not accept the token of "
                + token.source()
                + " (HTTP 401"
                + words.map(said -> ": " + said).orElse("")
                + ")"));
  }

  /** A login whose refresh failed for now, or for a cause of its own, is not over. */
  private static LoginException notRefreshed(
      TokenInUse token, LoginException refused, Exception cause) {
    LoginException.Reason reason = refused.reason();
    LoginException.Remedy remedy = refused.remedy();
    String why = cause.getMessage();
    if (cause instanceof StoreException unwritten) {
      remedy = LoginException.Remedy.NONE;
      why = unwritten.problem();
    } else if (cause instanceof LoginException blocked && blocked.remedy() != remedy) {
      reason = blocked.reason();
      remedy = blocked.remedy();
    } else if (cause instanceof OAuthException failure) {
      LoginException.Remedy helps = TokenRefresher.remedy(failure);
      remedy = helps == LoginException.Remedy.LOG_IN ? remedy : helps;
      reason =
          failure.reason() == OAuthException.Reason.UNREACHABLE
              ? LoginException.Reason.NO_ANSWER
              : reason;
    }
    return token.about(
        new LoginException(
                reason,
                remedy,
                refused.getMessage() + ", and the token could not be refreshed: " + why)
            .causedBy(cause));
  }

  private static LoginException.Remedy remedy(Identity.Kind kind, Server server) {
    return switch (kind) {
      case IN_TROUBLE -> LoginException.Remedy.TRY_LATER;
      case FORBIDDEN ->
          server.isDiscovered()
              ? LoginException.Remedy.ASK_FOR_OPENID
              : LoginException.Remedy.CHECK_RIGHTS;
      case NOT_OFFERED -> LoginException.Remedy.NONE;
      case REFUSED -> LoginException.Remedy.LOOK_AT_THE_ANSWER;
      case NO_ANSWER, BLOCKED, BAD_RESPONSE -> LoginException.Remedy.CHECK_NETWORK;
    };
  }
}
