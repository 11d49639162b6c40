package io.github.hfdevice.hub;

import java.net.URI;

/** Pages of the Hub that a person visits to look after tokens. */
public final class HubPages {
  private HubPages() {}

  /** Where a person makes tokens, changes what they may do, and deletes them. */
  public static URI tokens(URI endpoint) {
    return URI.create(endpoint + "/settings/tokens");
  }

  /** Where a person takes the access from an app that was logged in to. */
  public static URI connectedApplications(URI endpoint) {
    return URI.create(endpoint + "/settings/connected-applications");
  }
}
