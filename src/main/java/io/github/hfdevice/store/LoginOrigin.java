package io.github.hfdevice.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The server that a login is made at, and as which client.
 *
 * @param endpoint what the user calls the server
 * @param clientId the OAuth client, without its secret
 * @param confidential whether the client showed a secret
 * @param token where a refresh goes
 * @param userinfo where it tells whose a token is, when it is known for that
 * @param revocation where it takes tokens back, when it does
 * @param discovered whether its metadata told its endpoints, so that it need not be a Hub
 */
public record LoginOrigin(
    URI endpoint,
    String clientId,
    boolean confidential,
    URI token,
    Optional<URI> userinfo,
    Optional<URI> revocation,
    boolean discovered) {
  private static final String ENDPOINT = "endpoint";
  private static final String CLIENT_ID = "client_id";
  private static final String CONFIDENTIAL = "confidential";
  private static final String TOKEN_ENDPOINT = "token_endpoint";
  private static final String USERINFO_ENDPOINT = "userinfo_endpoint";
  private static final String REVOCATION_ENDPOINT = "revocation_endpoint";
  private static final String DISCOVERED = "discovered";
  private static final List<String> KEYS =
      List.of(
          ENDPOINT,
          CLIENT_ID,
          CONFIDENTIAL,
          TOKEN_ENDPOINT,
          USERINFO_ENDPOINT,
          REVOCATION_ENDPOINT,
          DISCOVERED);

  /**
   * Takes what can be stored.
   *
   * @throws IllegalArgumentException if an address is not an absolute {@code http} or {@code https}
   *     one, names a user, has a fragment, or is longer than 2 KiB; or if the client id is empty or
   *     as long
   */
  public LoginOrigin {
    requireAddress(endpoint);
    requireAddress(token);
    if (userinfo.isPresent()) {
      requireAddress(userinfo.get());
    }
    if (revocation.isPresent()) {
      requireAddress(revocation.get());
    }
    if (clientId.isEmpty()) {
      throw new IllegalArgumentException("the client id is empty");
    }
    Limits.require("client id", clientId, Limits.ADDRESS);
  }

  /** Texts of people are encoded, so that none adds a line or loses a blank. */
  void writeTo(Map<String, String> section) {
    KEYS.forEach(section::remove);
    section.put(ENDPOINT, endpoint.toString());
    section.put(CLIENT_ID, URLEncoder.encode(clientId, UTF_8));
    if (confidential) {
      section.put(CONFIDENTIAL, Boolean.toString(true));
    }
    section.put(TOKEN_ENDPOINT, token.toString());
    userinfo.ifPresent(uri -> section.put(USERINFO_ENDPOINT, uri.toString()));
    revocation.ifPresent(uri -> section.put(REVOCATION_ENDPOINT, uri.toString()));
    section.put(DISCOVERED, Boolean.toString(discovered));
  }

  /** Whether any key of an origin is there, so that the login is not one of the variables. */
  static boolean isIn(Map<String, String> section) {
    for (String key : KEYS) {
      if (section.containsKey(key)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws IllegalArgumentException if a value is missing or makes no sense
   */
  static LoginOrigin fromSection(Map<String, String> section) {
    String discovered = require(section, DISCOVERED);
    if (!discovered.equals("true") && !discovered.equals("false")) {
      throw new IllegalArgumentException("neither true nor false");
    }
    return new LoginOrigin(
        URI.create(require(section, ENDPOINT)),
        URLDecoder.decode(require(section, CLIENT_ID), UTF_8),
        Boolean.parseBoolean(section.get(CONFIDENTIAL)),
        URI.create(require(section, TOKEN_ENDPOINT)),
        optional(section, USERINFO_ENDPOINT),
        optional(section, REVOCATION_ENDPOINT),
        discovered.equals("true"));
  }

  /** Whether both are logins at one server, however its address is spelled. */
  boolean isAtServerOf(LoginOrigin other) {
    return serverOf(endpoint).equals(serverOf(other.endpoint));
  }

  private static String serverOf(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    int port = address.getPort();
    String path = String.valueOf(address.getRawPath());
    return scheme
        + "://"
        + String.valueOf(address.getHost()).toLowerCase(Locale.ROOT)
        + ":"
        + (port >= 0 ? port : scheme.equals("https") ? 443 : 80)
        + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  /** Refuses what is not the address of a server. */
  static void requireAddress(URI address) {
    String scheme = address.getScheme();
    if (!("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
        || address.getHost() == null
        || address.getRawUserInfo() != null
        || address.getRawFragment() != null) {
      throw new IllegalArgumentException("an address is not one of a server");
    }
    Limits.require("address", address.toString(), Limits.ADDRESS);
  }

  private static Optional<URI> optional(Map<String, String> section, String key) {
    String text = section.get(key);
    return text == null ? Optional.empty() : Optional.of(URI.create(text));
  }

  private static String require(Map<String, String> section, String key) {
    String value = section.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no " + key);
    }
    return value;
  }
}
