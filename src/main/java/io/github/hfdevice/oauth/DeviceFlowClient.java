package io.github.hfdevice.oauth;

import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.time.WaitClock;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The device flow of RFC 8628: asks for a code, hands it to whoever shows it, and polls until the
 * person decided or the code ran out. Holds no state of a login; thread-safe if its parts are.
 */
public final class DeviceFlowClient {
  private final List<OAuthEndpoints> layouts;
  private final ClientCredentials client;
  private final HttpTransport transport;
  private final WaitClock waitClock;
  private final Clock wallClock;
  private final Duration requestTimeout;

  /**
   * @param layouts where the server may answer, the likeliest first; the next one is tried only
   *     when a device authorization endpoint answers 404 or 405
   * @param wallClock for a {@code Retry-After} that is a date
   * @param requestTimeout for one exchange, as a whole
   */
  public DeviceFlowClient(
      List<OAuthEndpoints> layouts,
      ClientCredentials client,
      HttpTransport transport,
      WaitClock waitClock,
      Clock wallClock,
      Duration requestTimeout) {
    this.layouts = List.copyOf(layouts);
    this.client = client;
    this.transport = transport;
    this.waitClock = waitClock;
    this.wallClock = wallClock;
    this.requestTimeout = requestTimeout;
  }

  /**
   * The whole login. Blocks until the person decided or the code ran out; interrupting the thread
   * gives up.
   *
   * @param scope separated by blanks, or empty for what the client gets by default
   * @param prompt shows the code to the person; called once, before the first poll
   */
  public TokenResponse authorize(
      Optional<String> scope, Consumer<DeviceAuthorization> prompt, PollListener listener)
      throws OAuthException, InterruptedException {
    DeviceFlowSession session = requestDeviceAuthorization(scope);
    prompt.accept(session.authorization());
    return pollForToken(session, listener);
  }

  /**
   * Asks for a device code (RFC 8628, 3.1), up to three times if the server is in trouble. A short
   * {@code Retry-After} is waited for; a long one ends the tries with {@link
   * OAuthException#retryAt()}. Blocks for at most three request timeouts and a minute for each
   * layout.
   */
  public DeviceFlowSession requestDeviceAuthorization(Optional<String> scope)
      throws OAuthException, InterruptedException {
    DeviceRequest request =
        new DeviceRequest(
            client,
            (where, form) -> transport.exchange(post(where, form, requestTimeout)),
            waitClock,
            wallClock);
    for (OAuthEndpoints endpoints : layouts) {
      Optional<DeviceFlowSession> session = request.send(endpoints, scope);
      if (session.isPresent()) {
        return session.get();
      }
    }
    throw new OAuthException(
        OAuthException.Reason.BAD_RESPONSE,
        Optional.empty(),
        layouts.get(0).deviceAuthorization(),
        "this server offers no device login (HTTP 404)");
  }

  /**
   * Polls the token endpoint (RFC 8628, 3.4) until the person decided or the code ran out, and
   * blocks that long. No failure to get an answer ends it before.
   */
  public TokenResponse pollForToken(DeviceFlowSession session, PollListener listener)
      throws OAuthException, InterruptedException {
    return pollForToken(session, Optional.empty(), listener);
  }

  /**
   * The same, but for no longer than {@code patience}, if there is one: then it fails with the
   * reason {@link OAuthException.Reason#PENDING}, and the session's code is as good as before.
   */
  public TokenResponse pollForToken(
      DeviceFlowSession session, Optional<Duration> patience, PollListener listener)
      throws OAuthException, InterruptedException {
    return new DevicePoll(
            session,
            (form, timeout) -> transport.exchange(post(session.tokenEndpoint(), form, timeout)),
            client,
            requestTimeout,
            waitClock,
            wallClock,
            listener)
        .untilDecided(patience);
  }

  private HttpCall post(URI where, Map<String, String> form, Duration timeout) {
    return HttpCall.post(where, client.basicAuthorization(), form, timeout);
  }
}
