package io.github.hfdevice.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One request.
 *
 * @param uri absolute {@code http} or {@code https} address
 * @param authorization value of the {@code Authorization} header; a secret
 * @param form fields of a POST, in their order; empty for a GET
 * @param isJson whether the fields go as a JSON object and not form-encoded
 * @param connectTimeout for what comes before the request: connecting, proxy and TLS; at most
 *     {@code timeout}
 * @param timeout for the whole exchange: connecting, sending, and the last byte of the answer
 */
public record HttpCall(
    URI uri,
    Optional<String> authorization,
    Optional<Map<String, String>> form,
    boolean isJson,
    Duration connectTimeout,
    Duration timeout) {

  /** A GET of {@code uri} that asks for JSON. */
  public static HttpCall get(URI uri, Optional<String> authorization, Duration timeout) {
    return new HttpCall(uri, authorization, Optional.empty(), false, timeout, timeout);
  }

  /** A POST of {@code form} to {@code uri} that asks for JSON. */
  public static HttpCall post(
      URI uri, Optional<String> authorization, Map<String, String> form, Duration timeout) {
    return new HttpCall(uri, authorization, Optional.of(form), false, timeout, timeout);
  }

  /** A POST of {@code fields} to {@code uri}, as a JSON object of strings, that asks for JSON. */
  public static HttpCall postJson(URI uri, Map<String, String> fields, Duration timeout) {
    return new HttpCall(uri, Optional.empty(), Optional.of(fields), true, timeout, timeout);
  }

  /** The same, given up where no connection stands after {@code limit}: nothing is sent then. */
  public HttpCall connectingWithin(Duration limit) {
    return new HttpCall(
        uri, authorization, form, isJson, limit.compareTo(timeout) < 0 ? limit : timeout, timeout);
  }

  public String method() {
    return form.isPresent() ? "POST" : "GET";
  }

  /** The {@code Content-Type} of the body, or nothing for a GET. */
  Optional<String> contentType() {
    return form.map(fields -> isJson ? "application/json" : "application/x-www-form-urlencoded");
  }

  /** The fields as they go over the wire, or nothing for a GET. */
  Optional<byte[]> body() {
    return form.map(fields -> isJson ? JsonFields.encode(fields) : encode(fields));
  }

  private static byte[] encode(Map<String, String> fields) {
    StringBuilder encoded = new StringBuilder();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      if (encoded.length() > 0) {
        encoded.append('&');
      }
      encoded
          .append(URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8))
          .append('=')
          .append(URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8));
    }
    return encoded.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Method and address only: the header and the form may hold secrets. */
  @Override
  public String toString() {
    return method() + " " + uri;
  }
}
