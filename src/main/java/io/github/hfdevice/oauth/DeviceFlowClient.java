package io.github.hfdevice.oauth;

import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.HttpReply;
import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.http.ReplyTooLargeException;
import io.github.hfdevice.time.WaitClock;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The device flow of RFC 8628: asks for a code, hands it to whoever shows it, and polls until the
 * person decided or the code ran out. Holds no state of a login; thread-safe if its parts are.
 */
public final class DeviceFlowClient {
  /** The pauses between three tries of the device authorization request. */
  private static final List<Duration> RETRY_PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));

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
   * Asks for a device code (RFC 8628, 3.1), up to three times if the server is in trouble. Blocks
   * for at most three request timeouts and three seconds for each layout.
   */
  public DeviceFlowSession requestDeviceAuthorization(Optional<String> scope)
      throws OAuthException, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", client.clientId());
    scope.ifPresent(value -> form.put("scope", value));
    for (OAuthEndpoints endpoints : layouts) {
      URI where = endpoints.deviceAuthorization();
      Duration startedAt = waitClock.elapsed();
      HttpReply reply = requestWithRetries(where, form);
      boolean isMissing = reply.status() == 404 || reply.status() == 405;
      if (!isMissing || oauthError(reply).filter(OAuthError::isStandard).isPresent()) {
        return new DeviceFlowSession(read(reply, where), endpoints.token(), startedAt);
      }
    }
    throw new OAuthException(
        OAuthException.Reason.BAD_RESPONSE,
        Optional.empty(),
        layouts.get(0).deviceAuthorization(),
        "this server offers no device login (HTTP 404)");
  }

  private HttpReply requestWithRetries(URI where, Map<String, String> form)
      throws OAuthException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      boolean last = attempt == RETRY_PAUSES.size();
      try {
        HttpReply reply = transport.exchange(post(where, form, requestTimeout));
        if (!reply.isServerTrouble() || oauthError(reply).isPresent()) {
          return reply;
        }
        if (last) {
          throw new OAuthException(
              OAuthException.Reason.UNREACHABLE,
              Optional.empty(),
              where,
              "the server is in trouble (HTTP " + reply.status() + "), three times in a row");
        }
      } catch (ReplyTooLargeException e) {
        throw badResponse(where, e.getMessage());
      } catch (IOException e) {
        if (last) {
          throw new OAuthException(
              OAuthException.Reason.UNREACHABLE, Optional.empty(), where, e.getMessage(), e);
        }
      }
      waitClock.sleep(RETRY_PAUSES.get(attempt));
    }
  }

  private static Optional<OAuthError> oauthError(HttpReply reply) {
    return JsonReply.parse(reply.body()).flatMap(json -> OAuthError.of(reply, json));
  }

  private static DeviceAuthorization read(HttpReply reply, URI where) throws OAuthException {
    Optional<JsonReply> json = JsonReply.parse(reply.body());
    Optional<OAuthError> error = oauthError(reply);
    if (error.isPresent()) {
      throw new OAuthException(
          OAuthException.Reason.REJECTED,
          Optional.of(error.get().code()),
          where,
          "the server refused the login: " + error.get().describe("\0"));
    }
    if (reply.status() / 100 == 3) {
      throw badResponse(
          where,
          "the server redirects"
              + reply.location().map(to -> " to " + to).orElse("")
              + ", which is not followed");
    }
    if (reply.status() / 100 != 2 || json.isEmpty()) {
      throw badResponse(where, "the server gave no device code, but " + Described.reply(reply));
    }
    try {
      return DeviceAuthorization.parse(json.get());
    } catch (MalformedReplyException e) {
      throw badResponse(where, "the server's answer cannot be used: " + e.getMessage());
    }
  }

  private static OAuthException badResponse(URI where, String message) {
    return new OAuthException(OAuthException.Reason.BAD_RESPONSE, Optional.empty(), where, message);
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
            client.clientId(),
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
