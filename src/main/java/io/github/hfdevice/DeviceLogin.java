package io.github.hfdevice;

import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.hub.HubLayout;
import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.hub.IdentityClient;
import io.github.hfdevice.hub.TokenOwner;
import io.github.hfdevice.oauth.ClientCredentials;
import io.github.hfdevice.oauth.DeviceFlowClient;
import io.github.hfdevice.oauth.OAuthEndpoints;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.oauth.PollListener;
import io.github.hfdevice.oauth.ServerMetadata;
import io.github.hfdevice.oauth.TokenResponse;
import io.github.hfdevice.store.Activation;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.time.WaitClock;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Logs in to the Hub, or to another server of RFC 8628, and stores the token where {@code hf} looks
 * for it. Writes to no stream and reads no environment that it was not given.
 *
 * <p>Holds no state of a login: any number of threads may log in with one object at once. A login
 * runs on the thread that asked for it. Its HTTP exchanges run on threads that all logins share,
 * virtual ones from Java 21 on, so a login that waits costs its own, perhaps virtual, thread alone.
 */
public final class DeviceLogin {
  /**
   * How a login reaches its server, and what it takes the time from.
   *
   * @param remembered whether the server and the client are to be stored with the token, because
   *     who uses it later would not know them
   */
  record Server(
      URI endpoint,
      boolean discover,
      boolean remembered,
      ClientCredentials client,
      Optional<String> scope,
      HttpTransport transport,
      Duration requestTimeout,
      WaitClock waitClock,
      Clock wallClock) {}

  private final Server server;
  private final TokenStore store;
  private final Consumer<String> warnings;

  DeviceLogin(Server server, TokenStore store, Consumer<String> warnings) {
    this.server = server;
    this.store = store;
    this.warnings = warnings;
  }

  /** Starts from the Hub, its public client, and the token file in the user's home. */
  public static DeviceLoginBuilder builder() {
    return new DeviceLoginBuilder();
  }

  /**
   * Requests a code, hands it to {@code prompt}, waits for the person, and stores the token as the
   * one in use. Blocks until the person decided or the code ran out, some minutes as a rule.
   *
   * <p>Interrupting the thread ends a login at once, until the token is granted. From then on an
   * interrupt only cuts short the question whose token it is: the token is stored, and this returns
   * with the thread's interrupt flag set.
   *
   * @param prompt shows the code; called once, on this thread, before the first poll. What it
   *     throws ends the login
   * @throws OAuthException if there is no token; {@link OAuthException#reason()} tells why. Its
   *     message may quote the server
   * @throws LoginNotStoredException if there is a token that could not be stored; it has the token
   * @throws IOException if the files cannot be written, before a code is requested; it names the
   *     file
   * @throws InterruptedException if the thread was interrupted before the token was granted
   */
  public StoredLogin login(Consumer<LoginPrompt> prompt)
      throws OAuthException, IOException, InterruptedException {
    checkWritable();
    List<OAuthEndpoints> layouts =
        server.discover()
            ? List.of(
                ServerMetadata.requestEndpoints(
                    server.endpoint(), server.transport(), server.requestTimeout()))
            : HubLayout.of(server.endpoint());
    DeviceFlowClient flow =
        new DeviceFlowClient(
            layouts,
            server.client(),
            server.transport(),
            server.waitClock(),
            server.wallClock(),
            server.requestTimeout());
    TokenResponse granted =
        flow.authorize(
            server.scope(),
            authorization -> prompt.accept(LoginPrompt.of(authorization)),
            PollListener.SILENT);
    return identifyAndSave(granted, layouts.get(0));
  }

  /** An interrupt closes the channel that is written to, which looks like a broken disk. */
  private void checkWritable() throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      store.checkWritable();
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    }
  }

  private StoredLogin identifyAndSave(TokenResponse granted, OAuthEndpoints endpoints)
      throws OAuthException, LoginNotStoredException {
    Instant grantedAt = server.wallClock().instant().truncatedTo(ChronoUnit.SECONDS);
    boolean interrupted = false;
    try {
      TokenOwner owner;
      try {
        owner = requestOwner(granted, endpoints);
      } catch (InterruptedException e) {
        interrupted = true;
        owner = TokenOwner.unknown("nobody waited for its answer", grantedAt);
      }
      owner.warning().ifPresent(warnings);
      StoredToken token =
          new StoredToken(
              StoredToken.sectionName(owner.tokenName()),
              granted.accessToken(),
              granted.refreshToken(),
              granted.expiresIn().map(grantedAt::plus),
              origin(endpoints));
      StoredLogin login = stored(token, owner);
      interrupted |= save(token, login);
      return login;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Optional<LoginOrigin> origin(OAuthEndpoints endpoints) {
    return server.remembered()
        ? Optional.of(
            new LoginOrigin(
                server.endpoint(),
                server.client().clientId(),
                endpoints.token(),
                endpoints.userinfo(),
                endpoints.revocation(),
                server.discover()))
        : Optional.empty();
  }

  private StoredLogin stored(StoredToken token, TokenOwner owner) {
    return new StoredLogin(
        token.name(), owner.user(), store.paths().token(), token.expiresAt(), token.accessToken());
  }

  private TokenOwner requestOwner(TokenResponse granted, OAuthEndpoints endpoints)
      throws OAuthException, InterruptedException {
    IdentityClient identities = new IdentityClient(server.transport(), server.requestTimeout());
    Identity identity =
        server.discover()
            ? identities.requestDiscovered(endpoints.userinfo(), granted.accessToken())
            : identities.requestIdentity(server.endpoint(), granted.accessToken());
    Optional<TokenOwner> owner = TokenOwner.of(identity, server.wallClock().instant());
    if (owner.isEmpty()) {
      throw new OAuthException(
          OAuthException.Reason.REJECTED,
          Optional.of("invalid_token"),
          server.endpoint(),
          "the server does not accept the token that it granted (HTTP 401), so it was not stored");
    }
    return owner.get();
  }

  /** Stores the token, however often the thread is interrupted, and gives whether it was. */
  private boolean save(StoredToken token, StoredLogin login) throws LoginNotStoredException {
    boolean interrupted = Thread.interrupted();
    while (true) {
      try {
        store.save(token, Activation.TOKEN_FILE);
        return Thread.interrupted() || interrupted;
      } catch (IOException e) {
        if (!Thread.interrupted()) {
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
          throw new LoginNotStoredException(login, e);
        }
        interrupted = true;
      }
    }
  }
}
