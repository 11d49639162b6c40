package io.github.hfdevice.cli;

import io.github.hfdevice.doctor.Area;
import io.github.hfdevice.doctor.Finding;
import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.login.TokenInUse;
import io.github.hfdevice.login.Tokens;
import io.github.hfdevice.setting.SettingException;
import io.github.hfdevice.store.TokenPaths;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The check of {@code doctor} that shows a token: whether its server takes it, and whose it is. */
final class OwnerCheck {
  private static final String NAME = "whoami";

  /** What goes wrong here too where one of these did. */
  private static final List<String> NEEDED =
      List.of(
          "endpoint",
          "certificates",
          "proxy",
          "connection",
          "tls",
          "paths",
          "stored_tokens",
          "token",
          "token_variable");

  private final Platform platform;
  private final Services services;

  OwnerCheck(Platform platform, Services services) {
    this.platform = platform;
    this.services = services;
  }

  /**
   * Asks the server of the token in use for {@code endpoint}; nothing where there is none of it, or
   * something that {@code found} tells is in the way. Blocks for the lock and three requests at
   * most.
   */
  Optional<Finding> examine(Optional<String> endpoint, List<Finding> found)
      throws InterruptedException {
    if (found.stream().anyMatch(OwnerCheck::isInTheWay) || services.settings().isOffline()) {
      return Optional.empty();
    }
    try {
      URI server = services.settings().endpoint(endpoint);
      Tokens tokens = tokens();
      boolean isExchanged = services.settings().exchangeResource().isPresent();
      return isExchanged || tokens.finder().find(server).filter(t -> t.isOf(server)).isPresent()
          ? Optional.of(examine(tokens.present(server), tokens, server))
          : Optional.empty();
    } catch (LoginException e) {
      return Optional.of(failure(e));
    } catch (IOException | SettingException e) {
      return Optional.of(finding(Finding.Status.FAILURE, Area.FILES, e));
    }
  }

  private static boolean isInTheWay(Finding finding) {
    return finding.status() == Finding.Status.FAILURE && NEEDED.contains(finding.name());
  }

  /** What they warn of is what other checks find. */
  private Tokens tokens() throws IOException {
    TokenStore store =
        new TokenStore(
            TokenPaths.resolve(platform.environment(), platform.home()),
            platform.wallClock(),
            warning -> {});
    return new Tokens(
        services.servers(), store, services.clocks(platform.waitClock()), services, warning -> {});
  }

  private Finding examine(TokenInUse present, Tokens tokens, URI server)
      throws IOException, InterruptedException {
    TokenStatus status = TokenStatus.request(present, tokens, server, false);
    if (status.failure().isPresent()) {
      return failure(status.failure().get());
    }
    String source = "the token of " + status.token().source();
    return new Finding(
        NAME,
        Finding.Status.OK,
        Area.TOKEN,
        status
            .owner()
            .map(Identity.Known::user)
            .map(user -> source + " is one of " + user)
            .orElse(source + " was not shown to its server, which tells nobody whose it is"),
        Optional.empty());
  }

  private Finding failure(LoginException cause) {
    boolean isRefused =
        cause.reason() == LoginException.Reason.REFUSED
            || cause.reason() == LoginException.Reason.NO_IDENTITY_TOKEN;
    return finding(isRefused ? Finding.Status.FAILURE : Finding.Status.WARNING, Area.TOKEN, cause);
  }

  private Finding finding(Finding.Status status, Area area, Exception cause) {
    Failure failure = Failure.of(cause, platform);
    return new Finding(NAME, status, area, failure.getMessage(), Optional.of(fix(cause, failure)));
  }

  /** Nobody is sent to doctor by doctor. */
  private static String fix(Exception cause, Failure failure) {
    boolean isOfNetwork =
        cause instanceof LoginException login
            && login.remedy() == LoginException.Remedy.CHECK_NETWORK;
    return isOfNetwork
        ? Advice.NETWORK + "."
        : failure.hint().orElse("Look at that setting or file.");
  }
}
