package io.github.hfdevice.demo;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The parameters of a form-encoded body or query. Parameters without a value count as not sent (RFC
 * 6749, 3.2).
 */
final class Form {
  /** More than any request has; many small ones take far more memory than the body. */
  static final int MOST_PARAMETERS = 64;

  private final Map<String, String> values;

  private Form(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads a body or a query.
   *
   * @throws OAuthError {@code invalid_request} when the encoding is broken, a parameter comes twice
   *     or there are more than {@link #MOST_PARAMETERS}
   */
  static Form parse(String encoded) throws OAuthError {
    Map<String, String> values = new LinkedHashMap<>();
    String[] pairs = encoded.split("&", MOST_PARAMETERS + 1);
    if (pairs.length > MOST_PARAMETERS) {
      throw OAuthError.invalidRequest("There are too many parameters");
    }
    for (String pair : pairs) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (values.put(name, value) != null) {
        throw OAuthError.invalidRequest("The parameter " + name + " comes twice");
      }
    }
    return new Form(values);
  }

  /** Undoes form encoding. */
  static String decode(String encoded) throws OAuthError {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw OAuthError.invalidRequest("The body is not form-encoded");
    }
  }

  /** The names that were sent, in the order of sending. */
  Set<String> names() {
    return values.keySet();
  }

  /** The value, or an empty string when it was not sent. */
  String get(String name) {
    return values.getOrDefault(name, "");
  }

  /**
   * The value of a parameter that must be there.
   *
   * @throws OAuthError {@code invalid_request} when it was not sent
   */
  String require(String name) throws OAuthError {
    String value = get(name);
    if (value.isEmpty()) {
      throw OAuthError.invalidRequest("The parameter " + name + " is missing");
    }
    return value;
  }
}
