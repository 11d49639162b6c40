package io.github.hfdevice.oauth;

import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.HttpReply;
import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.http.ReplyCutOffException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Trades a refresh token for a new access token (RFC 6749, 6). Thread-safe. */
public final class RefreshClient {
  private final URI tokenEndpoint;
  private final ClientCredentials client;
  private final HttpTransport transport;
  private final Duration connectTimeout;
  private final Duration requestTimeout;

  public RefreshClient(
      URI tokenEndpoint,
      ClientCredentials client,
      HttpTransport transport,
      Duration requestTimeout) {
    this(tokenEndpoint, client, transport, requestTimeout, requestTimeout);
  }

  /**
   * @param connectTimeout after which it is given up where no connection stands: the refresh token
   *     was not sent then, and is as good as before
   */
  public RefreshClient(
      URI tokenEndpoint,
      ClientCredentials client,
      HttpTransport transport,
      Duration connectTimeout,
      Duration requestTimeout) {
    this.tokenEndpoint = tokenEndpoint;
    this.client = client;
    this.transport = transport;
    this.connectTimeout = connectTimeout;
    this.requestTimeout = requestTimeout;
  }

  /**
   * Sends one request and never a second one: a server that rotates refresh tokens may have used up
   * this one although its answer was lost. Blocks for one request timeout at most.
   *
   * @throws OAuthException with {@link OAuthException.Reason#LOGIN_NEEDED} for {@code
   *     invalid_grant}
   */
  public TokenResponse requestRefresh(String refreshToken)
      throws OAuthException, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refreshToken);
    form.put("client_id", client.clientId());
    try {
      HttpReply reply =
          transport.exchange(
              HttpCall.post(tokenEndpoint, client.basicAuthorization(), form, requestTimeout)
                  .connectingWithin(connectTimeout));
      return read(OAuthReply.of(reply), refreshToken);
    } catch (IOException e) {
      boolean usedUp = e instanceof ReplyCutOffException cut && cut.isSuccess();
      throw new OAuthException(
          OAuthException.Reason.UNREACHABLE,
          Optional.empty(),
          tokenEndpoint,
          e.getMessage() + (usedUp ? "; the refresh token may have been used up" : ""),
          e);
    } catch (MalformedReplyException e) {
      throw failure(
          OAuthException.Reason.BAD_RESPONSE,
          Optional.empty(),
          "the refreshed token cannot be used: " + e.getMessage());
    }
  }

  private TokenResponse read(OAuthReply reply, String refreshToken)
      throws OAuthException, MalformedReplyException {
    if (reply.isTrouble()) {
      throw failure(
          OAuthException.Reason.UNREACHABLE,
          reply.error().map(OAuthError::code),
          "the refresh failed for now: " + reply.trouble(client.secrets(refreshToken)));
    }
    if (reply.error().isPresent()) {
      OAuthError error = reply.error().get();
      boolean isVoid = error.code().equals("invalid_grant");
      throw failure(
          isVoid ? OAuthException.Reason.LOGIN_NEEDED : OAuthException.Reason.REJECTED,
          Optional.of(error.code()),
          "the server refused the refresh: " + error.describe(client.secrets(refreshToken)));
    }
    Optional<TokenResponse> token =
        reply.isSuccess() ? TokenResponse.parse(reply.json().get()) : Optional.empty();
    return token.orElseThrow(
        () ->
            failure(
                OAuthException.Reason.BAD_RESPONSE,
                Optional.empty(),
                "the refresh brought " + reply.content(client.secrets(refreshToken))));
  }

  private OAuthException failure(
      OAuthException.Reason reason, Optional<String> error, String message) {
    return new OAuthException(reason, error, tokenEndpoint, message);
  }
}
