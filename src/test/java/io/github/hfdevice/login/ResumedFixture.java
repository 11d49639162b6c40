package io.github.hfdevice.login;

import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.StoreException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A login that was begun before, and what takes it up. */
abstract class ResumedFixture extends LoginFixture {
  static final String PENDING = "{\"error\":\"authorization_pending\"}";

  ResumedLogin resumed() {
    return resumed(hub.servers());
  }

  ResumedLogin resumed(Servers servers) {
    return new ResumedLogin(servers, place(), clocks, listener);
  }

  LoggedIn complete() throws Exception {
    return resumed().complete(Optional.empty(), Optional.empty(), Optional.empty());
  }

  void pend(PendingLogin login) {
    try {
      pendingLogins.write(login);
    } catch (StoreException e) {
      throw new UncheckedIOException(e);
    }
  }
}
