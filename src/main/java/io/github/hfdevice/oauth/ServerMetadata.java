package io.github.hfdevice.oauth;

import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds the endpoints of a server through what it publishes about itself (RFC 8414; OpenID Connect
 * Discovery).
 */
public final class ServerMetadata {
  private static final String OPENID = "/.well-known/openid-configuration";
  private static final String OAUTH = "/.well-known/oauth-authorization-server";

  private ServerMetadata() {}

  /**
   * Asks {@code issuer} for its metadata; blocks for at most three timeouts.
   *
   * @param issuer without a trailing slash
   * @throws OAuthException if it has none, speaks for another issuer (RFC 8414, 3.3), or offers no
   *     device flow
   */
  public static OAuthEndpoints requestEndpoints(
      URI issuer, HttpTransport transport, Duration timeout)
      throws OAuthException, InterruptedException {
    return request(issuer, transport, timeout, json -> readEndpoints(issuer, json));
  }

  /**
   * Asks {@code issuer} where it takes tokens back, if it does (RFC 7009); blocks for at most three
   * timeouts.
   *
   * @param issuer without a trailing slash
   * @throws OAuthException if it has no metadata, or they speak for another issuer
   */
  static Optional<URI> requestRevocationEndpoint(
      URI issuer, HttpTransport transport, Duration timeout)
      throws OAuthException, InterruptedException {
    return request(
        issuer, transport, timeout, json -> endpoint(issuer, json, "revocation_endpoint"));
  }

  private static <T> T request(
      URI issuer, HttpTransport transport, Duration timeout, Reader<T> reader)
      throws OAuthException, InterruptedException {
    OAuthException failure = null;
    int weight = 0;
    for (URI where : addresses(issuer)) {
      try {
        OAuthReply reply =
            OAuthReply.of(transport.exchange(HttpCall.get(where, Optional.empty(), timeout)));
        if (reply.http().status() == 200 && reply.json().isPresent()) {
          requireIssuer(issuer, where, reply.json().get());
          return reader.read(reply.json().get());
        }
        if (failure == null || weight(reply) > weight) {
          failure = refused(where, reply);
          weight = weight(reply);
        }
      } catch (IOException e) {
        throw new OAuthException(
            OAuthException.Reason.UNREACHABLE, Optional.empty(), where, e.getMessage(), e);
      } catch (MalformedReplyException e) {
        throw failure(OAuthException.Reason.BAD_RESPONSE, where, e.getMessage());
      }
    }
    throw failure;
  }

  /**
   * How much an answer tells of why there is no metadata. Many servers answer only one of the
   * addresses, and say of the others that there is nothing.
   */
  private static int weight(OAuthReply reply) {
    if (reply.isTrouble()) {
      return 2;
    }
    return reply.http().status() == 404 || reply.http().status() == 405 ? 0 : 1;
  }

  private static OAuthException refused(URI where, OAuthReply reply) {
    return reply.isTrouble()
        ? failure(OAuthException.Reason.UNREACHABLE, where, reply.trouble())
        : failure(
            OAuthException.Reason.BAD_RESPONSE,
            where,
            "the server publishes no metadata here, but " + reply.content());
  }

  /**
   * OpenID Connect puts its path behind that of the issuer, RFC 8414, 3.1 before it; some servers
   * without OpenID Connect do as that does.
   */
  private static List<URI> addresses(URI issuer) {
    URI openId = URI.create(issuer + OPENID);
    URI behind = URI.create(issuer + OAUTH);
    String path = issuer.getRawPath();
    return path.isEmpty()
        ? List.of(openId, behind)
        : List.of(openId, issuer.resolve(OAUTH + path), behind);
  }

  private static void requireIssuer(URI issuer, URI where, JsonReply json)
      throws OAuthException, MalformedReplyException {
    String claimed = json.text("issuer", Limits.ADDRESS).orElse("");
    if (claimed.isEmpty()) {
      throw failure(
          OAuthException.Reason.BAD_RESPONSE,
          where,
          "the metadata does not say whose it is (issuer)");
    }
    if (!withoutSlash(claimed).equals(issuer.toString())) {
      throw failure(
          OAuthException.Reason.BAD_RESPONSE,
          where,
          "the metadata speaks for the issuer \""
              + ServerWords.shown(claimed)
              + "\", not for the one that was asked");
    }
  }

  private static OAuthEndpoints readEndpoints(URI issuer, JsonReply json)
      throws MalformedReplyException {
    return new OAuthEndpoints(
        endpoint(issuer, json, "device_authorization_endpoint")
            .orElseThrow(() -> new MalformedReplyException("the server offers no device login")),
        endpoint(issuer, json, "token_endpoint")
            .orElseThrow(() -> new MalformedReplyException("token_endpoint is missing")),
        endpoint(issuer, json, "userinfo_endpoint"),
        endpoint(issuer, json, "revocation_endpoint"));
  }

  private static Optional<URI> endpoint(URI issuer, JsonReply json, String field)
      throws MalformedReplyException {
    Optional<String> text = json.text(field, Limits.ADDRESS);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    URI uri = WebAddress.parseEndpoint(field, text.get(), issuer);
    if (!SecureAddress.isAllowed(uri)) {
      throw new MalformedReplyException(field + " is plain http to another machine");
    }
    return Optional.of(uri);
  }

  private static String withoutSlash(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private interface Reader<T> {
    T read(JsonReply metadata) throws MalformedReplyException;
  }

  private static OAuthException failure(OAuthException.Reason reason, URI where, String message) {
    return new OAuthException(reason, Optional.empty(), where, message);
  }
}
