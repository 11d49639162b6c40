package io.github.hfdevice.hub;

import io.github.hfdevice.oauth.OAuthEndpoints;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Where the Hub, or a server that follows it, answers. */
public final class HubLayout {
  private HubLayout() {}

  /** The Hub's own layout, then the one of the original proposal for Hubs that follow it. */
  public static List<OAuthEndpoints> of(URI endpoint) {
    return List.of(
        layout(endpoint, "/oauth/device", "/oauth/token"),
        layout(endpoint, "/oauth/device/code", "/oauth/device/token"));
  }

  private static OAuthEndpoints layout(URI endpoint, String device, String token) {
    return new OAuthEndpoints(
        URI.create(endpoint + device),
        URI.create(endpoint + token),
        Optional.of(userinfo(endpoint)),
        Optional.empty());
  }

  /** Where a token is exchanged. */
  public static URI token(URI endpoint) {
    return URI.create(endpoint + "/oauth/token");
  }

  static URI whoami(URI endpoint) {
    return URI.create(endpoint + "/api/whoami-v2");
  }

  static URI userinfo(URI endpoint) {
    return URI.create(endpoint + "/oauth/userinfo");
  }
}
