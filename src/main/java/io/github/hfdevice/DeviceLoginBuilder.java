package io.github.hfdevice;

import io.github.hfdevice.http.ExchangeLog;
import io.github.hfdevice.http.ExchangeThreads;
import io.github.hfdevice.http.ProxyRules;
import io.github.hfdevice.hub.EndpointSetting;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.login.Clocks;
import io.github.hfdevice.login.Network;
import io.github.hfdevice.login.Servers;
import io.github.hfdevice.oauth.ClientCredentials;
import io.github.hfdevice.setting.SettingException;
import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.StoreException;
import io.github.hfdevice.store.TokenPaths;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.time.MachineWaitClock;
import io.github.hfdevice.time.WaitClock;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Collects what a {@link DeviceLogin} needs. Everything has a default, and what is set here wins
 * over {@link #environment}. For one thread.
 */
public final class DeviceLoginBuilder {
  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

  private Optional<Map<String, String>> environment = Optional.empty();
  private Optional<URI> endpoint = Optional.empty();
  private boolean discover;
  private Optional<String> clientId = Optional.empty();
  private Optional<String> clientSecret = Optional.empty();
  private Optional<String> scope = Optional.empty();
  private Optional<Path> tokenFile = Optional.empty();
  private Optional<TokenStore> store = Optional.empty();
  private Optional<Duration> requestTimeout = Optional.empty();
  private Optional<String> proxy = Optional.empty();
  private Optional<Path> caBundle = Optional.empty();
  private Optional<String> storeAs = Optional.empty();
  private boolean activate;
  private boolean resumable;
  private WaitClock waitClock = new MachineWaitClock();
  private Clock wallClock = Clock.systemUTC();
  private Consumer<String> warnings = text -> {};

  DeviceLoginBuilder() {}

  /**
   * Takes what is not set here from these variables, as the command line does from the process's:
   * {@code HF_ENDPOINT}, {@code HF_HOME}, {@code HTTPS_PROXY}, {@code SSL_CERT_FILE} and so on.
   * Without it, none is read.
   *
   * @param variables all of them, or those that should count
   * @return this builder
   */
  public DeviceLoginBuilder environment(Map<String, String> variables) {
    this.environment = Optional.of(Map.copyOf(variables));
    return this;
  }

  /**
   * The server; by default {@code https://huggingface.co}. Plain http only to this machine.
   *
   * @param server its address, without {@code /oauth}
   * @return this builder
   */
  public DeviceLoginBuilder endpoint(URI server) {
    this.endpoint = Optional.of(server);
    return this;
  }

  /**
   * Whether to read the endpoints from the server's metadata (RFC 8414); by default not.
   *
   * @param on whether to read them
   * @return this builder
   */
  public DeviceLoginBuilder discover(boolean on) {
    this.discover = on;
    return this;
  }

  /**
   * The OAuth client; by default the public one that {@code hf} ships.
   *
   * @param id public; it is sent with each request
   * @return this builder
   */
  public DeviceLoginBuilder clientId(String id) {
    this.clientId = Optional.of(id);
    return this;
  }

  /**
   * The secret of a confidential client; none by default.
   *
   * @param secret sent by HTTP Basic (RFC 6749, 2.3.1)
   * @return this builder
   */
  public DeviceLoginBuilder clientSecret(String secret) {
    this.clientSecret = Optional.of(secret);
    return this;
  }

  /**
   * What to ask for, separated by blanks; by default what the client gets without asking.
   *
   * @param scopes such as {@code openid read-repos}; empty for the default
   * @return this builder
   */
  public DeviceLoginBuilder scope(String scopes) {
    this.scope = Optional.of(scopes.strip()).filter(text -> !text.isEmpty());
    return this;
  }

  /**
   * The file of the token in use, with {@code stored_tokens} beside it; by default {@code
   * ~/.cache/huggingface/token}.
   *
   * @param file it need not exist, nor its folder
   * @return this builder
   */
  public DeviceLoginBuilder tokenFile(Path file) {
    this.tokenFile = Optional.of(file);
    return this;
  }

  /**
   * Where the login is stored, in place of {@link #tokenFile}. It has warnings of its own.
   *
   * @param tokens where to put them
   * @return this builder
   */
  public DeviceLoginBuilder store(TokenStore tokens) {
    this.store = Optional.of(tokens);
    return this;
  }

  /**
   * For one HTTP request as a whole: a millisecond to a day; by default ten seconds.
   *
   * @param timeout from the connection to the last byte of the answer
   * @return this builder
   */
  public DeviceLoginBuilder requestTimeout(Duration timeout) {
    this.requestTimeout = Optional.of(timeout);
    return this;
  }

  /**
   * The proxy for every request, such as {@code http://user:password@host:port} or {@code
   * socks5://host:port}; by default none, also where the JVM has one.
   *
   * @param address with the port, and perhaps a user and a password
   * @return this builder
   */
  public DeviceLoginBuilder proxy(String address) {
    this.proxy = Optional.of(address);
    return this;
  }

  /**
   * A PEM file of the authorities to trust; by default those of Java.
   *
   * @param file read by {@link #build}
   * @return this builder
   */
  public DeviceLoginBuilder caBundle(Path file) {
    this.caBundle = Optional.of(file);
    return this;
  }

  /**
   * The name to store the token under, in place of the one that the server and account give.
   *
   * @param name as {@link HubTokens#switchTo} takes it
   * @return this builder
   */
  public DeviceLoginBuilder storeAs(String name) {
    this.storeAs = Optional.of(name);
    return this;
  }

  /**
   * Whether the token file is to hold the token although it is one of another server than the
   * variables name; by default not, for {@code hf} would send it to theirs.
   *
   * @param on whether the token file is written
   * @return this builder
   */
  public DeviceLoginBuilder activate(boolean on) {
    this.activate = on;
    return this;
  }

  /**
   * Whether {@link DeviceLogin#resume}, or {@code hf-device auth login --resume}, may go on with a
   * login that is cut off; by default not. There is one place for that beside the token file, so
   * this is for programs that hold one login at a time.
   *
   * @param on whether the login is kept on disk while it waits
   * @return this builder
   */
  public DeviceLoginBuilder resumable(boolean on) {
    this.resumable = on;
    return this;
  }

  /**
   * What a login waits by; by default the machine's time. For tests.
   *
   * @param clock used by all threads that log in
   * @return this builder
   */
  public DeviceLoginBuilder waitClock(WaitClock clock) {
    this.waitClock = clock;
    return this;
  }

  /**
   * What the expiry of a token is told by; by default the machine's. For tests.
   *
   * @param clock used by all threads that log in
   * @return this builder
   */
  public DeviceLoginBuilder wallClock(Clock clock) {
    this.wallClock = clock;
    return this;
  }

  /**
   * Hears what a person should know of a login that succeeded, a sentence at a time, on the thread
   * that logs in; by default nobody does. May quote the server.
   *
   * @param listener must be thread-safe where several threads log in
   * @return this builder
   */
  public DeviceLoginBuilder warnings(Consumer<String> listener) {
    this.warnings = listener;
    return this;
  }

  /**
   * Touches no network, and no file but a CA bundle, which is read where the server is https.
   *
   * @return what logs in, as it is set now; the builder may be used for others
   * @throws SettingException if a value makes no sense, or the variables forbid the network; an
   *     unchecked exception whose message names the setting
   */
  public DeviceLogin build() {
    Map<String, String> variables = environment.orElseGet(this::ownVariables);
    HubSettings settings = new HubSettings(variables);
    if (settings.isOffline()) {
      throw new SettingException(HubSettings.OFFLINE, "forbids the network, which a login needs");
    }
    URI server =
        endpoint
            .map(uri -> EndpointSetting.parse("The endpoint", uri.toString()))
            .orElseGet(() -> settings.endpoint(Optional.empty()));
    ProxyRules proxies = proxy.map(ProxyRules::through).orElseGet(() -> new ProxyRules(variables));
    Network network =
        new Network(
            settings,
            new Network.Caller(version(), ExchangeThreads.shared(), ExchangeLog.SILENT),
            proxies,
            caBundle);
    network.check(server);
    ClientCredentials found = settings.client(server, clientId);
    ClientCredentials client =
        new ClientCredentials(found.clientId(), clientSecret.or(found::secret));
    return new DeviceLogin(
        new DeviceLogin.Request(
            server,
            client,
            discover,
            new PendingLogin.Wishes(false, storeAs, activate, scope),
            resumable),
        new Servers(settings, () -> network, requestTimeout.map(DeviceLoginBuilder::checked))
            .as(client, server),
        store.orElseGet(this::storeOfFiles),
        new Clocks(waitClock, wallClock),
        warnings);
  }

  /** Without an environment, the server that was named here is what the token file is for. */
  private Map<String, String> ownVariables() {
    return endpoint.map(uri -> Map.of(HubSettings.ENDPOINT, uri.toString())).orElseGet(Map::of);
  }

  private static Duration checked(Duration timeout) {
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new SettingException("The request timeout", "is not between a millisecond and a day");
    }
    return timeout;
  }

  private TokenStore storeOfFiles() {
    try {
      TokenPaths paths =
          tokenFile.isPresent()
              ? TokenPaths.at(tokenFile.get())
              : TokenPaths.resolve(environment.orElseGet(Map::of), home());
      paths.warnings().forEach(warnings);
      return new TokenStore(paths, wallClock, warnings);
    } catch (StoreException e) {
      throw new SettingException("The token file", "cannot be used: " + e.getMessage());
    }
  }

  /** Without a {@code HOME} that was given, the one that the JVM knows. */
  private Optional<Path> home() {
    String given = environment.orElseGet(Map::of).getOrDefault("HOME", "");
    try {
      return Optional.of(Path.of(given.isEmpty() ? System.getProperty("user.home", "") : given))
          .filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String version() {
    String version = DeviceLogin.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
