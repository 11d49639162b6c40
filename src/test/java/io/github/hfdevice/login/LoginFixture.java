package io.github.hfdevice.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.store.Activation;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.PendingLogins;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenPaths;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.time.FakeClock;
import io.github.hfdevice.time.FakeWaitClock;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What a login needs: a Hub that grants it, real files, clocks that stand still. */
abstract class LoginFixture {
  static final Instant NOW = FakeClock.START;
  static final String WHOAMI = "/api/whoami-v2";
  static final String USERINFO = "/oauth/userinfo";
  static final String TOKEN = "/oauth/token";
  static final String REFRESHED =
      "{\"access_token\":\"hf_new\",\"refresh_token\":\"r2\",\"expires_in\":2592000}";
  static final URI THE_HUB = URI.create("https://huggingface.co");

  @TempDir Path dir;
  @AutoClose FakeLoginServer hub;

  /** Hears what the files and the login warn of. */
  final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  final FakeLoginListener listener = new FakeLoginListener(warnings);
  final FakeClock wall = new FakeClock();
  final FakeWaitClock waiting = new FakeWaitClock();
  final Clocks clocks = new Clocks(waiting, wall);
  TokenStore store;
  PendingLogins pendingLogins;

  @BeforeEach
  void startHub() throws IOException {
    hub = FakeLoginServer.granting();
    store = new TokenStore(TokenPaths.at(dir.resolve("token")), wall, warnings::add);
    pendingLogins = new PendingLogins(store.paths(), warnings::add);
  }

  LoginPlace place() {
    return new LoginPlace(store, Optional.of(pendingLogins));
  }

  LoginPlace placeForTokensOnly() {
    return new LoginPlace(store, Optional.empty());
  }

  /** The server of {@link #hub}, as the variables tell of it. */
  Server server() {
    return hub.servers().hub(hub.endpoint());
  }

  String text(String file) {
    try {
      return Files.readString(dir.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes what only its owner may read. */
  void write(String file, String text) {
    try {
      File written = Files.writeString(dir.resolve(file), text).toFile();
      assertTrue(written.setReadable(false, false) && written.setReadable(true, true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean exists(String file) {
    return Files.exists(dir.resolve(file));
  }

  /** From now on {@code file} can be neither read nor written. */
  void block(String file) {
    try {
      Files.deleteIfExists(dir.resolve(file));
      Files.createDirectories(dir.resolve(file).resolve("in the way"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns once {@code thread} waits for a while at most, or has ended. */
  static void awaitWaiting(Thread thread) {
    long giveUpAt = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (thread.getState() != Thread.State.TIMED_WAITING && thread.isAlive()) {
      assertTrue(System.nanoTime() - giveUpAt < 0, () -> thread + " does not wait");
      Thread.onSpinWait();
    }
  }

  List<String> names() throws IOException {
    return store.list().stream().map(StoredToken::name).toList();
  }

  StoredToken named(String name) throws IOException {
    return store.read().find(name).orElseThrow();
  }

  StoredToken save(StoredToken token, Activation how) {
    try {
      store.save(token, how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return token;
  }

  /** Stores a token of the server of the variables, which the token file holds then. */
  StoredToken saveActive(String name, String token) {
    return save(token(name, token), Activation.TOKEN_FILE);
  }

  /** Stores a token of the server at {@code endpoint}, marked as the one in use there. */
  StoredToken saveOf(URI endpoint, String name, String token) {
    return save(tokenOf(endpoint, name, token), Activation.OWN_SERVER);
  }

  /** Stores a token whose keys of a server make no sense. */
  void saveOfNobody(String name, String token) {
    saveActive(name, token);
    String section = "[" + name + "]\n";
    write(
        "stored_tokens", text("stored_tokens").replace(section, section + "endpoint = nowhere\n"));
  }

  static StoredToken token(String name, String token) {
    return new StoredToken(name, token, Optional.empty(), Optional.empty());
  }

  /** A token of the server of the variables that can be refreshed and lives for {@code left}. */
  static StoredToken refreshable(String name, String token, Duration left) {
    return new StoredToken(name, token, Optional.of("r1"), Optional.of(NOW.plus(left)));
  }

  static StoredToken tokenOf(URI endpoint, String name, String token) {
    return new StoredToken(
        name, token, Optional.empty(), Optional.empty(), Optional.of(origin(endpoint)));
  }

  static LoginOrigin origin(URI endpoint) {
    return new LoginOrigin(
        endpoint,
        "client",
        false,
        URI.create(endpoint + TOKEN),
        Optional.of(URI.create(endpoint + USERINFO)),
        Optional.empty(),
        false);
  }

  /** A server of which only the metadata is known. */
  static LoginOrigin discoveredOrigin(URI endpoint, Optional<URI> userinfo) {
    return new LoginOrigin(
        endpoint, "client", false, URI.create(endpoint + "/t"), userinfo, Optional.empty(), true);
  }

  /** A login at {@link #hub} that was begun now, and that nobody waits for. */
  PendingLogin pendingLogin() {
    return pendingLogin(PendingLogin.Wishes.NONE);
  }

  PendingLogin pendingLogin(PendingLogin.Wishes wishes) {
    return new PendingLogin(
        server().origin(),
        URI.create(hub.endpoint() + TOKEN),
        "SECRET-d",
        "WXYZ-1234",
        URI.create("https://hub.test/device"),
        Optional.empty(),
        NOW.plusSeconds(300),
        Duration.ofSeconds(5),
        NOW,
        wishes,
        Optional.empty(),
        Optional.empty());
  }

  static PendingLogin.Granted granted(String token) {
    return new PendingLogin.Granted(
        token, Optional.of("r"), Optional.of(NOW.plusSeconds(60)), Optional.empty());
  }

  static PendingLogin.Wishes wishes(Optional<String> name, boolean activate) {
    return new PendingLogin.Wishes(false, name, activate, Optional.empty());
  }

  /** A token that says itself where it came from and when it ends. */
  static String jwt(URI issuer, Instant expiresAt) {
    String claims = "{\"iss\":\"" + issuer + "\",\"exp\":" + expiresAt.getEpochSecond() + "}";
    return "hf_oauth_h."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8))
        + ".s";
  }
}
