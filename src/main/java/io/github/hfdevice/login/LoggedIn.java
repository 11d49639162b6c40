package io.github.hfdevice.login;

import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.StoredToken;
import java.net.URI;
import java.util.Optional;

/**
 * How a login ended. Its text form shows no token.
 *
 * @param token as it was stored
 * @param server where it was granted
 * @param user the account's name, where the server told it
 * @param isActive whether the token file holds it now
 * @param wishes what the person wants done with it
 * @param grantedScope what the server granted, separated by blanks, where it said so
 */
public record LoggedIn(
    StoredToken token,
    URI server,
    Optional<String> user,
    boolean isActive,
    PendingLogin.Wishes wishes,
    Optional<String> grantedScope) {}
