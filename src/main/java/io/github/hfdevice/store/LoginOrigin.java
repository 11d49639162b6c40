package io.github.hfdevice.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The server that a login is made at, and as which client.
 *
 * @param endpoint what the user calls the server
 * @param clientId the OAuth client, without its secret
 * @param token where tokens are given out
 * @param userinfo where it tells whose a token is, when it is known for that
 * @param revocation where it takes tokens back, when it does
 * @param discovered whether its metadata told its endpoints, so that it need not be a Hub
 */
public record LoginOrigin(
    URI endpoint,
    String clientId,
    URI token,
    Optional<URI> userinfo,
    Optional<URI> revocation,
    boolean discovered) {
  private static final String ENDPOINT = "endpoint";
  private static final String CLIENT_ID = "client_id";
  private static final String TOKEN_ENDPOINT = "token_endpoint";
  private static final String USERINFO_ENDPOINT = "userinfo_endpoint";
  private static final String REVOCATION_ENDPOINT = "revocation_endpoint";
  private static final String DISCOVERED = "discovered";
  private static final List<String> KEYS =
      List.of(
          ENDPOINT, CLIENT_ID, TOKEN_ENDPOINT, USERINFO_ENDPOINT, REVOCATION_ENDPOINT, DISCOVERED);

  /** Texts of people are encoded, so that none adds a line or loses a blank. */
  void writeTo(Map<String, String> section) {
    KEYS.forEach(section::remove);
    section.put(ENDPOINT, endpoint.toString());
    section.put(CLIENT_ID, URLEncoder.encode(clientId, UTF_8));
    section.put(TOKEN_ENDPOINT, token.toString());
    userinfo.ifPresent(uri -> section.put(USERINFO_ENDPOINT, uri.toString()));
    revocation.ifPresent(uri -> section.put(REVOCATION_ENDPOINT, uri.toString()));
    section.put(DISCOVERED, Boolean.toString(discovered));
  }

  static boolean isIn(Map<String, String> section) {
    return section.containsKey(ENDPOINT);
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws IllegalArgumentException if a value is missing or makes no sense
   */
  static LoginOrigin fromSection(Map<String, String> section) {
    return new LoginOrigin(
        uri(section, ENDPOINT).orElseThrow(() -> missing(ENDPOINT)),
        Optional.ofNullable(section.get(CLIENT_ID))
            .map(id -> URLDecoder.decode(id, UTF_8))
            .orElseThrow(() -> missing(CLIENT_ID)),
        uri(section, TOKEN_ENDPOINT).orElseThrow(() -> missing(TOKEN_ENDPOINT)),
        uri(section, USERINFO_ENDPOINT),
        uri(section, REVOCATION_ENDPOINT),
        Boolean.parseBoolean(section.get(DISCOVERED)));
  }

  private static Optional<URI> uri(Map<String, String> section, String key) {
    return Optional.ofNullable(section.get(key)).map(URI::create);
  }

  private static IllegalArgumentException missing(String key) {
    return new IllegalArgumentException("no " + key);
  }
}
