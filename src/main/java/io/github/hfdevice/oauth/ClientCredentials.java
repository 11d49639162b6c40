package io.github.hfdevice.oauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Who asks for the token (RFC 6749, 2.3).
 *
 * @param clientId public
 * @param secret of a confidential client; never shown
 */
public record ClientCredentials(String clientId, Optional<String> secret) {

  /** A client without a secret, as command lines are. */
  public static ClientCredentials publicClient(String clientId) {
    return new ClientCredentials(clientId, Optional.empty());
  }

  /** The {@code Authorization} header of a client with a secret (RFC 6749, 2.3.1). */
  Optional<String> basicAuthorization() {
    return secret.map(
        value -> {
          String pair = encode(clientId) + ":" + encode(value);
          return "Basic "
              + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        });
  }

  /** What a server must not be seen to repeat. */
  String[] secrets(String sent) {
    return new String[] {
      sent, secret.orElse(""), basicAuthorization().orElse("").replace("Basic ", "")
    };
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return clientId + (secret.isPresent() ? " with a secret" : "");
  }
}
