package io.github.hfdevice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hfdevice.demo.PracticeHub;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;

/** A login that the practice hub granted to the program's client, made without the program. */
record HubLogin(String accessToken, String refreshToken) {
  private static final String CLIENT = "client_id=26be6b09-91c5-47da-9861-d2d2bb7a7e36";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  static HubLogin at(PracticeHub hub) throws Exception {
    JsonNode device = post(hub, "/oauth/device", CLIENT);
    approve(hub, device.get("user_code").asText());
    return of(
        post(
            hub,
            "/oauth/token",
            CLIENT
                + "&grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code="
                + device.get("device_code").asText()));
  }

  private static void approve(PracticeHub hub, String userCode) {
    try {
      hub.approve(userCode);
    } catch (IllegalArgumentException e) {
      // This hub approves by itself, and was faster.
    }
  }

  private static HubLogin of(JsonNode tokens) {
    return new HubLogin(tokens.get("access_token").asText(), tokens.get("refresh_token").asText());
  }

  /** Whether the hub still knows the access token. */
  static boolean isGood(PracticeHub hub, String accessToken) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(hub.endpoint().resolve("/api/whoami-v2"))
            .header("Authorization", "Bearer " + accessToken)
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  static long refreshes(PracticeHub hub) {
    return hub.requests().stream()
        .filter(request -> request.startsWith("POST /oauth/token"))
        .filter(request -> request.contains("refresh_token"))
        .count();
  }

  /** Its section, with the seconds that it is said to live on. */
  String section(String name, long seconds) {
    return "["
        + name
        + "]\nhf_token = "
        + accessToken
        + "\nrefresh_token = "
        + refreshToken
        + "\nexpires_at = "
        + (Instant.now().getEpochSecond() + seconds)
        + "\n\n";
  }

  private static JsonNode post(PracticeHub hub, String path, String form) throws Exception {
    URI address = hub.endpoint().resolve(path);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    HttpResponse<String> reply = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (reply.statusCode() != 200) {
      throw new AssertionError(path + ": " + reply.body());
    }
    return JsonMapper.builder().build().readTree(reply.body());
  }
}
