package io.github.hfdevice.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.http.ReplyTooLargeException;
import io.github.hfdevice.oauth.JsonReply;
import io.github.hfdevice.oauth.Limits;
import io.github.hfdevice.oauth.MalformedReplyException;
import io.github.hfdevice.oauth.OAuthError;
import io.github.hfdevice.oauth.OAuthReply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks a server whose a token is. Each method sends one request at most for each address.
 * Thread-safe.
 */
public final class IdentityClient {
  private final HttpTransport transport;
  private final Duration timeout;

  public IdentityClient(HttpTransport transport, Duration timeout) {
    this.transport = transport;
    this.timeout = timeout;
  }

  /**
   * Asks the Hub's whoami, and where that cannot say, which is often for its rate limit, userinfo.
   */
  public Identity requestIdentity(URI endpoint, String token) throws InterruptedException {
    Identity identity = requestWhoami(endpoint, token);
    if (!(identity instanceof Identity.Unknown)) {
      return identity;
    }
    Identity second = requestUserinfo(HubLayout.userinfo(endpoint), token);
    return second instanceof Identity.Known ? second : identity;
  }

  /** Asks a server of which only its metadata is known. */
  public Identity requestDiscovered(Optional<URI> userinfo, String token)
      throws InterruptedException {
    if (userinfo.isEmpty()) {
      return new Identity.Unknown(
          "its metadata names no userinfo_endpoint", Identity.Kind.NOT_OFFERED);
    }
    Identity identity = requestUserinfo(userinfo.get(), token);
    return identity instanceof Identity.Unknown unknown && unknown.kind() == Identity.Kind.FORBIDDEN
        ? new Identity.Unknown(
            unknown.reason() + "; the token may need the scope openid for it", unknown.kind())
        : identity;
  }

  /** Asks {@code GET /api/whoami-v2}. */
  public Identity requestWhoami(URI endpoint, String token) throws InterruptedException {
    return ask(HubLayout.whoami(endpoint), token, IdentityClient::readWhoami);
  }

  /** Asks an OpenID Connect userinfo endpoint (OpenID Connect Core, 5.3). */
  public Identity requestUserinfo(URI userinfo, String token) throws InterruptedException {
    return ask(userinfo, token, IdentityClient::readUserinfo);
  }

  private Identity ask(URI where, String token, Reader reader) throws InterruptedException {
    OAuthReply reply;
    try {
      reply =
          OAuthReply.of(
              transport.exchange(HttpCall.get(where, Optional.of("Bearer " + token), timeout)));
    } catch (ReplyTooLargeException e) {
      return new Identity.Unknown(e.getMessage(), Identity.Kind.BAD_RESPONSE);
    } catch (IOException e) {
      return new Identity.Unknown(String.valueOf(e.getMessage()), Identity.Kind.NO_ANSWER);
    }
    Refusal refusal = new Refusal(reply, token);
    int status = reply.http().status();
    if (status == 401 && !isTrouble(reply) && !refusal.isOfOthers()) {
      return new Identity.Rejected(refusal.words());
    }
    if (status == 200) {
      return read(where, reply, refusal, reader);
    }
    return new Identity.Unknown(where + " answered " + refusal, kind(reply, refusal));
  }

  private static Identity.Kind kind(OAuthReply reply, Refusal refusal) {
    int status = reply.http().status();
    if (isTrouble(reply)) {
      return Identity.Kind.IN_TROUBLE;
    }
    if (status / 100 == 4 && refusal.isOfOthers()) {
      return Identity.Kind.BLOCKED;
    }
    if (status == 403) {
      return Identity.Kind.FORBIDDEN;
    }
    return status / 100 == 4 ? Identity.Kind.REFUSED : Identity.Kind.BAD_RESPONSE;
  }

  /** Whether the server says of itself that it cannot answer for now. */
  private static boolean isTrouble(OAuthReply reply) {
    return reply.http().isServerTrouble()
        || reply.http().status() == 408
        || reply.error().filter(OAuthError::isTrouble).isPresent();
  }

  private static Identity read(URI where, OAuthReply reply, Refusal refusal, Reader reader) {
    if (reply.json().isEmpty()) {
      return unreadable(
          where, "with " + reply.kind() + "; the network may want a login of its own first");
    }
    if (isTrouble(reply)) {
      return new Identity.Unknown(where + " answered " + refusal, Identity.Kind.IN_TROUBLE);
    }
    try {
      Optional<Identity.Known> known = reader.read(reply.json().get());
      return known.isPresent()
          ? known.get()
          : unreadable(
              where, "and named no user" + refusal.words().map(words -> ": " + words).orElse(""));
    } catch (MalformedReplyException e) {
      return unreadable(where, "with JSON that cannot be used: " + e.getMessage());
    }
  }

  private static Identity unreadable(URI where, String what) {
    return new Identity.Unknown(where + " answered HTTP 200 " + what, Identity.Kind.BAD_RESPONSE);
  }

  private static Optional<Identity.Known> readUserinfo(JsonReply json)
      throws MalformedReplyException {
    Optional<String> name = json.text("preferred_username", Limits.NAME);
    if (name.isEmpty()) {
      name = json.text("sub", Limits.NAME);
    }
    return name.map(user -> new Identity.Known(user, Optional.empty(), List.of()));
  }

  private static Optional<Identity.Known> readWhoami(JsonReply json)
      throws MalformedReplyException {
    Optional<String> name = json.text("name", Limits.NAME);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    List<String> organisations = new ArrayList<>();
    for (JsonNode organisation : json.object().path("orgs")) {
      JsonReply.text("the name of an organisation", organisation.path("name"), Limits.NAME)
          .ifPresent(organisations::add);
    }
    JsonNode displayName = json.object().path("auth").path("accessToken").path("displayName");
    return Optional.of(
        new Identity.Known(
            name.get(),
            JsonReply.text("displayName", displayName, Limits.NAME),
            List.copyOf(organisations)));
  }

  private interface Reader {
    Optional<Identity.Known> read(JsonReply json) throws MalformedReplyException;
  }
}
