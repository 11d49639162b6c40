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
 * @param form fields of an {@code application/x-www-form-urlencoded} POST, in their order; empty
 *     for a GET
 * @param timeout for the whole exchange: connecting, sending, and the last byte of the answer
 */
public record HttpCall(
    URI uri, Optional<String> authorization, Optional<Map<String, String>> form, Duration timeout) {

  /** A GET of {@code uri} that asks for JSON. */
  public static HttpCall get(URI uri, Optional<String> authorization, Duration timeout) {
    return new HttpCall(uri, authorization, Optional.empty(), timeout);
  }

  /** A POST of {@code form} to {@code uri} that asks for JSON. */
  public static HttpCall post(
      URI uri, Optional<String> authorization, Map<String, String> form, Duration timeout) {
    return new HttpCall(uri, authorization, Optional.of(form), timeout);
  }

  public String method() {
    return form.isPresent() ? "POST" : "GET";
  }

  /** The form as it goes over the wire, or nothing for a GET. */
  Optional<byte[]> body() {
    return form.map(HttpCall::encode);
  }

  /** What {@link #body} is, or nothing for a GET. */
  Optional<String> contentType() {
    return form.isPresent() ? Optional.of("application/x-www-form-urlencoded") : Optional.empty();
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
