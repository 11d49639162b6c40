package io.github.hfdevice.http;

import java.util.Optional;

/**
 * A whole answer.
 *
 * @param status the HTTP status, 100 to 599
 * @param body the body as UTF-8 text without a byte order mark, at most 1 MiB of it; may hold
 *     secrets
 * @param retryAfter the raw {@code Retry-After} header
 * @param location the raw {@code Location} header
 * @param date the raw {@code Date} header
 * @param errorMessage why the server refused, from the raw header that says it
 * @param unread why there is no body although one came, after "for"; its status tells enough then
 */
public record HttpReply(
    int status,
    String body,
    Optional<String> retryAfter,
    Optional<String> location,
    Optional<String> date,
    Optional<String> errorMessage,
    Optional<String> unread) {

  /** An answer whose body was read. */
  public HttpReply(
      int status,
      String body,
      Optional<String> retryAfter,
      Optional<String> location,
      Optional<String> date,
      Optional<String> errorMessage) {
    this(status, body, retryAfter, location, date, errorMessage, Optional.empty());
  }

  /** An answer without an {@code X-Error-Message}. */
  public HttpReply(
      int status,
      String body,
      Optional<String> retryAfter,
      Optional<String> location,
      Optional<String> date) {
    this(status, body, retryAfter, location, date, Optional.empty());
  }

  /** An answer without a {@code Date} and an {@code X-Error-Message}. */
  public HttpReply(
      int status, String body, Optional<String> retryAfter, Optional<String> location) {
    this(status, body, retryAfter, location, Optional.empty());
  }

  /** An answer without the headers. */
  public static HttpReply of(int status, String body) {
    return new HttpReply(status, body, Optional.empty(), Optional.empty());
  }

  /** Whether the server said that it, and not the request, is at fault for now: a 5xx or a 429. */
  public boolean isServerTrouble() {
    return status >= 500 || status == 429;
  }

  /** Whether it came with a page of the web, as proxies, firewalls and logins of networks send. */
  public boolean isWebPage() {
    return body.stripLeading().startsWith("<");
  }

  /** Status and length only: the body may hold tokens. */
  @Override
  public String toString() {
    return "HTTP " + status + ", " + body.length() + " characters";
  }
}
