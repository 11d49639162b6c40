package io.github.hfdevice.oauth;

import io.github.hfdevice.time.WaitClock;
import java.net.URI;
import java.time.Duration;

/**
 * A login under way: the code was issued and waits for the person. Its parts may come from a file,
 * so that another process goes on with it.
 *
 * @param tokenEndpoint where this code is polled: a server of the original proposal has another one
 * @param startedAt the {@link WaitClock#elapsed()} of the request, from which the code's life runs
 * @param firstWait before the first poll; zero if the last one of another process was long ago
 */
public record DeviceFlowSession(
    DeviceAuthorization authorization, URI tokenEndpoint, Duration startedAt, Duration firstWait) {

  /** A login whose first poll is one interval away (RFC 8628, 3.5). */
  public DeviceFlowSession(
      DeviceAuthorization authorization, URI tokenEndpoint, Duration startedAt) {
    this(authorization, tokenEndpoint, startedAt, authorization.interval());
  }

  /** When the code runs out, in the time of the {@link WaitClock}. */
  public Duration deadline() {
    return startedAt.plus(authorization.expiresIn());
  }
}
