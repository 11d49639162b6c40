package io.github.hfdevice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.login.FakeLoginServer;
import io.github.hfdevice.login.LoginException;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.UnknownTokenException;
import io.github.hfdevice.time.FakeClock;
import io.github.hfdevice.time.FakeWaitClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubTokensTest {
  private static final URI ELSEWHERE = URI.create("https://elsewhere.test");
  private static final String REFRESHED =
      "{\"access_token\":\"hf_new\",\"refresh_token\":\"r2\",\"expires_in\":2592000}";

  @TempDir private Path dir;
  @AutoClose private FakeLoginServer hub;
  private final FakeClock wall = new FakeClock();
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    hub = FakeLoginServer.granting();
  }

  private DeviceLogin login(URI endpoint) {
    return DeviceLogin.builder()
        .endpoint(endpoint)
        .tokenFile(dir.resolve("token"))
        .waitClock(new FakeWaitClock())
        .wallClock(wall)
        .warnings(warnings::add)
        .build();
  }

  private HubTokens tokens() {
    return login(hub.endpoint()).tokens();
  }

  /** Logs bob in, with a token that lives for a minute and can be refreshed. */
  private HubTokens loggedIn() throws Exception {
    DeviceLogin login = login(hub.endpoint());
    login.login(prompt -> {});
    hub.answer("/oauth/token", 200, REFRESHED);
    return login.tokens();
  }

  private String token() throws IOException {
    return Files.readString(dir.resolve("token"));
  }

  /** How often a token was asked for, the login's own request included. */
  private int grants() {
    return hub.requests("/oauth/token").size();
  }

  @Test
  void accessToken_isRefreshedWhenItNeedsIt_andFreshOnesCostNoRequest() throws Exception {
    HubTokens tokens = loggedIn();
    assertEquals("hf_new", tokens.accessToken());
    assertEquals("hf_new", tokens.accessToken());
    assertEquals("hf_new", token());
    assertEquals(2, grants());
    assertEquals(List.of(), warnings);
  }

  @Test
  void accessToken_isNeverThatOfAnotherServer() throws Exception {
    loggedIn();
    LoginException other =
        assertThrows(LoginException.class, () -> login(ELSEWHERE).tokens().accessToken());
    assertEquals(LoginException.Reason.OTHER_SERVER, other.reason());
    assertEquals(List.of(), warnings);
  }

  @Test
  void withoutALogin_nothingIsThere() throws Exception {
    LoginException nobody = assertThrows(LoginException.class, () -> tokens().accessToken());
    assertEquals(LoginException.Reason.NOT_LOGGED_IN, nobody.reason());
    assertEquals(Optional.empty(), tokens().current());
    assertEquals(List.of(), tokens().list());
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void refresh_givesTheNewLogin() throws Exception {
    Instant end = FakeClock.START.plusSeconds(2_592_000);
    assertEquals(
        new StoredLogin(
            "oauth-bob",
            Optional.of(hub.endpoint()),
            Optional.empty(),
            dir.resolve("token"),
            Optional.empty(),
            Optional.of(end),
            "hf_new"),
        loggedIn().refresh());
    assertEquals("hf_new", token());
  }

  @Test
  void refreshThatTheServerRefuses_leavesTheFiles() throws Exception {
    HubTokens tokens = loggedIn();
    hub.answer("/oauth/token", 400, "{\"error\":\"invalid_grant\"}");
    OAuthException refusal = assertThrows(OAuthException.class, tokens::refresh);
    assertEquals(OAuthException.Reason.LOGIN_NEEDED, refusal.reason());
    assertEquals(FakeLoginServer.ACCESS_TOKEN, token());
  }

  @Test
  void whoami_asksTheServer_andRefreshesATokenThatItDoesNotTakeAnyMore() throws Exception {
    HubTokens tokens = loggedIn();
    tokens.accessToken();
    hub.once("/api/whoami-v2", 401, "")
        .answer("/oauth/token", 200, REFRESHED.replace("hf_new", "hf_newer"));
    assertEquals(new Identity.Known("bob", Optional.empty(), List.of()), tokens.whoami());
    assertEquals("hf_newer", token());
  }

  @Test
  void list_hasTheTokensOfEveryServer_byName_withoutARequest() throws Exception {
    HubTokens tokens = loggedIn();
    int before = hub.requests().size();
    addSection("another", "hf_theirs");
    List<StoredLogin> list = tokens.list();
    assertEquals(List.of("another", "oauth-bob"), list.stream().map(StoredLogin::name).toList());
    assertEquals(Optional.of(ELSEWHERE), list.get(0).server());
    assertEquals("hf_theirs", list.get(0).accessToken());
    assertEquals(Optional.of(FakeClock.START.plusSeconds(60)), list.get(1).expiresAt());
    assertEquals(before, hub.requests().size());
  }

  /** A login elsewhere, as another program leaves it. */
  private void addSection(String name, String token) throws IOException {
    Path file = dir.resolve("stored_tokens");
    String section =
        "["
            + name
            + "]\nhf_token = "
            + token
            + "\nendpoint = "
            + ELSEWHERE
            + "\nclient_id = c\ntoken_endpoint = "
            + ELSEWHERE
            + "/t\ndiscovered = true\n\n";
    Files.writeString(file, section + Files.readString(file));
  }

  @Test
  void current_isTheTokenInUseForThisServer_asItIs() throws Exception {
    HubTokens tokens = loggedIn();
    addSection("another", "hf_theirs");
    wall.advanceSeconds(61);
    StoredLogin current = tokens.current().orElseThrow();
    assertEquals("oauth-bob", current.name());
    assertEquals(FakeLoginServer.ACCESS_TOKEN, current.accessToken());
    assertEquals(1, grants());
  }

  @Test
  void switchTo_changesTheTokenInUse_ofThisServer() throws Exception {
    HubTokens tokens = loggedIn();
    hub.answer("/api/whoami-v2", 200, "{\"name\":\"carol\"}");
    login(hub.endpoint()).login(prompt -> {});
    assertEquals("hf_new", token());
    assertEquals("oauth-bob", tokens.switchTo("oauth-bob").name());
    assertEquals(FakeLoginServer.ACCESS_TOKEN, token());
    addSection("another", "hf_theirs");
    assertEquals(Optional.of(ELSEWHERE), tokens.switchTo("another").server());
    assertEquals(FakeLoginServer.ACCESS_TOKEN, token());
    UnknownTokenException unknown =
        assertThrows(UnknownTokenException.class, () -> tokens.switchTo("dave"));
    assertTrue(unknown.getMessage().contains("dave"), unknown::getMessage);
  }

  @Test
  void logOut_removesTheToken_andSaysThatTheHubRevokesNone() throws Exception {
    HubTokens tokens = loggedIn();
    assertFalse(tokens.logOut("oauth-bob"));
    assertFalse(Files.exists(dir.resolve("token")));
    assertEquals(List.of(), tokens.list());
    assertThrows(UnknownTokenException.class, () -> tokens.logOut("oauth-bob"));
  }

  @Test
  void logOut_revokes_whereTheServerOffersIt() throws Exception {
    HubTokens tokens = loggedIn();
    String base = hub.endpoint().toString();
    hub.answer("/revoke", 200, "")
        .answer(
            "/.well-known/openid-configuration",
            200,
            "{\"issuer\":\"" + base + "\",\"revocation_endpoint\":\"" + base + "/revoke\"}");
    assertTrue(tokens.logOut("oauth-bob"));
    assertEquals(2, hub.requests("/revoke").size());
  }
}
