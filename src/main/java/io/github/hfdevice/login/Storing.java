package io.github.hfdevice.login;

import io.github.hfdevice.hub.TokenOwner;
import io.github.hfdevice.store.Activation;
import io.github.hfdevice.store.HeldLock;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.StoreException;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.util.Optional;

/** Puts a new token into the files under a name that is free for it. For one token. */
final class Storing {
  private final Servers servers;
  private final TokenStore store;
  private final SectionNames names;
  private boolean interrupted;

  Storing(Servers servers, TokenStore store, Clocks clocks, LoginListener listener) {
    this.servers = servers;
    this.store = store;
    this.names = new SectionNames(servers, store, clocks, listener::warn);
  }

  /** Whether the thread was interrupted meanwhile: the token is stored all the same. */
  boolean wasInterrupted() {
    return interrupted;
  }

  /**
   * Stores {@code granted}, however often the thread is interrupted.
   *
   * @param isKept whether the token is safe elsewhere if it cannot be stored
   */
  LoggedIn store(
      PendingLogin.Granted granted,
      TokenOwner owner,
      Server server,
      PendingLogin.Wishes wishes,
      boolean isKept)
      throws LoginException {
    interrupted |= Thread.interrupted();
    if (!interrupted) {
      lookForAnother(granted, owner, server, wishes);
    }
    while (true) {
      try {
        LoggedIn login = storeUnderLock(granted, owner, server, wishes);
        interrupted |= Thread.interrupted();
        return login;
      } catch (IOException e) {
        if (!Thread.interrupted()) {
          throw notStored(granted, owner, server, wishes, isKept, e);
        }
        interrupted = true;
      }
    }
  }

  /** Nothing of this is worth a token: where it cannot be told, the new one is stored. */
  private void lookForAnother(
      PendingLogin.Granted granted, TokenOwner owner, Server server, PendingLogin.Wishes wishes) {
    try {
      names.requestTaken(owner, server, wishes, granted);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (LoginException | IOException e) {
      // Whatever is wrong with the files is told when they are written.
    }
  }

  private LoggedIn storeUnderLock(
      PendingLogin.Granted granted, TokenOwner owner, Server server, PendingLogin.Wishes wishes)
      throws IOException {
    boolean active = wishes.activate() || servers.isOfVariables(server.endpoint());
    HeldLock held = store.lock();
    try (held) {
      StoredToken token = token(names.choose(owner, server, wishes), granted, server);
      Optional<StoredToken> same =
          names.findSame(token.name(), granted.accessToken(), server.endpoint());
      if (same.isPresent() && granted.refreshToken().isEmpty()) {
        token = same.get().named(token.name());
      }
      store.save(
          token,
          same.map(StoredToken::name).orElse(token.name()),
          active ? Activation.TOKEN_FILE : Activation.OWN_SERVER);
      return new LoggedIn(token, server.endpoint(), owner.user(), active, wishes, granted.scope());
    }
  }

  private static StoredToken token(String name, PendingLogin.Granted granted, Server server) {
    LoginOrigin origin = server.origin();
    return new StoredToken(
        name,
        granted.accessToken(),
        granted.refreshToken(),
        granted.expiresAt(),
        Servers.isPlain(origin, granted.accessToken()) ? Optional.empty() : Optional.of(origin));
  }

  private static LoginException notStored(
      PendingLogin.Granted granted,
      TokenOwner owner,
      Server server,
      PendingLogin.Wishes wishes,
      boolean isKept,
      IOException cause) {
    String problem =
        cause instanceof StoreException failure
            ? failure.problem()
            : String.valueOf(cause.getMessage());
    LoggedIn login =
        new LoggedIn(
            token(StoredToken.sectionName(owner.tokenName()), granted, server),
            server.endpoint(),
            owner.user(),
            false,
            wishes,
            granted.scope());
    return new LoginException(
            LoginException.Reason.NOT_STORED,
            isKept ? LoginException.Remedy.RESUME : LoginException.Remedy.NONE,
            (isKept ? "the login was approved, but its token" : "the token")
                + " could not be stored: "
                + problem)
        .of(login)
        .causedBy(cause);
  }
}
