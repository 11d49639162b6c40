package io.github.hfdevice.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.hfdevice.time.FakeClock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PracticeHubTest {
  private final FakeClock clock = new FakeClock();
  private PracticeHub hub;
  private HubClient client;

  @BeforeEach
  void start() throws IOException {
    start(PracticeHub.Options.builder());
  }

  private void start(PracticeHub.Builder builder) throws IOException {
    close();
    hub = PracticeHub.start(builder.clock(clock).build());
    client = new HubClient(hub.endpoint());
  }

  @AfterEach
  void close() {
    if (hub != null) {
      hub.close();
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
      names.add(each.next());
    }
    return names;
  }

  @Test
  void deviceAnswer_isTheHubs_withoutIntervalAndCompleteUri() throws IOException {
    HubClient.Answer answer = client.post("/oauth/device", "client_id", "app");

    assertEquals(200, answer.status());
    assertEquals("no-store", answer.header("Cache-Control"));
    assertEquals("application/json; charset=utf-8", answer.header("Content-Type"));
    JsonNode body = answer.json();
    assertEquals(
        List.of("device_code", "user_code", "verification_uri", "expires_in"), names(body));
    assertEquals(hub.endpoint() + "/oauth/device", body.get("verification_uri").asText());
    assertEquals(300, body.get("expires_in").asInt());
  }

  @Test
  void deviceAnswer_hasIntervalAndCompleteUri_whenAsked() throws IOException {
    start(
        PracticeHub.Options.builder()
            .interval(Duration.ofSeconds(1))
            .expiresIn(Duration.ofSeconds(90))
            .sendVerificationUriComplete(true));

    JsonNode body = client.requestCode();

    assertEquals(1, body.get("interval").asInt());
    assertEquals(90, body.get("expires_in").asInt());
    assertEquals(
        hub.endpoint() + "/oauth/device?user_code=" + body.get("user_code").asText(),
        body.get("verification_uri_complete").asText());
  }

  @Test
  void login_goesFromPendingToTokensToAName() throws IOException {
    JsonNode device = client.requestCode();
    HubClient.Answer pending = client.poll(device);
    assertEquals(400, pending.status());
    assertEquals("{\"error\":\"authorization_pending\"}", pending.body());

    hub.approve(device.get("user_code").asText());
    clock.advanceSeconds(5);
    JsonNode tokens = client.poll(device).json();

    assertEquals(
        List.of("access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token"),
        names(tokens));
    assertEquals(2_591_999, tokens.get("expires_in").asInt());
    JsonNode whoami = client.whoami(tokens.get("access_token").asText()).json();
    assertEquals("alice", whoami.get("name").asText());
    assertEquals("practice-org", whoami.at("/orgs/0/name").asText());
    assertFalse(whoami.get("auth").has("accessToken"));
    assertEquals(2, hub.polls(device.get("user_code").asText()));
    assertEquals(
        List.of(
            "POST /oauth/device client_id",
            "POST /oauth/token grant_type device_code client_id",
            "POST /oauth/token grant_type device_code client_id",
            "GET /api/whoami-v2"),
        hub.requests());
  }

  @Test
  void denial_andExpiry_areTold() throws IOException {
    JsonNode denied = client.requestCode();
    JsonNode expired = client.requestCode();
    hub.deny(denied.get("user_code").asText());

    assertEquals("400 access_denied", client.poll(denied).error());
    clock.advanceSeconds(300);
    assertEquals("400 expired_token", client.poll(expired).error());
    assertThrows(
        IllegalArgumentException.class, () -> hub.approve(expired.get("user_code").asText()));
  }

  @Test
  void userinfo_namesTheUser_andRefusesOtherTokens() throws IOException {
    start(PracticeHub.Options.builder().autoApprove(Duration.ZERO).userName("bob"));
    JsonNode device =
        client.post("/oauth/device", "client_id", "app", "scope", "openid email").json();
    JsonNode tokens = client.poll(device).json();
    String bearer = "Bearer " + tokens.get("access_token").asText();

    JsonNode userinfo = client.get("/oauth/userinfo", "Authorization", bearer).json();
    assertEquals("bob", userinfo.get("preferred_username").asText());
    assertEquals("bob@practice.invalid", userinfo.get("email").asText());
    assertEquals("openid email", tokens.get("scope").asText());

    HubClient.Answer refused = client.get("/oauth/userinfo");
    assertEquals("401 invalid_token", refused.error());
    assertEquals("Bearer error=\"invalid_token\"", refused.header("WWW-Authenticate"));
  }

  @Test
  void whoami_refusesOtherTokens_inTheHubsWords() throws IOException {
    String error = "{\"error\":\"Invalid credentials in Authorization header\"}";
    assertEquals(401, client.whoami("hf_nonsense").status());
    assertEquals(error, client.whoami("hf_nonsense").body());
    assertEquals(error, client.get("/api/whoami-v2").body());
    assertEquals(
        "Invalid credentials in Authorization header",
        client.get("/api/whoami-v2").header("X-Error-Message"));
    assertEquals("", client.get("/api/nothing").header("X-Error-Message"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"})
  void metadata_namesTheEndpoints_butNoRevocation(String path) throws IOException {
    JsonNode metadata = client.get(path).json();

    assertEquals(hub.endpoint().toString(), metadata.get("issuer").asText());
    assertEquals(
        hub.endpoint() + "/oauth/device", metadata.get("device_authorization_endpoint").asText());
    assertEquals(hub.endpoint() + "/oauth/token", metadata.get("token_endpoint").asText());
    assertEquals(hub.endpoint() + "/oauth/userinfo", metadata.get("userinfo_endpoint").asText());
    assertEquals(18, metadata.get("scopes_supported").size());
    assertFalse(metadata.has("revocation_endpoint"));
    assertEquals(404, client.post("/oauth/revoke", "client_id", "app", "token", "x").status());
  }

  @Test
  void revocation_whenThere_endsTheLogin() throws IOException {
    start(PracticeHub.Options.builder().autoApprove(Duration.ZERO).revocation(true));
    String token = client.poll(client.requestCode()).json().get("access_token").asText();
    String path =
        client.get("/.well-known/openid-configuration").json().at("/revocation_endpoint").asText();
    assertEquals(200, client.whoami(token).status());

    assertEquals(200, client.post(path, "client_id", "app", "token", token).status());

    assertEquals(401, client.whoami(token).status());
  }

  @Test
  void proposedLayout_isNotServed() throws IOException {
    assertEquals(404, client.post("/oauth/device/code", "client_id", "app").status());
    assertEquals(404, client.post("/oauth/device/token", "client_id", "app").status());
  }

  @Test
  void unknownPaths_areJsonForTheApi_andHtmlElsewhere() throws IOException {
    HubClient.Answer api = client.get("/api/nothing");
    assertEquals(404, api.status());
    assertTrue(api.json().get("error").asText().startsWith("Sorry"));

    HubClient.Answer page = client.get("/nothing");
    assertEquals(404, page.status());
    assertEquals("text/html; charset=utf-8", page.header("Content-Type"));
    assertFalse(page.header("Content-Security-Policy").isEmpty());
  }

  @Test
  void otherMethods_are405_withAllow() throws IOException {
    HubClient.Answer token = client.get("/oauth/token");
    assertEquals(405, token.status());
    assertEquals("POST", token.header("Allow"));
    HubClient.Answer device = client.send(client.request("/oauth/device").DELETE());
    assertEquals(405, device.status());
    assertEquals("GET, HEAD, POST", device.header("Allow"));
    HubClient.Answer head =
        client.send(
            client.request("/oauth/device").method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertEquals(200, head.status());
    assertEquals("", head.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "401 invalid_client|",
        "401 invalid_client|client_id=&grant_type=refresh_token",
        "400 invalid_request|client_id=a",
        "400 invalid_request|client_id=a&grant_type=refresh_token",
        "400 invalid_request|client_id=a&grant_type=urn:ietf:params:oauth:grant-type:device_code",
        "400 invalid_request|client_id=a&client_id=a&grant_type=refresh_token&refresh_token=x",
        "400 invalid_request|client_id=%zz",
        "400 unsupported_grant_type|client_id=a&grant_type=password",
        "400 invalid_grant|client_id=a&grant_type=refresh_token&refresh_token=x",
        "400 invalid_grant|client_id=a&device_code=x"
            + "&grant_type=urn:ietf:params:oauth:grant-type:device_code",
      })
  void tokenErrors_followRfc6749(String expectedAndBody) throws IOException {
    String[] parts = expectedAndBody.split("\\|", -1);

    HubClient.Answer answer = client.postRaw("/oauth/token", parts[1]);

    assertEquals(parts[0], answer.error());
    assertTrue(answer.json().get("error_description").asText().matches("[ !#-\\[\\]-~]+"));
  }

  @Test
  void unknownScope_isRefused_andCannotBreakTheAnswer() throws IOException {
    HubClient.Answer answer =
        client.post("/oauth/device", "client_id", "app", "scope", "openid <script>\"\u001b\u00e9");

    assertEquals("400 invalid_scope", answer.error());
    assertEquals(
        "There is no scope '<script>???'", answer.json().get("error_description").asText());
  }

  @Test
  void otherContentTypes_andHugeBodies_areRefused() throws IOException {
    HubClient.Answer json =
        client.send(
            client
                .request("/oauth/device", "Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"client_id\":\"app\"}")));
    assertEquals("400 invalid_request", json.error());

    HubClient.Answer huge =
        client.post("/oauth/device", "client_id", "a".repeat(RequestReader.MOST_BODY_BYTES));
    assertEquals("413 invalid_request", huge.error());
  }

  @Test
  void basicAuthentication_namesTheClient() throws IOException {
    String basic = basic("app%2F1:s%3Acret");
    HubClient.Answer answer =
        client.postRaw("/oauth/device", "scope=openid", "Authorization", basic);
    assertEquals(200, answer.status());
    HubClient.Answer poll =
        client.postRaw(
            "/oauth/token",
            HubClient.encode(
                "grant_type",
                OAuthApi.DEVICE_GRANT,
                "device_code",
                answer.json().get("device_code").asText(),
                "client_id",
                "app/1"),
            "Authorization",
            basic);
    assertEquals("400 authorization_pending", poll.error());

    for (String wrong : List.of("Basic ***", basic("no-colon"), basic("other:x"))) {
      HubClient.Answer refused =
          client.postRaw("/oauth/device", "client_id=app", "Authorization", wrong);
      assertEquals("401 invalid_client", refused.error(), wrong);
      assertTrue(refused.header("WWW-Authenticate").startsWith("Basic "));
    }
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void flaky_failsInEveryWay_thenGoesThrough() throws IOException {
    start(PracticeHub.Options.builder().scenario(Scenario.FLAKY).autoApprove(Duration.ZERO));
    assertEquals(502, client.post("/oauth/device", "client_id", "app").status());
    JsonNode device = client.requestCode();

    HubClient.Answer html = client.poll(device);
    assertEquals(502, html.status());
    assertTrue(html.header("Content-Type").startsWith("text/html"));
    assertThrows(IOException.class, () -> client.poll(device));
    HubClient.Answer limited = client.poll(device);
    assertEquals(429, limited.status());
    assertEquals("1", limited.header("Retry-After"));
    assertTrue(limited.json().get("error").asText().startsWith("Sorry"));
    assertEquals("{\"error\":\"authorization_pen", client.poll(device).body());

    JsonNode tokens = client.poll(device).json();
    assertEquals(5, hub.polls(device.get("user_code").asText()));
    String accessToken = tokens.get("access_token").asText();
    assertEquals(429, client.whoami(accessToken).status());
    assertEquals(200, client.whoami(accessToken).status());
  }

  @Test
  void rotate_makesRefreshesNeeded_andEndsTheLoginOnReuse() throws IOException {
    start(PracticeHub.Options.builder().scenario(Scenario.ROTATE).autoApprove(Duration.ZERO));
    JsonNode first = client.poll(client.requestCode()).json();
    assertEquals(60, first.get("expires_in").asInt());
    clock.advanceSeconds(60);
    assertEquals(401, client.whoami(first.get("access_token").asText()).status());

    JsonNode second = client.refresh(first.get("refresh_token").asText()).json();
    String access = second.get("access_token").asText();
    assertEquals(200, client.whoami(access).status());

    assertEquals("400 invalid_grant", client.refresh(first.get("refresh_token").asText()).error());
    assertEquals("400 invalid_grant", client.refresh(second.get("refresh_token").asText()).error());
    assertEquals(401, client.whoami(access).status());
  }

  @Test
  void manyLoginsAtOnce_allGoThrough() throws Exception {
    start(PracticeHub.Options.builder().autoApprove(Duration.ZERO));
    ExecutorService threads = Executors.newFixedThreadPool(24);
    try {
      Callable<String> login =
          () -> {
            JsonNode tokens = client.poll(client.requestCode()).json();
            return client.whoami(tokens.get("access_token").asText()).json().at("/name").asText();
          };
      List<Callable<String>> logins = new ArrayList<>();
      for (int i = 0; i < 240; i++) {
        logins.add(login);
      }
      for (Future<String> each : threads.invokeAll(logins)) {
        assertEquals("alice", each.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(720, hub.requests().size());
  }

  @Test
  void accessTokens_canBeVoidedEarly_andTheLoginGoesOn() throws IOException {
    start(PracticeHub.Options.builder().autoApprove(Duration.ZERO));
    JsonNode tokens = client.poll(client.requestCode()).json();
    String first = tokens.get("access_token").asText();
    assertEquals(200, client.whoami(first).status());

    hub.voidAccessTokens();

    assertEquals(401, client.whoami(first).status());
    JsonNode next = client.refresh(tokens.get("refresh_token").asText()).json();
    assertEquals(200, client.whoami(next.get("access_token").asText()).status());
  }

  @Test
  void whatNoClientSends_isRefused_beforeItIsKept() throws IOException {
    assertEquals(
        "401 invalid_client", client.post("/oauth/device", "client_id", "a".repeat(257)).error());
    assertEquals(200, client.post("/oauth/device", "client_id", "a".repeat(256)).status());
    String scope = "openid ".repeat(200);
    assertEquals(
        "400 invalid_scope",
        client.post("/oauth/device", "client_id", "a", "scope", scope).error());
    StringBuilder many = new StringBuilder("client_id=app");
    for (int i = 1; i < Form.MOST_PARAMETERS; i++) {
      many.append("&p").append(i).append("=");
    }
    assertEquals(200, client.postRaw("/oauth/device", many.toString()).status());
    assertEquals(
        "400 invalid_request", client.postRaw("/oauth/device", many + "&one=more").error());
  }

  @Test
  void close_stopsListening_andFreesThePort() throws IOException {
    int port = hub.endpoint().getPort();
    IOException taken =
        assertThrows(
            IOException.class,
            () -> PracticeHub.start(PracticeHub.Options.builder().port(port).build()));
    assertTrue(taken.getMessage().contains("127.0.0.1:" + port));

    hub.close();

    assertThrows(IOException.class, () -> client.get("/oauth/device"));
    start(PracticeHub.Options.builder().port(port));
    assertEquals(200, client.get("/oauth/device").status());
  }

  @Test
  void options_refuseNonsense() {
    PracticeHub.Builder builder = PracticeHub.Options.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.port(65_536).build());
    PracticeHub.Builder other = PracticeHub.Options.builder();
    assertThrows(
        IllegalArgumentException.class, () -> other.expiresIn(Duration.ofMillis(900)).build());
  }

  @Test
  void scenarios_haveNamesForTheCommandLine() {
    assertEquals("slow-down", Scenario.SLOW_DOWN.cliName());
    for (Scenario each : Scenario.values()) {
      assertEquals(each, Scenario.parse(each.cliName()).orElseThrow());
    }
    assertTrue(Scenario.parse("SLOW_DOWN").isEmpty());
  }
}
