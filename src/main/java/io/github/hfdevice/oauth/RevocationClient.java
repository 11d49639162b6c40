package io.github.hfdevice.oauth;

import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.HttpReply;
import io.github.hfdevice.http.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Gives tokens back to a server that takes them (RFC 7009). Thread-safe. */
public final class RevocationClient {
  private final HttpTransport transport;
  private final ClientCredentials client;
  private final Duration requestTimeout;

  public RevocationClient(
      HttpTransport transport, ClientCredentials client, Duration requestTimeout) {
    this.transport = transport;
    this.client = client;
    this.requestTimeout = requestTimeout;
  }

  /**
   * The revocation endpoint that {@code issuer} publishes, if any; blocks for three requests at
   * most.
   */
  public Optional<URI> requestEndpoint(URI issuer) throws OAuthException, InterruptedException {
    return ServerMetadata.requestRevocationEndpoint(issuer, transport, requestTimeout);
  }

  /**
   * Asks {@code endpoint} to revoke {@code token}; blocks for one request.
   *
   * @param hint {@code access_token} or {@code refresh_token}
   * @return nothing once the server said that the token is void (RFC 7009, 2.2), else why it may
   *     still be good; an error code of the server's, or fit for a user
   */
  public Optional<String> requestRevocation(URI endpoint, String token, String hint)
      throws InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("token", token);
    form.put("token_type_hint", hint);
    form.put("client_id", client.clientId());
    try {
      HttpReply reply =
          transport.exchange(
              HttpCall.post(endpoint, client.basicAuthorization(), form, requestTimeout));
      return reply.status() == 200 ? Optional.empty() : Optional.of(refusal(reply));
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static String refusal(HttpReply reply) {
    return OAuthReply.of(reply).error().map(OAuthError::code).orElse("HTTP " + reply.status());
  }
}
