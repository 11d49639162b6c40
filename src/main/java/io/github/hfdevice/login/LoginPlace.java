package io.github.hfdevice.login;

import io.github.hfdevice.store.PendingLogins;
import io.github.hfdevice.store.TokenStore;
import java.util.Optional;

/**
 * Where a login is kept.
 *
 * @param store gets the token
 * @param pending keeps the login while it is under way, so that it can be resumed; without it, it
 *     cannot
 */
public record LoginPlace(TokenStore store, Optional<PendingLogins> pending) {}
