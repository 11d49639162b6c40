package io.github.hfdevice.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One answer; {@link #DROPPED} stands for a connection that is closed without any. */
record Reply(int status, Map<String, String> headers, String body) {
  static final Reply DROPPED = new Reply(0, Map.of(), "");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

  static Reply json(int status, ObjectNode body) {
    return json(status, body.toString());
  }

  /** An answer that claims to be JSON, whatever the text is. */
  static Reply json(int status, String text) {
    return of(status, "application/json; charset=utf-8", text);
  }

  static Reply html(int status, Html page) {
    return of(status, "text/html; charset=utf-8", page.markup());
  }

  static Reply of(int status, String contentType, String text) {
    return new Reply(status, Map.of("Content-Type", contentType), text);
  }

  /**
   * An error of the Hub's own API: a sentence where OAuth has a code, which a refusal has in a
   * header too.
   */
  static Reply apiError(int status, String sentence) {
    Reply reply = json(status, Json.object().put("error", sentence));
    return status == 401 || status == 403 ? reply.with("X-Error-Message", sentence) : reply;
  }

  static Reply oauthError(OAuthError error) {
    ObjectNode body = Json.object().put("error", error.code());
    error.description().ifPresent(text -> body.put("error_description", text));
    Reply reply = json(error.status(), body);
    return switch (error.status()) {
      case 401 -> reply.with("WWW-Authenticate", "Basic realm=\"practice-hub\"");
      case 429 -> reply.with("Retry-After", "60");
      default -> reply;
    };
  }

  Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body);
  }

  /** Without the body, which may hold tokens. */
  @Override
  public String toString() {
    return "Reply[" + status + ", ***]";
  }

  /**
   * The answer as it goes over the wire (RFC 9112), in one piece.
   *
   * @param head whether only the headers were asked for
   * @param kept whether the connection is used again
   */
  byte[] encode(Instant now, boolean head, boolean kept) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder start = new StringBuilder("HTTP/1.1 " + status + " " + reason() + "\r\n");
    headers.forEach((name, value) -> start.append(name + ": " + value + "\r\n"));
    start.append("Date: " + DATE.format(now.atOffset(ZoneOffset.UTC)) + "\r\n");
    start.append("Content-Length: " + content.length + "\r\n");
    start.append("Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n");
    start.append("Connection: " + (kept ? "keep-alive" : "close") + "\r\n\r\n");
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encoded.writeBytes(start.toString().getBytes(StandardCharsets.UTF_8));
    if (!head) {
      encoded.writeBytes(content);
    }
    return encoded.toByteArray();
  }

  private String reason() {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 410 -> "Gone";
      case 413 -> "Content Too Large";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 505 -> "HTTP Version Not Supported";
      default -> "";
    };
  }
}
