package io.github.hfdevice.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.HttpReply;
import io.github.hfdevice.http.HttpTransport;
import io.github.hfdevice.oauth.JsonReply;
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
    return userinfo.isPresent()
        ? requestUserinfo(userinfo.get(), token)
        : new Identity.Unknown(
            "its metadata names no userinfo_endpoint", Identity.Kind.NOT_OFFERED);
  }

  /** Asks {@code GET /api/whoami-v2}. */
  public Identity requestWhoami(URI endpoint, String token) throws InterruptedException {
    return ask(HubLayout.whoami(endpoint), token, IdentityClient::readWhoami);
  }

  /** Asks an OpenID Connect userinfo endpoint (OpenID Connect Core, 5.3). */
  public Identity requestUserinfo(URI userinfo, String token) throws InterruptedException {
    return ask(
        userinfo,
        token,
        json ->
            json.text("preferred_username")
                .or(() -> json.text("sub"))
                .map(user -> new Identity.Known(user, Optional.empty(), List.of())));
  }

  private Identity ask(URI where, String token, Reader reader) throws InterruptedException {
    try {
      HttpReply reply =
          transport.exchange(HttpCall.get(where, Optional.of("Bearer " + token), timeout));
      if (reply.status() == 401) {
        return new Identity.Rejected();
      }
      if (reply.isServerTrouble()) {
        return new Identity.Unknown(
            where + " answered HTTP " + reply.status(), Identity.Kind.UNREACHABLE);
      }
      if (reply.status() == 403) {
        return new Identity.Unknown(
            where + " answered HTTP 403; the token may need the scope openid for it",
            Identity.Kind.FORBIDDEN);
      }
      Optional<Identity.Known> known =
          reply.status() == 200
              ? JsonReply.parse(reply.body()).flatMap(reader::read)
              : Optional.empty();
      return known.isPresent()
          ? known.get()
          : new Identity.Unknown(
              where + " answered HTTP " + reply.status() + " and named no user",
              Identity.Kind.BAD_RESPONSE);
    } catch (IOException e) {
      return new Identity.Unknown(String.valueOf(e.getMessage()), Identity.Kind.UNREACHABLE);
    }
  }

  private static Optional<Identity.Known> readWhoami(JsonReply json) {
    Optional<String> name = json.text("name");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    List<String> organisations = new ArrayList<>();
    for (JsonNode organisation : json.object().path("orgs")) {
      if (organisation.path("name").isTextual()) {
        organisations.add(organisation.path("name").textValue());
      }
    }
    JsonNode displayName = json.object().path("auth").path("accessToken").path("displayName");
    return Optional.of(
        new Identity.Known(
            name.get(),
            Optional.ofNullable(displayName.textValue()).filter(text -> !text.isBlank()),
            List.copyOf(organisations)));
  }

  private interface Reader {
    Optional<Identity.Known> read(JsonReply json);
  }
}
