package io.github.hfdevice.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.time.FakeClock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CiApiTest {
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

  /** As GitHub's documentation says to ask for one. */
  private String identity(String resource) throws IOException {
    return client
        .get(
            "/practice/identity-token?resource=" + resource + "&audience=" + hub.endpoint(),
            "Authorization",
            "bearer of-the-job")
        .json()
        .at("/value")
        .asText();
  }

  private HubClient.Answer postJson(String body) throws IOException {
    return client.send(
        client
            .request("/oauth/token", "Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static ObjectNode request(String identity, String resource) {
    return Json.object()
        .put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
        .put("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")
        .put("subject_token", identity)
        .put("resource", resource);
  }

  private HubClient.Answer exchange(String identity, String resource) throws IOException {
    return postJson(request(identity, resource).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "acme/model, hf_jwt_, [OIDC]",
    "datasets/acme/data, hf_jwt_, [OIDC]",
    "spaces/acme/space, hf_jwt_, [OIDC]",
    "kernels/acme/kernel, hf_jwt_, [OIDC]",
    "bob, hf_oauth_, bob",
  })
  void job_getsAShortLivedToken_forWhatItAsked(String resource, String prefix, String name)
      throws IOException {
    HubClient.Answer answer = exchange(identity(resource), resource);

    assertEquals(200, answer.status());
    JsonNode body = answer.json();
    String token = body.get("access_token").asText();
    assertTrue(token.matches(prefix + "[\\w-]+\\.[\\w-]+\\.[\\w-]+"), token);
    assertEquals("bearer", body.get("token_type").asText());
    assertEquals(3600, body.get("expires_in").asInt());
    assertEquals(
        "urn:ietf:params:oauth:token-type:access_token", body.get("issued_token_type").asText());
    assertFalse(body.has("refresh_token"));

    assertEquals(name, client.whoami(token).json().get("name").asText());
    JsonNode userinfo = client.get("/oauth/userinfo", "Authorization", "Bearer " + token).json();
    assertEquals(name, userinfo.get("preferred_username").asText());
    clock.advanceSeconds(3600);
    assertEquals(401, client.whoami(token).status());
  }

  @Test
  void tokenForAUser_readsGatedRepositories_andNothingElse() throws IOException {
    String token = exchange(identity("bob"), "bob").json().get("access_token").asText();
    byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    JsonNode parsed = Json.parse(new String(claims, StandardCharsets.UTF_8)).orElseThrow();
    assertEquals("[\"gated-repos\"]", parsed.get("scope").toString());
    assertEquals(hub.endpoint().toString(), parsed.get("iss").asText());
    assertEquals(hub.endpoint().toString(), parsed.get("aud").asText());
    assertFalse(parsed.has("oauthApp"));
  }

  @Test
  void tokensLiveForAMinute_whereAllDo() throws IOException {
    start(PracticeHub.Options.builder().scenario(Scenario.ROTATE));
    assertEquals(60, exchange(identity("bob"), "bob").json().get("expires_in").asInt());
  }

  @Test
  void firstExchange_fails_inTheFlakyScenario() throws IOException {
    start(PracticeHub.Options.builder().scenario(Scenario.FLAKY));
    String identity = identity("acme/model");
    assertEquals(502, exchange(identity, "acme/model").status());
    assertEquals(200, exchange(identity, "acme/model").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"grant_type", "subject_token_type", "subject_token", "resource"})
  void missingParameter_isTold(String name) throws IOException {
    ObjectNode request = request(identity("bob"), "bob");
    for (String broken :
        new String[] {
          request.deepCopy().put(name, "").toString(),
          request.deepCopy().put(name, 1).toString(),
          request.deepCopy().putNull(name).toString(),
          request.deepCopy().without(name).toString(),
        }) {
      HubClient.Answer answer = postJson(broken);
      assertEquals("400 invalid_request", answer.error(), broken);
      assertTrue(answer.json().get("error_description").asText().contains(name), answer::body);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "\"x\"",
        "null",
        "{",
        "{} {}",
        "{\"a\":1,\"a\":1}",
        "grant_type=refresh_token"
      })
  void bodyThatIsNoJsonObject_isTold(String body) throws IOException {
    HubClient.Answer answer = postJson(body);
    assertEquals("400 invalid_request", answer.error(), body);
  }

  @Test
  void deepAndLargeJson_isRefused() throws IOException {
    assertEquals("400 invalid_request", postJson("[".repeat(9000)).error());
    assertEquals("400 invalid_request", postJson("{\"a\":".repeat(3000)).error());
    assertEquals("413 invalid_request", postJson("x".repeat(20_000)).error());
  }

  @Test
  void otherGrants_comeAsForms_andThisOneDoesNot() throws IOException {
    ObjectNode refresh = request("x", "bob").put("grant_type", "refresh_token");
    assertEquals("400 unsupported_grant_type", postJson(refresh.toString()).error());
    HubClient.Answer form =
        client.post("/oauth/token", "client_id", "app", "grant_type", CiApi.EXCHANGE_GRANT);
    assertEquals("400 unsupported_grant_type", form.error());
    ObjectNode otherType = request(identity("bob"), "bob").put("subject_token_type", "jwt");
    assertEquals("400 invalid_request", postJson(otherType.toString()).error());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b/c",
        "models/a/b",
        "datasets/a",
        "/a",
        "a/",
        "a//b",
        "a/b/",
        "../b",
        "a b",
        "-a",
        "a?b"
      })
  void resourceThatThereCannotBe_isTold(String resource) throws IOException {
    assertEquals("400 invalid_request", exchange(identity("bob"), resource).error());
  }

  @Test
  void identityOfAnotherJob_orForAnotherServer_getsNothing() throws IOException {
    assertEquals("400 invalid_grant", exchange(identity("acme/model"), "acme/other").error());
    assertEquals(
        "400 invalid_grant", exchange(identity("acme/model"), "datasets/acme/model").error());
    String unnamed =
        client
            .get("/practice/identity-token?resource=bob", "Authorization", "Bearer x")
            .json()
            .at("/value")
            .asText();
    HubClient.Answer answer = exchange(unnamed, "bob");
    assertEquals("400 invalid_grant", answer.error());
    assertTrue(answer.json().get("error_description").asText().contains(hub.endpoint().toString()));
  }

  @Test
  void identityToken_livesForFiveMinutes() throws IOException {
    String identity = identity("bob");
    clock.advanceSeconds(299);
    assertEquals(200, exchange(identity, "bob").status());
    clock.advanceSeconds(1);
    assertEquals("400 invalid_grant", exchange(identity, "bob").error());
  }

  @Test
  void identityToken_isForJobsThatShowTheirBearer_andNameAResource() throws IOException {
    HubClient.Answer refused = client.get("/practice/identity-token?resource=bob");
    assertEquals(401, refused.status());
    assertEquals(refused.json().get("error").asText(), refused.header("X-Error-Message"));
    for (String query :
        new String[] {"", "?resource=", "?resource=a/b/c", "?resource=a&resource=a"}) {
      assertEquals(
          "400 invalid_request",
          client.get("/practice/identity-token" + query, "Authorization", "Bearer x").error());
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Made by a test of another client, which knows the documented key alone. */
  private static String signed(String header, String claims, String key)
      throws GeneralSecurityException {
    String text =
        encode(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + encode(claims.getBytes(StandardCharsets.UTF_8));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return text + "." + encode(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void ownIdentityToken_isTaken_ifItIsSignedAndSaysWhatItMust() throws Exception {
    String hs256 = "{\"alg\":\"HS256\"}";
    long exp = clock.instant().plus(Duration.ofMinutes(1)).getEpochSecond();
    String claims = "{\"aud\":\"" + hub.endpoint() + "\",\"resource\":\"bob\",\"exp\":" + exp + "}";
    assertEquals(200, exchange(signed(hs256, claims, "practice-hub"), "bob").status());
    String several = claims.replaceFirst("(\"http[^\"]*\")", "[\"x\",$1]");
    assertEquals(200, exchange(signed(hs256, several, "practice-hub"), "bob").status());

    String good = signed(hs256, claims, "practice-hub");
    Map<String, String> broken =
        Map.ofEntries(
            Map.entry("the key", signed(hs256, claims, "another")),
            Map.entry("no signature", good.substring(0, good.lastIndexOf('.') + 1)),
            Map.entry("two parts", good.substring(0, good.lastIndexOf('.'))),
            Map.entry("alg none", signed("{\"alg\":\"none\"}", claims, "practice-hub")),
            Map.entry("no header", signed("[]", claims, "practice-hub")),
            Map.entry("no claims", signed(hs256, "x", "practice-hub")),
            Map.entry("no base64", "*." + good.substring(good.indexOf('.') + 1)),
            Map.entry("aud", signed(hs256, claims.replace("http://", "https://"), "practice-hub")),
            Map.entry("auds", signed(hs256, several.replace("http://", "ftp://"), "practice-hub")),
            Map.entry("no exp", signed(hs256, claims.replace("exp", "nbf"), "practice-hub")),
            Map.entry(
                "exp as text",
                signed(hs256, claims.replace(":" + exp, ":\"" + exp + "\""), "practice-hub")),
            Map.entry(
                "no resource", signed(hs256, claims.replace("resource", "sub"), "practice-hub")),
            Map.entry("empty", "x"));
    for (Map.Entry<String, String> each : broken.entrySet()) {
      HubClient.Answer answer = exchange(each.getValue(), "bob");
      assertEquals("400 invalid_grant", answer.error(), each::getKey);
      assertTrue(answer.json().has("error_description"), each::getKey);
    }
  }

  @Test
  void secrets_appearInNoToStringAndNoSummary() throws IOException {
    String identity = identity("bob");
    String token = exchange(identity, "bob").json().get("access_token").asText();
    assertFalse(new ExchangedToken(token, 1).toString().contains(token));
    String requests = hub.requests().toString();
    assertTrue(requests.contains("POST /oauth/token"), requests);
    assertFalse(requests.contains(identity) || requests.contains(token), requests);
  }
}
