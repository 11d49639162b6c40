package io.github.hfdevice.oauth;

import java.net.URI;
import java.time.Duration;

/**
 * A login under way: the code was issued and waits for the person.
 *
 * @param tokenEndpoint where this code is polled: a server of the original proposal has another one
 * @param startedAt the {@link WaitClock#elapsed()} of the request, from which the code's life runs
 */
public record DeviceFlowSession(
    DeviceAuthorization authorization, URI tokenEndpoint, Duration startedAt) {

  /** When the code runs out, in the time of the {@link WaitClock}. */
  public Duration deadline() {
    return startedAt.plus(authorization.expiresIn());
  }
}
