package io.github.hfdevice.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.hfdevice.time.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicePageTest {
  private static final String ATTACK = "\"><script>alert('x')</script>&${code}";
  private static final String ESCAPED =
      "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;${code}";

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

  private HubClient.Answer confirm(String code) throws IOException {
    return client.post("/oauth/device/confirm", "user_code", code);
  }

  private static String formToken(HubClient.Answer confirmation) {
    Matcher token =
        Pattern.compile("name=\"form_token\" value=\"(\\w+)\"").matcher(confirmation.body());
    assertTrue(token.find());
    return token.group(1);
  }

  private HubClient.Answer decide(String code, String token, String decision) throws IOException {
    return client.post(
        "/oauth/device/decide", "user_code", code, "form_token", token, "decision", decision);
  }

  @Test
  void page_asksForTheCode_withoutScripts_andSaysThatItIsForPractice() throws IOException {
    HubClient.Answer page = client.get("/oauth/device");

    assertEquals(200, page.status());
    assertTrue(page.body().contains("<label for=\"user_code\">"));
    assertTrue(page.body().contains("nothing leaves this machine"));
    assertFalse(page.body().contains("<script"));
    assertFalse(page.body().contains("class=\"error\""));
    String policy = page.header("Content-Security-Policy");
    assertTrue(policy.contains("default-src 'none'"), policy);
    assertTrue(policy.contains("form-action 'self'"), policy);
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    assertEquals("nosniff", page.header("X-Content-Type-Options"));
    assertEquals("no-store", page.header("Cache-Control"));
    assertEquals("same-origin", page.header("Referrer-Policy"));
    assertEquals(
        "text/css; charset=utf-8", client.get("/oauth/device/style.css").header("Content-Type"));
    assertEquals("image/svg+xml", client.get("/oauth/device/icon.svg").header("Content-Type"));
  }

  @Test
  void homePage_saysWhatThisIs_andLeadsToTheDevicePage() throws IOException {
    start(PracticeHub.Options.builder().scenario(Scenario.SLOW_DOWN).userName("<b>ob"));
    HubClient.Answer page = client.get("/");

    assertEquals(200, page.status());
    assertEquals("text/html; charset=utf-8", page.header("Content-Type"));
    assertTrue(page.body().contains("<h1>Practice Hub</h1>"));
    assertTrue(page.body().contains("This is not the Hugging Face Hub."));
    assertTrue(page.body().contains("href=\"/oauth/device\""));
    assertTrue(page.body().contains("HF_ENDPOINT=" + hub.endpoint()));
    assertTrue(page.body().contains("&lt;b&gt;ob"));
    assertTrue(page.body().contains("slow-down"));
    assertTrue(page.body().contains("<html lang=\"en\">"));
    assertFalse(page.body().matches("(?s).*(src|href)=\"(http|//).*"), "something from elsewhere");
    assertFalse(page.body().contains("<script"));
    assertEquals(
        client.get("/oauth/device").header("Content-Security-Policy"),
        page.header("Content-Security-Policy"));
    assertTrue(client.get("/oauth/device").body().contains("<a class=\"home\" href=\"/\">"));
  }

  @Test
  void queriedCode_isIgnored_unlessTheHubHandsOutCompleteUris() throws IOException {
    assertFalse(client.get("/oauth/device?user_code=WXWX-2345").body().contains("WXWX-2345"));

    start(PracticeHub.Options.builder().sendVerificationUriComplete(true));
    assertTrue(
        client.get("/oauth/device?user_code=WXWX-2345").body().contains("value=\"WXWX-2345\""));
    String attack = "/oauth/device?" + HubClient.encode("user_code", ATTACK);
    assertTrue(client.get(attack).body().contains("value=\"" + ESCAPED + "\""));
    assertEquals(200, client.get("/oauth/device?user_code=a&user_code=b").status());
  }

  @Test
  void approval_takesTwoSteps_andEndsWithTokens() throws IOException {
    JsonNode device =
        client.post("/oauth/device", "client_id", "my-app", "scope", "read-repos jobs").json();
    String typed = device.get("user_code").asText().replace("-", " ").toLowerCase(Locale.ROOT);

    HubClient.Answer confirmation = confirm(typed);
    assertEquals(200, confirmation.status());
    assertTrue(confirmation.body().contains("my-app"));
    assertTrue(confirmation.body().contains("alice"));
    assertTrue(confirmation.body().contains("<code>read-repos</code>"));
    assertTrue(confirmation.body().contains("<code>jobs</code>"));
    assertTrue(confirmation.body().contains("Only continue if you started this login yourself"));

    HubClient.Answer done = decide(typed, formToken(confirmation), "approve");
    assertEquals(200, done.status());
    assertTrue(done.body().contains("return to your terminal"));
    HubClient.Answer poll =
        client.post(
            "/oauth/token",
            "grant_type",
            OAuthApi.DEVICE_GRANT,
            "device_code",
            device.get("device_code").asText(),
            "client_id",
            "my-app");
    assertEquals(200, poll.status());
  }

  @Test
  void denial_isTold_toPersonAndClient() throws IOException {
    JsonNode device = client.requestCode();
    String code = device.get("user_code").asText();

    HubClient.Answer done = decide(code, formToken(confirm(code)), "deny");

    assertTrue(done.body().contains("Request denied"));
    assertEquals("400 access_denied", client.poll(device).error());
  }

  @Test
  void wrongCode_isKeptEscaped_withAMessageAtTheField() throws IOException {
    HubClient.Answer page = confirm(ATTACK);

    assertEquals(404, page.status());
    assertTrue(page.body().contains("value=\"" + ESCAPED + "\""));
    assertFalse(page.body().contains("<script"));
    assertTrue(page.body().contains("id=\"code-error\" class=\"error\" role=\"alert\""));
    assertTrue(page.body().contains("aria-invalid=\"true\""));
    assertTrue(page.body().contains("<title>Error: "));
  }

  @Test
  void emptyExpiredAndUsedCodes_haveMessagesOfTheirOwn() throws IOException {
    JsonNode used = client.requestCode();
    JsonNode expired = client.requestCode();
    hub.approve(used.get("user_code").asText());

    assertEquals(400, confirm(" ").status());
    HubClient.Answer usedPage = confirm(used.get("user_code").asText());
    assertEquals(410, usedPage.status());
    assertTrue(usedPage.body().contains("used already"));
    clock.advanceSeconds(300);
    HubClient.Answer expiredPage = confirm(expired.get("user_code").asText());
    assertEquals(410, expiredPage.status());
    assertTrue(expiredPage.body().contains("has expired"));
  }

  @Test
  void manyWrongCodes_areStopped_andSaySo() throws IOException {
    for (int i = 0; i < GuessLimit.MAX_WRONG; i++) {
      assertEquals(404, confirm("WRNG-000" + i).status());
    }

    HubClient.Answer stopped = confirm("WRNG-9999");

    assertEquals(429, stopped.status());
    assertEquals("60", stopped.header("Retry-After"));
    assertTrue(stopped.body().contains("Wait a minute"));
    clock.advanceSeconds(60);
    assertEquals(404, confirm("WRNG-9999").status());
  }

  @Test
  void clientId_isShownEscaped() throws IOException {
    JsonNode device = client.post("/oauth/device", "client_id", ATTACK).json();

    HubClient.Answer page = confirm(device.get("user_code").asText());

    assertTrue(page.body().contains(ESCAPED));
    assertFalse(page.body().contains("<script"));
  }

  @Test
  void decision_needsTheFormsToken_andAKnownWord() throws IOException {
    JsonNode device = client.requestCode();
    String code = device.get("user_code").asText();
    String token = formToken(confirm(code));

    assertEquals(
        403,
        client.post("/oauth/device/decide", "user_code", code, "decision", "approve").status());
    assertEquals(403, decide(code, "guessed", "approve").status());
    assertEquals(403, decide(code, token, "maybe").status());
    assertEquals("400 authorization_pending", client.poll(device).error());
    assertEquals(200, decide(code, token, "approve").status());
    assertEquals(410, decide(code, token, "deny").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "https://evil.example", "http://127.0.0.1:1"})
  void formsOfOtherSites_areRefused(String origin) throws IOException {
    JsonNode device = client.requestCode();
    String code = device.get("user_code").asText();
    String form =
        HubClient.encode(
            "user_code", code, "form_token", formToken(confirm(code)), "decision", "approve");

    assertEquals(403, client.postRaw("/oauth/device/decide", form, "Origin", origin).status());
    assertEquals(
        200,
        client.postRaw("/oauth/device/decide", form, "Origin", hub.endpoint().toString()).status());
  }

  @Test
  void pageReachedByAForeignName_decidesNothing() throws IOException {
    String code = client.requestCode().get("user_code").asText();
    String form = HubClient.encode("user_code", code);

    assertEquals("HTTP/1.1 403 Forbidden", postWithHost("rebound.example", form));
    assertEquals("HTTP/1.1 200 OK", postWithHost("localhost:1234", form));
  }

  /** Over a socket, since the JDK's client lets nobody choose the Host header. */
  private String postWithHost(String host, String form) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.endpoint().getPort())) {
      String request =
          "POST /oauth/device/confirm HTTP/1.1\r\nHost: "
              + host
              + "\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded"
              + "\r\nContent-Length: "
              + form.length()
              + "\r\n\r\n"
              + form;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.lines().findFirst().orElse("");
    }
  }
}
