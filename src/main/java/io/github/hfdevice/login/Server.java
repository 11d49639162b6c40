package io.github.hfdevice.login;

import io.github.hfdevice.hub.HubLayout;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.hub.IdentityClient;
import io.github.hfdevice.hub.ServerOrigin;
import io.github.hfdevice.oauth.ClientCredentials;
import io.github.hfdevice.oauth.DeviceFlowClient;
import io.github.hfdevice.oauth.OAuthEndpoints;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.oauth.RefreshClient;
import io.github.hfdevice.oauth.RevocationClient;
import io.github.hfdevice.oauth.ServerMetadata;
import io.github.hfdevice.oauth.TokenResponse;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.StoredToken;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One server: where it answers, and as which client it is asked. Whatever sends it a token of the
 * user's stands here, behind {@link #require}. Thread-safe.
 */
public final class Server {
  /** The token is removed here by then: a server that is away should not hold a logout up. */
  private static final Duration REVOCATION_TIMEOUT = Duration.ofSeconds(3);

  /** Enough for a lost packet to be sent again. */
  private static final Duration HURRIED_CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final LoginOrigin origin;
  private final ClientCredentials client;
  private final List<OAuthEndpoints> layouts;
  private final Network network;
  private final Duration timeout;

  /**
   * @param origin as it is stored with a token of this server
   * @param layouts where it may answer a login, the likeliest first
   * @param timeout for one request
   */
  private Server(
      LoginOrigin origin,
      ClientCredentials client,
      List<OAuthEndpoints> layouts,
      Network network,
      Duration timeout) {
    this.origin = origin;
    this.client = client;
    this.layouts = layouts;
    this.network = network;
    this.timeout = timeout;
  }

  /** The Hub at {@code endpoint}, or a server that follows it. Asks nobody. */
  static Server hub(URI endpoint, ClientCredentials client, Network network, Duration timeout) {
    List<OAuthEndpoints> layouts = HubLayout.of(endpoint);
    return new Server(
        origin(endpoint, client, layouts.get(0), false), client, layouts, network, timeout);
  }

  /**
   * The server at {@code issuer}, by its metadata (RFC 8414); blocks for three requests at most.
   */
  static Server requestDiscovered(
      URI issuer, ClientCredentials client, Network network, Duration timeout)
      throws OAuthException, LoginException, InterruptedException {
    OAuthEndpoints endpoints =
        ServerMetadata.requestEndpoints(issuer, network.to(issuer, "--discover"), timeout);
    return new Server(
        origin(issuer, client, endpoints, true), client, List.of(endpoints), network, timeout);
  }

  /** The server that an earlier login was made at. Asks nobody. */
  static Server stored(
      LoginOrigin origin, ClientCredentials client, Network network, Duration timeout) {
    return new Server(origin, client, List.of(), network, timeout);
  }

  private static LoginOrigin origin(
      URI endpoint, ClientCredentials client, OAuthEndpoints endpoints, boolean discovered) {
    return new LoginOrigin(
        endpoint,
        client.clientId(),
        client.secret().isPresent(),
        endpoints.token(),
        endpoints.userinfo(),
        endpoints.revocation(),
        discovered);
  }

  /** What the user calls this server. */
  public URI endpoint() {
    return origin.endpoint();
  }

  LoginOrigin origin() {
    return origin;
  }

  /** The device flow here. */
  DeviceFlowClient deviceFlow(Clocks clocks) throws LoginException {
    return new DeviceFlowClient(
        layouts,
        client,
        network.to(endpoint(), "auth login"),
        clocks.waiting(),
        clocks.wall(),
        timeout);
  }

  /**
   * Refuses a token of another server: the one place where that is judged.
   *
   * @param tokenServer where the token came from, if that is known
   */
  private void require(Optional<URI> tokenServer) throws LoginException {
    if (tokenServer.isEmpty()) {
      throw new LoginException(
          LoginException.Reason.UNKNOWN_SERVER,
          LoginException.Remedy.LOG_IN_AGAIN,
          "what is stored of the token's server cannot be read, so the token is sent nowhere");
    }
    if (!ServerOrigin.isSame(tokenServer.get(), endpoint())) {
      throw new LoginException(
              LoginException.Reason.OTHER_SERVER,
              LoginException.Remedy.LOG_IN,
              "the token is one of "
                  + tokenServer.get()
                  + " and is not shown to "
                  + endpoint()
                  + ": not logged in there")
          .at(endpoint());
    }
  }

  /** Asks whose {@code token} is; blocks for two requests at most. */
  Identity requestOwner(String token, Optional<URI> tokenServer, String job)
      throws LoginException, InterruptedException {
    require(tokenServer);
    IdentityClient identities = new IdentityClient(network.to(endpoint(), job), timeout);
    return origin.discovered()
        ? identities.requestDiscovered(origin.userinfo(), token)
        : identities.requestIdentity(endpoint(), token);
  }

  /** Whether its metadata told where it answers. */
  boolean isDiscovered() {
    return origin.discovered();
  }

  /** Whether there is anybody to ask whose a token is. */
  boolean tellsOwner() {
    return !origin.discovered() || origin.userinfo().isPresent();
  }

  /**
   * Trades the refresh token in; blocks for one request, and sends none a second time.
   *
   * @param hurried whether it is given up soon where no connection stands
   */
  TokenResponse requestRefresh(StoredToken token, Optional<URI> tokenServer, boolean hurried)
      throws LoginException, OAuthException, InterruptedException {
    require(tokenServer);
    requireSecret("a refresh");
    URI where = origin.discovered() ? origin.token() : HubLayout.of(endpoint()).get(0).token();
    return new RefreshClient(
            where,
            client,
            network.to(where, "a refresh"),
            hurried ? HURRIED_CONNECT_TIMEOUT : timeout,
            timeout)
        .requestRefresh(token.refreshToken().orElseThrow());
  }

  /**
   * Refuses to go on without its secret as a client that has one.
   *
   * @param job what needs it, for the message
   */
  void requireSecret(String job) throws LoginException {
    if (origin.confidential() && client.secret().isEmpty()) {
      throw new LoginException(
          LoginException.Reason.NO_SECRET,
          LoginException.Remedy.SET_SECRET,
          job
              + " needs the secret of the client "
              + origin.clientId()
              + ", and "
              + HubSettings.CLIENT_SECRET
              + " is not set to it");
    }
  }

  /** What revokes tokens here, if the token to revoke is one of this server. */
  RevocationClient revocations(Optional<URI> tokenServer) throws LoginException {
    require(tokenServer);
    return new RevocationClient(
        network.to(endpoint(), "a revocation"),
        client,
        timeout.compareTo(REVOCATION_TIMEOUT) < 0 ? timeout : REVOCATION_TIMEOUT);
  }
}
