package io.github.hfdevice.demo;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * One request, its body read.
 *
 * @param method the method, HEAD given as GET
 * @param path the path as it was sent, without the query
 * @param query the raw query, empty without one
 * @param body the body, at most {@link #MAX_BODY_BYTES} of it
 * @param oversized whether there was more of it
 */
record Request(
    String method, String path, String query, Headers headers, String body, boolean oversized) {
  static final int MAX_BODY_BYTES = 16 * 1024;

  private static final String FORM_TYPE = "application/x-www-form-urlencoded";

  static Request read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    String method = exchange.getRequestMethod();
    return new Request(
        method.equals("HEAD") ? "GET" : method,
        exchange.getRequestURI().getRawPath(),
        Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
        exchange.getRequestHeaders(),
        new String(body, StandardCharsets.UTF_8),
        body.length > MAX_BODY_BYTES);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.getFirst(name));
  }

  /**
   * The parameters of the body.
   *
   * @throws OAuthError {@code invalid_request} when the body is no form
   */
  Form form() throws OAuthError {
    String type = header("Content-Type").orElse("").split(";", 2)[0].strip();
    if (!type.toLowerCase(Locale.ROOT).equals(FORM_TYPE)) {
      throw OAuthError.invalidRequest("The content type must be " + FORM_TYPE);
    }
    if (oversized) {
      throw OAuthError.tooLarge();
    }
    return Form.parse(body);
  }

  /** The rest of the {@code Authorization} header when it has that scheme. */
  Optional<String> credentials(String scheme) {
    return header("Authorization")
        .map(String::strip)
        .filter(value -> value.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1))
        .map(value -> value.substring(scheme.length() + 1).strip());
  }

  /**
   * Method, path and the names of the parameters: what may be kept of a request that holds secrets.
   */
  String summary() {
    try {
      return (method + " " + path + " " + String.join(" ", form().names())).strip();
    } catch (OAuthError notAForm) {
      return method + " " + path;
    }
  }

  @Override
  public String toString() {
    return summary();
  }
}
