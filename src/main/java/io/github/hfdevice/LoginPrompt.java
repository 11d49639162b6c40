package io.github.hfdevice;

import io.github.hfdevice.oauth.DeviceAuthorization;
import io.github.hfdevice.text.Printable;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What the person must see (RFC 8628, 3.3). Holds no secret, and nothing that a terminal would
 * obey.
 *
 * @param userCode what the person types; to be shown even where the complete address is
 * @param verificationUri where the person types it; {@code http} or {@code https}
 * @param verificationUriComplete the same with the code in it, if the server gave one
 * @param expiresIn how long the code is good, from its request on
 */
public record LoginPrompt(
    String userCode,
    URI verificationUri,
    Optional<URI> verificationUriComplete,
    Duration expiresIn) {

  static LoginPrompt of(DeviceAuthorization authorization) {
    return new LoginPrompt(
        Printable.of(authorization.userCode()),
        authorization.verificationUri(),
        authorization.verificationUriComplete(),
        authorization.expiresIn());
  }
}
