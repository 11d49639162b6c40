package io.github.hfdevice.login;

import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.hub.ServerOrigin;
import io.github.hfdevice.hub.TokenIssuer;
import io.github.hfdevice.oauth.ClientCredentials;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.StoredToken;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds a server by what names it: an option, the variables, or what is stored with a token.
 * Thread-safe.
 */
public final class Servers {
  private final HubSettings settings;
  private final Supplier<Network> networks;
  private final Duration timeout;
  private final URI ownEndpoint;
  private final Optional<ClientCredentials> own;

  /**
   * @param networks gives the way to them, always the same one
   * @param timeout for one request; without it, the variables say it
   */
  public Servers(HubSettings settings, Supplier<Network> networks, Optional<Duration> timeout) {
    this(settings, networks, timeout.orElse(null), null, Optional.empty());
  }

  private Servers(
      HubSettings settings,
      Supplier<Network> networks,
      Duration timeout,
      URI ownEndpoint,
      Optional<ClientCredentials> own) {
    this.settings = settings;
    this.networks = networks;
    this.timeout = timeout;
    this.ownEndpoint = ownEndpoint;
    this.own = own;
  }

  /** The same, for a program that is {@code client} at {@code endpoint}, whatever variables say. */
  public Servers as(ClientCredentials client, URI endpoint) {
    return new Servers(settings, networks, timeout, endpoint, Optional.of(client));
  }

  /** The way to them. */
  public Network network() {
    return networks.get();
  }

  HubSettings settings() {
    return settings;
  }

  /** The Hub of the variables. */
  URI ofVariables() {
    return settings.endpoint(Optional.empty());
  }

  /** Whether that is at {@code endpoint}, and no other issuer of the same host. */
  boolean isOfVariables(URI endpoint) {
    URI hub = ofVariables();
    return ServerOrigin.isSame(endpoint, hub) && endpoint.getRawPath().equals(hub.getRawPath());
  }

  /** Whether {@code endpoint} is a server that the variables, or this program, are set up for. */
  boolean isOwn(URI endpoint) {
    return isOfVariables(endpoint) || endpoint.equals(ownEndpoint);
  }

  /** The Hub at {@code endpoint}, or a server that follows it. Asks nobody. */
  public Server hub(URI endpoint, ClientCredentials client) {
    return Server.hub(endpoint, client, network(), timeout());
  }

  /**
   * The server at {@code issuer}, by its metadata (RFC 8414); blocks for three requests at most.
   */
  public Server requestDiscovered(URI issuer, ClientCredentials client)
      throws OAuthException, LoginException, InterruptedException {
    return Server.requestDiscovered(issuer, client, network(), timeout());
  }

  /** The server that a login was made at. Asks nobody. */
  Server of(LoginOrigin origin) {
    return Server.stored(origin, client(origin), network(), timeout());
  }

  /** The server that {@code token} came from, which is at {@code endpoint}. Asks nobody. */
  Server of(StoredToken token, URI endpoint) {
    return token.origin().isPresent() ? of(token.origin().get()) : hub(endpoint);
  }

  private ClientCredentials client(LoginOrigin origin) {
    boolean isOwn =
        own.isPresent()
            && own.get().clientId().equals(origin.clientId())
            && ServerOrigin.isSame(ownEndpoint, origin.endpoint());
    return isOwn
        ? own.get()
        : settings.storedClient(origin.endpoint(), origin.clientId(), origin.confidential());
  }

  /** The Hub at {@code endpoint}, as the client of the variables if it is theirs. */
  Server hub(URI endpoint) {
    return hub(endpoint, client(endpoint));
  }

  /** The client to be at the Hub at {@code endpoint}, where nothing is stored of that. */
  private ClientCredentials client(URI endpoint) {
    return settings.client(endpoint, Optional.empty());
  }

  /**
   * Whether {@code accessToken} needs no origin beside it: the login is what {@code hf} takes each
   * of its logins for, and the token itself names the Hub, whatever the variables name later.
   */
  static boolean isPlain(LoginOrigin origin, String accessToken) {
    return namesItsServer(accessToken, origin.endpoint())
        && !origin.discovered()
        && !origin.confidential()
        && HubSettings.isDefault(origin.endpoint(), origin.clientId());
  }

  /** Whether {@code accessToken} itself says that it is of the server at {@code endpoint}. */
  static boolean namesItsServer(String accessToken, URI endpoint) {
    Optional<URI> issuer = TokenIssuer.of(accessToken, endpoint);
    return issuer.isPresent() && ServerOrigin.isSame(issuer.get(), endpoint);
  }

  private Duration timeout() {
    return timeout == null ? settings.requestTimeout() : timeout;
  }
}
