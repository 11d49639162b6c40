package io.github.hfdevice.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One answer; {@link #DROPPED} stands for a connection that is closed without any. */
record Reply(int status, Map<String, String> headers, String body) {
  static final Reply DROPPED = new Reply(0, Map.of(), "");

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

  /** An error of the Hub's own API: a sentence where OAuth has a code. */
  static Reply apiError(int status, String sentence) {
    return json(status, Json.object().put("error", sentence));
  }

  static Reply oauthError(OAuthError error) {
    ObjectNode body = Json.object().put("error", error.code());
    error.description().ifPresent(text -> body.put("error_description", text));
    Reply reply = json(error.status(), body);
    return error.status() == 401
        ? reply.with("WWW-Authenticate", "Basic realm=\"practice-hub\"")
        : reply;
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

  void send(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (status == 0) {
        return;
      }
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      byte[] encoded = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, encoded.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(encoded);
      }
    }
  }
}
