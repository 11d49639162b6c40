package io.github.hfdevice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.login.FakeLoginServer;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.setting.SettingException;
import io.github.hfdevice.store.StoreException;
import io.github.hfdevice.time.FakeWaitClock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceLoginTest {
  private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");

  @TempDir private Path dir;
  private final List<LoginPrompt> prompts = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private FakeLoginServer hub;

  @BeforeEach
  void start() throws Exception {
    hub = FakeLoginServer.granting();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private DeviceLoginBuilder builder() {
    return DeviceLogin.builder()
        .endpoint(hub.endpoint())
        .tokenFile(dir.resolve("token"))
        .waitClock(new FakeWaitClock())
        .wallClock(Clock.fixed(NOW, ZoneOffset.UTC))
        .warnings(warnings::add);
  }

  private StoredLogin login() throws Exception {
    return builder().build().login(prompts::add);
  }

  private OAuthException failure() {
    return assertThrows(OAuthException.class, this::login);
  }

  @Test
  void login_showsTheCode_andStoresTheToken() throws Exception {
    hub.answer(
        "/oauth/device",
        200,
        "{\"device_code\":\"SECRET-d\",\"user_code\":\"WXYZ\\u001b-1234\","
            + "\"verification_uri\":\"https://hub.test/device\",\"expires_in\":300}");
    StoredLogin login = login();
    LoginPrompt prompt =
        new LoginPrompt(
            "WXYZ-1234",
            URI.create("https://hub.test/device"),
            Optional.empty(),
            Duration.ofMinutes(5));
    assertEquals(List.of(prompt), prompts);
    assertEquals(
        new StoredLogin(
            "oauth-bob",
            Optional.of(hub.endpoint()),
            Optional.of("bob"),
            dir.resolve("token"),
            Optional.empty(),
            Optional.of(NOW.plusSeconds(60)),
            FakeLoginServer.ACCESS_TOKEN),
        login);
    assertFalse(login.toString().contains("SECRET"), login::toString);
    assertEquals(FakeLoginServer.ACCESS_TOKEN, Files.readString(dir.resolve("token")));
    String stored = Files.readString(dir.resolve("stored_tokens"));
    assertTrue(
        stored.startsWith(
            """
            [oauth-bob]
            hf_token = hf_oauth_SECRET
            refresh_token = r
            expires_at = 1735689660
            """),
        stored);
    assertTrue(stored.contains("\nendpoint = " + hub.endpoint() + "\n"), stored);
    assertEquals(List.of(), warnings);
  }

  @Test
  void hubThatCannotSayWhoseItIs_costsNoToken() throws Exception {
    hub.answer("/api/whoami-v2", 429, "{}");
    hub.answer("/oauth/userinfo", 200, "{\"preferred_username\":\"carol\"}");
    assertEquals("oauth-carol", login().name());
    hub.answer("/oauth/userinfo", 503, "{}");
    StoredLogin login = login();
    assertEquals("oauth-unidentified-20250101T000000Z", login.name());
    assertEquals(Optional.empty(), login.user());
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("429"), warnings::toString);
  }

  @Test
  void tokenThatTheServerRefuses_isNotStored() {
    hub.answer("/api/whoami-v2", 401, "{}");
    OAuthException failure = failure();
    assertEquals(OAuthException.Reason.REJECTED, failure.reason());
    assertEquals(Optional.of("invalid_token"), failure.error());
    assertFalse(Files.exists(dir.resolve("token")));
  }

  @Test
  void denial_endsIt() {
    hub.answer("/oauth/token", 400, "{\"error\":\"access_denied\"}");
    assertEquals(OAuthException.Reason.DENIED, failure().reason());
  }

  @Test
  void metadata_givesTheEndpoints() throws Exception {
    String base = hub.endpoint().toString();
    hub.answer(
        "/.well-known/openid-configuration",
        200,
        ("{'issuer':'" + base + "','device_authorization_endpoint':'" + base + "/oauth/device',")
                .replace('\'', '"')
            + ("'token_endpoint':'" + base + "/t','userinfo_endpoint':'" + base + "/u'}")
                .replace('\'', '"'));
    hub.answer("/t", 200, "{\"access_token\":\"hf_other\"}");
    hub.answer("/u", 200, "{\"sub\":\"dave\"}");
    StoredLogin login = builder().discover(true).build().login(prompts::add);
    assertEquals("oauth-dave hf_other", login.name() + " " + login.accessToken());
    assertEquals(Optional.empty(), login.expiresAt());
  }

  @Test
  void unwritableFolder_isToldBeforeACodeIsRequested() throws Exception {
    Files.createDirectory(dir.resolve("token"));
    assertThrows(StoreException.class, this::login);
    assertEquals(List.of(), prompts);
  }

  @Test
  void tokenThatCannotBeStored_isHandedOver() {
    DeviceLogin login = builder().build();
    LoginNotStoredException failure =
        assertThrows(
            LoginNotStoredException.class,
            () -> login.login(prompt -> assertTrue(dir.resolve("token").toFile().mkdir())));
    assertEquals(FakeLoginServer.ACCESS_TOKEN, failure.login().accessToken());
    assertTrue(failure.getMessage().contains(dir.resolve("token").toString()));
    assertFalse(failure.toString().contains("SECRET"), failure::toString);
  }

  @Test
  void variables_countOnlyWhenGiven_andLessThanWhatIsSet() throws Exception {
    Map<String, String> variables =
        Map.of("HF_ENDPOINT", hub.endpoint().toString(), "HF_HOME", dir.resolve("hf").toString());
    DeviceLoginBuilder builder =
        DeviceLogin.builder().environment(variables).waitClock(new FakeWaitClock());
    assertEquals(dir.resolve("hf/token"), builder.build().login(prompts::add).tokenPath());
    String stored = Files.readString(dir.resolve("hf/stored_tokens"));
    assertTrue(stored.startsWith("[oauth-bob]\n"), stored);
    builder.tokenFile(dir.resolve("mine"));
    assertEquals(dir.resolve("mine"), builder.build().login(prompts::add).tokenPath());
    assertRefused(
        "HF_HUB_OFFLINE", DeviceLogin.builder().environment(Map.of("HF_HUB_OFFLINE", "1")));
    assertRefused("HF_ENDPOINT", DeviceLogin.builder().environment(Map.of("HF_ENDPOINT", "x")));
  }

  @Test
  void settingThatMakesNoSense_isNamed_andNoSecretRepeated() {
    assertRefused("The endpoint", builder().endpoint(URI.create("http://hub.test")));
    assertRefused("The proxy", builder().proxy("ftp://user:SECRET@p"));
    assertRefused("The CA bundle", DeviceLogin.builder().caBundle(dir.resolve("none.pem")));
    assertRefused("The request timeout", builder().requestTimeout(Duration.ZERO));
    assertRefused("The token file", builder().tokenFile(dir.resolve("stored_tokens")));
  }

  private static void assertRefused(String setting, DeviceLoginBuilder builder) {
    SettingException refusal = assertThrows(SettingException.class, builder::build);
    assertEquals(setting, refusal.setting());
    assertFalse(refusal.getMessage().contains("SECRET"), refusal::getMessage);
  }
}
