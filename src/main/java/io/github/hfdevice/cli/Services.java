package io.github.hfdevice.cli;

import io.github.hfdevice.git.GitCredentials;
import io.github.hfdevice.http.ExchangeLog;
import io.github.hfdevice.http.ProxyRules;
import io.github.hfdevice.http.Slf4jExchangeLog;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.login.Clocks;
import io.github.hfdevice.login.Ending;
import io.github.hfdevice.login.LoginPlace;
import io.github.hfdevice.login.Network;
import io.github.hfdevice.login.Servers;
import io.github.hfdevice.login.Tokens;
import io.github.hfdevice.store.PendingLogins;
import io.github.hfdevice.store.StoreException;
import io.github.hfdevice.store.TokenPaths;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.time.WaitClock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The other rooms, wired for one run of a command. Nothing is made before it is asked for. It
 * stands for the process in their eyes itself: lambdas would delay every start.
 */
final class Services implements Supplier<Network>, Executor, Ending, Consumer<String> {
  private final Platform platform;
  private final Output output;
  private final boolean verbose;
  private final HubSettings settings;
  private Servers servers;
  private Network network;
  private TokenStore store;

  Services(Platform platform, Output output, boolean verbose) {
    this.platform = platform;
    this.output = output;
    this.settings = new HubSettings(platform.environment());
    this.verbose = verbose || settings.isDebug();
  }

  HubSettings settings() {
    return settings;
  }

  TokenStore store() throws StoreException {
    if (store == null) {
      TokenPaths paths = TokenPaths.resolve(platform.environment(), platform.home());
      for (String warning : paths.warnings()) {
        accept(warning);
      }
      store = new TokenStore(paths, platform.wallClock(), this);
    }
    return store;
  }

  Servers servers() {
    if (servers == null) {
      servers = new Servers(settings, this, Optional.empty());
    }
    return servers;
  }

  /** The way to every server. */
  @Override
  public Network get() {
    if (network == null) {
      network =
          new Network(
              settings,
              new Network.Caller(
                  platform.version(), this, verbose ? new Slf4jExchangeLog() : ExchangeLog.SILENT),
              new ProxyRules(platform.environment()),
              Optional.empty());
    }
    return network;
  }

  Tokens tokens() throws StoreException {
    return new Tokens(servers(), store(), clocks(platform.waitClock()), this, this);
  }

  Clocks clocks(WaitClock waiting) {
    return new Clocks(waiting, platform.wallClock());
  }

  /** Where a login is kept; one for practice cannot be resumed, for its server is gone then. */
  LoginPlace place() throws StoreException {
    return new LoginPlace(
        store(),
        platform.isPractice()
            ? Optional.empty()
            : Optional.of(new PendingLogins(store().paths(), this)));
  }

  GitHelpers git() {
    return new GitHelpers(new GitCredentials(platform.environment()), this);
  }

  /** Warns. */
  @Override
  public void accept(String warning) {
    output.warn(warning);
  }

  /** Runs an exchange. */
  @Override
  public void execute(Runnable exchange) {
    platform.threads().newThread(exchange).start();
  }

  @Override
  public void runBefore(Runnable task) {
    platform.termination().addHook(exitCode -> task.run());
  }
}
