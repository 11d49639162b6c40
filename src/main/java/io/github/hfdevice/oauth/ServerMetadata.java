package io.github.hfdevice.oauth;

import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.HttpReply;
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
    return request(issuer, transport, timeout, ServerMetadata::readEndpoints);
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
    return request(issuer, transport, timeout, json -> endpoint(json, "revocation_endpoint"));
  }

  private static <T> T request(
      URI issuer, HttpTransport transport, Duration timeout, Reader<T> reader)
      throws OAuthException, InterruptedException {
    OAuthException failure = null;
    for (URI where : addresses(issuer)) {
      try {
        HttpReply reply = transport.exchange(HttpCall.get(where, Optional.empty(), timeout));
        Optional<JsonReply> json = JsonReply.parse(reply.body());
        if (reply.status() == 200 && json.isPresent()) {
          requireIssuer(issuer, where, json.get());
          return reader.read(json.get());
        }
        if (failure != null && failure.reason() == OAuthException.Reason.UNREACHABLE) {
          // This place may well be missing everywhere: it is the trouble before that is told.
          continue;
        }
        failure =
            reply.isServerTrouble()
                ? failure(
                    OAuthException.Reason.UNREACHABLE,
                    where,
                    "the server is in trouble (HTTP " + reply.status() + ")")
                : failure(
                    OAuthException.Reason.BAD_RESPONSE,
                    where,
                    "no metadata of a server, but " + Described.reply(reply));
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

  private static void requireIssuer(URI issuer, URI where, JsonReply json) throws OAuthException {
    String claimed = json.text("issuer").orElse("");
    if (!withoutSlash(claimed).equals(issuer.toString())) {
      throw failure(
          OAuthException.Reason.BAD_RESPONSE,
          where,
          "the metadata speaks for the issuer \"" + claimed + "\", not for the one that was asked");
    }
  }

  private static OAuthEndpoints readEndpoints(JsonReply json) throws MalformedReplyException {
    return new OAuthEndpoints(
        endpoint(json, "device_authorization_endpoint")
            .orElseThrow(() -> new MalformedReplyException("the server offers no device login")),
        endpoint(json, "token_endpoint")
            .orElseThrow(() -> new MalformedReplyException("token_endpoint is missing")),
        endpoint(json, "userinfo_endpoint"),
        endpoint(json, "revocation_endpoint"));
  }

  private static Optional<URI> endpoint(JsonReply json, String field)
      throws MalformedReplyException {
    Optional<String> text = json.text(field);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    URI uri = WebAddress.parse(field, text.get());
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
