package io.github.hfdevice.login;

import io.github.hfdevice.store.Activation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A stored token, and what refreshes it. */
abstract class RefresherFixture extends LoginFixture {
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration MONTH = Duration.ofDays(30);
  static final String VOID = "{\"error\":\"invalid_grant\"}";

  final List<Runnable> endings = new ArrayList<>();

  @BeforeEach
  void refresh() {
    hub.answer(TOKEN, 200, REFRESHED);
  }

  TokenFinder finder() {
    return new TokenFinder(hub.servers().settings(), store, wall);
  }

  TokenRefresher refresher(Servers servers) {
    return new TokenRefresher(servers, store, finder(), clocks, endings::add, warnings::add);
  }

  TokenRefresher refresher() {
    return refresher(hub.servers());
  }

  TokenInUse present(Duration left) throws IOException {
    save(refreshable("x", "hf_old", left), Activation.TOKEN_FILE);
    return found();
  }

  TokenInUse found() throws IOException {
    return finder().findNamed("x").orElseThrow();
  }
}
