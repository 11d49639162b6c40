package io.github.hfdevice.login;

import io.github.hfdevice.hub.ExchangeResource;
import io.github.hfdevice.hub.ExchangedToken;
import io.github.hfdevice.hub.HubLayout;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.hub.TokenExchange;
import io.github.hfdevice.hub.TokenExchangeException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The tokens of a CI job that has no secret: its identity token is exchanged for a short-lived one,
 * which is kept in memory and on no disk. Thread-safe: one exchange, however many threads ask.
 */
final class KeylessTokens {
  /**
   * What has less to live is exchanged anew, so that a request that uses it still finds it good.
   */
  private static final Duration MARGIN = Duration.ofMinutes(2);

  private final Servers servers;
  private final Clock clock;
  private URI keptFor;
  private ExchangedToken kept;

  KeylessTokens(Servers servers, Clock clock) {
    this.servers = servers;
    this.clock = clock;
  }

  /**
   * A token of the server at {@code endpoint}; blocks for two requests at most.
   *
   * @throws LoginException with the cause, if there is none: nothing else is tried instead
   */
  synchronized TokenInUse request(URI endpoint, ExchangeResource resource)
      throws LoginException, InterruptedException {
    requireMeantFor(endpoint);
    if (!endpoint.equals(keptFor) || kept.expiresAt().minus(MARGIN).isBefore(clock.instant())) {
      kept = exchange(endpoint, resource);
      keptFor = endpoint;
    }
    return new TokenInUse(
        kept.token(),
        HubSettings.OIDC_RESOURCE,
        true,
        false,
        Optional.of(endpoint),
        Optional.empty(),
        Optional.of(kept.expiresAt()));
  }

  /** Whoever gets an identity token that was made for the Hub could be the job there. */
  private void requireMeantFor(URI endpoint) throws LoginException {
    boolean isGiven = servers.settings().value(HubSettings.OIDC_ID_TOKEN).isPresent();
    if (isGiven && !servers.isOwn(endpoint)) {
      throw new LoginException(
              LoginException.Reason.OTHER_SERVER,
              LoginException.Remedy.NONE,
              HubSettings.OIDC_ID_TOKEN
                  + " is the identity of a job for "
                  + servers.ofVariables()
                  + " and is not shown to "
                  + endpoint)
          .at(endpoint);
    }
  }

  private ExchangedToken exchange(URI endpoint, ExchangeResource resource)
      throws LoginException, InterruptedException {
    TokenExchange exchange =
        new TokenExchange(
            servers.settings(),
            servers.network().to(endpoint, "a token for " + HubSettings.OIDC_RESOURCE),
            clock);
    try {
      return exchange.requestToken(endpoint, resource);
    } catch (TokenExchangeException e) {
      throw new LoginException(reason(e.reason()), remedy(e, endpoint), e.getMessage())
          .causedBy(e)
          .at(endpoint);
    }
  }

  private static LoginException.Reason reason(TokenExchangeException.Reason reason) {
    return switch (reason) {
      case NO_IDENTITY_TOKEN -> LoginException.Reason.NO_IDENTITY_TOKEN;
      case REFUSED, BAD_RESPONSE -> LoginException.Reason.REFUSED;
      case UNREACHABLE -> LoginException.Reason.NO_ANSWER;
    };
  }

  private static LoginException.Remedy remedy(TokenExchangeException failure, URI endpoint) {
    boolean isOfHub = failure.where().filter(HubLayout.token(endpoint)::equals).isPresent();
    return switch (failure.reason()) {
      case NO_IDENTITY_TOKEN -> LoginException.Remedy.GIVE_IDENTITY_TOKEN;
      case REFUSED ->
          isOfHub ? LoginException.Remedy.CHECK_PUBLISHER : LoginException.Remedy.CHECK_PERMISSION;
      case BAD_RESPONSE -> LoginException.Remedy.CHECK_NETWORK;
      case UNREACHABLE ->
          failure.getCause() instanceof IOException
              ? LoginException.Remedy.CHECK_NETWORK
              : LoginException.Remedy.TRY_LATER;
    };
  }
}
