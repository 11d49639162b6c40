package io.github.hfdevice.oauth;

import io.github.hfdevice.http.HttpReply;
import io.github.hfdevice.http.ReplyTooLargeException;
import io.github.hfdevice.time.WaitClock;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The device authorization request (RFC 8628, 3.1), sent again while the server is in trouble. */
final class DeviceRequest {
  /** The pauses between three tries. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));

  /** A longer {@code Retry-After} is told and not waited for: nothing can be shown meanwhile. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final ClientCredentials client;
  private final Exchange exchange;
  private final WaitClock waitClock;
  private final Clock wallClock;

  /** Posts a form. */
  interface Exchange {
    HttpReply post(URI where, Map<String, String> form) throws IOException, InterruptedException;
  }

  DeviceRequest(ClientCredentials client, Exchange exchange, WaitClock waitClock, Clock wallClock) {
    this.client = client;
    this.exchange = exchange;
    this.waitClock = waitClock;
    this.wallClock = wallClock;
  }

  /** Asks {@code endpoints} for a code; nothing if it has no device authorization endpoint. */
  Optional<DeviceFlowSession> send(OAuthEndpoints endpoints, Optional<String> scope)
      throws OAuthException, InterruptedException {
    URI where = endpoints.deviceAuthorization();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", client.clientId());
    scope.ifPresent(value -> form.put("scope", value));
    Duration startedAt = waitClock.elapsed();
    OAuthReply reply = exchangeWithRetries(where, form);
    int status = reply.http().status();
    boolean isMissing =
        (status == 404 || status == 405) && reply.error().filter(OAuthError::isStandard).isEmpty();
    return isMissing
        ? Optional.empty()
        : Optional.of(new DeviceFlowSession(read(reply, where), endpoints.token(), startedAt));
  }

  private OAuthReply exchangeWithRetries(URI where, Map<String, String> form)
      throws OAuthException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      boolean isLast = attempt == PAUSES.size();
      Duration pause = isLast ? Duration.ZERO : PAUSES.get(attempt);
      try {
        OAuthReply reply = OAuthReply.of(exchange.post(where, form));
        if (!reply.isTrouble()) {
          return reply;
        }
        Instant now = wallClock.instant();
        Duration demanded = RetryAfter.parse(reply.http(), now).orElse(Duration.ZERO);
        if (isLast || demanded.compareTo(LONGEST_PAUSE) > 0) {
          throw inTrouble(where, reply, isLast, now, demanded);
        }
        pause = demanded.compareTo(pause) > 0 ? demanded : pause;
      } catch (ReplyTooLargeException e) {
        throw badResponse(where, e.getMessage());
      } catch (IOException e) {
        if (isLast) {
          throw new OAuthException(
              OAuthException.Reason.UNREACHABLE, Optional.empty(), where, e.getMessage(), e);
        }
      }
      waitClock.sleep(pause);
    }
  }

  private OAuthException inTrouble(
      URI where, OAuthReply reply, boolean isLast, Instant now, Duration demanded) {
    OAuthException failure =
        new OAuthException(
            OAuthException.Reason.UNREACHABLE,
            reply.error().map(OAuthError::code),
            where,
            reply.trouble(client.secrets("")) + (isLast ? ", three times in a row" : ""));
    return demanded.isZero()
        ? failure
        : failure.withRetryAt(now.plus(demanded).plusMillis(999).truncatedTo(ChronoUnit.SECONDS));
  }

  private DeviceAuthorization read(OAuthReply reply, URI where) throws OAuthException {
    if (reply.error().isPresent()) {
      OAuthError error = reply.error().get();
      throw new OAuthException(
          OAuthException.Reason.REJECTED,
          Optional.of(error.code()),
          where,
          "the server refused the login: " + error.describe(client.secrets("")));
    }
    if (reply.http().status() / 100 == 3) {
      throw badResponse(
          where,
          "the server redirects"
              + reply.http().location().map(to -> " to " + ServerWords.shown(to)).orElse("")
              + ", which is not followed");
    }
    if (!reply.isSuccess()) {
      throw badResponse(
          where, "the server gave no device code, but " + reply.content(client.secrets("")));
    }
    try {
      return DeviceAuthorization.parse(reply.json().get());
    } catch (MalformedReplyException e) {
      throw badResponse(where, "the server's answer cannot be used: " + e.getMessage());
    }
  }

  private static OAuthException badResponse(URI where, String message) {
    return new OAuthException(OAuthException.Reason.BAD_RESPONSE, Optional.empty(), where, message);
  }
}
