package io.github.hfdevice.login;

import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.hub.ServerOrigin;
import io.github.hfdevice.hub.TokenOwner;
import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenFiles;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Chooses the name that a new token is stored under: the Hub's as {@code hf} does, one of another
 * server with that server's host behind it, so that the two cannot meet. A section of another
 * server, or of another account, is never replaced.
 */
final class SectionNames {
  private static final int LONG = 100;

  private final Servers servers;
  private final TokenStore store;
  private final TokenFinder finder;
  private final Consumer<String> warnings;

  /** Names under which tokens of other accounts are stored. */
  private final Set<String> anothers = new HashSet<>();

  SectionNames(Servers servers, TokenStore store, Clocks clocks, Consumer<String> warnings) {
    this.servers = servers;
    this.store = store;
    this.finder = new TokenFinder(servers.settings(), store, clocks.wall());
    this.warnings = warnings;
  }

  /**
   * Refuses a wished name that could not be given, before anybody is asked to approve.
   *
   * @throws LoginException with {@link LoginException.Reason#NAME_TAKEN}
   */
  void require(String wished, URI endpoint) throws LoginException, IOException {
    Optional<StoredToken> present = store.readForLogin().find(StoredToken.sectionName(wished));
    if (present.isPresent() && !isOf(present.get(), endpoint)) {
      throw new LoginException(
          LoginException.Reason.NAME_TAKEN,
          LoginException.Remedy.NONE,
          "the name "
              + present.get().name()
              + " is that of a token of "
              + finder.serverOf(present.get()).map(URI::toString).orElse("another server")
              + "; choose another");
    }
  }

  /**
   * Asks whose the token is that a new one would take the place of, until that is nobody else's.
   * Only the name that a person gave a token can be the same for two accounts. Blocks for two
   * requests for each of them at most.
   */
  void requestTaken(
      TokenOwner owner, Server server, PendingLogin.Wishes wishes, PendingLogin.Granted granted)
      throws LoginException, IOException, InterruptedException {
    boolean isNamedByAccount =
        owner.user().map(user -> "oauth-" + user).equals(Optional.of(owner.tokenName()));
    if (owner.user().isEmpty() || isNamedByAccount || wishes.storeAs().isPresent()) {
      return;
    }
    while (true) {
      Optional<StoredToken> present = store.readForLogin().find(choose(owner, server, wishes));
      if (present.isEmpty() || present.get().accessToken().equals(granted.accessToken())) {
        return;
      }
      Identity other =
          server.requestOwner(
              present.get().accessToken(), finder.serverOf(present.get()), "auth login");
      if (!(other instanceof Identity.Known known)) {
        warnings.accept("the token that was stored as " + present.get().name() + " is replaced");
        return;
      }
      if (Optional.of(known.user()).equals(owner.user())) {
        return;
      }
      anothers.add(present.get().name());
    }
  }

  /** The name for what {@code owner} was granted; call it under the lock. */
  String choose(TokenOwner owner, Server server, PendingLogin.Wishes wishes) throws IOException {
    TokenFiles files = store.readForLogin();
    String wished = wishes.storeAs().orElse(owner.tokenName());
    String name = choose(wished, "", server, wishes, files);
    for (int copy = 1; anothers.contains(name); copy++) {
      String account = (copy == 1 ? "-" : "-" + copy + "-") + owner.user().orElseThrow();
      name = choose(wished, account, server, wishes, files);
    }
    return name;
  }

  /**
   * @param account what tells it from a token of the same name
   */
  private String choose(
      String text, String account, Server server, PendingLogin.Wishes wishes, TokenFiles files) {
    URI endpoint = server.endpoint();
    String wished = StoredToken.sectionName(text, account);
    String there = account + "@" + endpoint.getRawAuthority() + endpoint.getRawPath();
    boolean plain = wishes.storeAs().isPresent() || servers.isOfVariables(endpoint);
    String name =
        plain && isFree(wished, files, endpoint) ? wished : StoredToken.sectionName(text, there);
    for (int copy = 2; !isFree(name, files, endpoint); copy++) {
      // Of a long end the beginning stays.
      String number = "-" + copy;
      name = StoredToken.sectionName(text, there.length() < LONG ? there + number : number + there);
    }
    if (!name.equals(wished) && wishes.storeAs().isPresent()) {
      warnings.accept(
          "the name " + wished + " was taken meanwhile; the token is stored as " + name);
    }
    return name;
  }

  /**
   * The section that holds this very token already, under {@code name} or under one that it only
   * got because nobody knew its owner. Call it under the lock.
   */
  Optional<StoredToken> findSame(String name, String accessToken, URI endpoint) throws IOException {
    for (StoredToken stored : store.readForLogin().stored()) {
      boolean isNamed = stored.name().equals(name) || TokenOwner.isUnidentified(stored.name());
      if (isNamed && stored.accessToken().equals(accessToken) && isOf(stored, endpoint)) {
        return Optional.of(stored);
      }
    }
    return Optional.empty();
  }

  private boolean isFree(String name, TokenFiles files, URI endpoint) {
    Optional<StoredToken> present = files.find(name);
    return present.isEmpty() || isOf(present.get(), endpoint);
  }

  /** Two issuers may share a host, each with accounts of its own. */
  private boolean isOf(StoredToken stored, URI endpoint) {
    Optional<URI> server = finder.serverOf(stored);
    return server.isPresent()
        && ServerOrigin.isSame(server.get(), endpoint)
        && server.get().getRawPath().equals(endpoint.getRawPath());
  }
}
