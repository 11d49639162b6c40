package io.github.hfdevice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Talks to a hub as a client or a browser does. */
final class HubClient {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;

  HubClient(URI endpoint) {
    this.endpoint = endpoint;
  }

  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    JsonNode json() {
      try {
        return JSON.readTree(body());
      } catch (IOException e) {
        throw new UncheckedIOException(body(), e);
      }
    }

    String error() {
      return status() + " " + json().path("error").asText("none");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Answer get(String path, String... headers) throws IOException {
    return send(request(path, headers).GET());
  }

  /** Posts a form of names and values in turn. */
  Answer post(String path, String... form) throws IOException {
    return postRaw(path, encode(form));
  }

  Answer postRaw(String path, String body, String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Content-Type", "application/x-www-form-urlencoded"));
    return send(
        request(path, all.toArray(String[]::new)).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(endpoint.resolve(path));
    return headers.length == 0 ? builder : builder.headers(headers);
  }

  Answer send(HttpRequest.Builder request) throws IOException {
    try {
      return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static String encode(String... form) {
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < form.length; i += 2) {
      encoded.append(i == 0 ? "" : "&").append(form[i]).append('=');
      encoded.append(URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
    }
    return encoded.toString();
  }

  /** Begins a login of the client {@code app}. */
  JsonNode requestCode() throws IOException {
    return post("/oauth/device", "client_id", "app").json();
  }

  Answer poll(JsonNode device) throws IOException {
    return post(
        "/oauth/token",
        "grant_type",
        OAuthApi.DEVICE_GRANT,
        "device_code",
        device.get("device_code").asText(),
        "client_id",
        "app");
  }

  Answer refresh(String refreshToken) throws IOException {
    return post(
        "/oauth/token",
        "grant_type",
        "refresh_token",
        "refresh_token",
        refreshToken,
        "client_id",
        "app");
  }

  Answer whoami(String accessToken) throws IOException {
    return get("/api/whoami-v2", "Authorization", "Bearer " + accessToken);
  }
}
