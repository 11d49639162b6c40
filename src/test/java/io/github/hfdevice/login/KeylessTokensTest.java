package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.hfdevice.hub.ExchangeResource;
import io.github.hfdevice.hub.HubSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeylessTokensTest extends LoginFixture {
  private static final ExchangeResource RESOURCE =
      new HubSettings(Map.of("HF_OIDC_RESOURCE", "ns/name")).exchangeResource().orElseThrow();

  @BeforeEach
  void exchange() {
    hub.answer(TOKEN, 200, "{\"access_token\":\"hf_job\",\"expires_in\":600}");
  }

  private KeylessTokens keyless(Map<String, String> variables) {
    return new KeylessTokens(hub.servers(variables), wall);
  }

  private KeylessTokens ofAJob() {
    return keyless(Map.of("HF_OIDC_ID_TOKEN", "h.c.s"));
  }

  private TokenInUse request(KeylessTokens keyless) throws Exception {
    return keyless.request(hub.endpoint(), RESOURCE);
  }

  @Test
  void identityToken_isExchangedForOneOfTheHub_whichIsOnNoDisk() throws Exception {
    assertEquals(
        new TokenInUse(
            "hf_job",
            "HF_OIDC_RESOURCE",
            true,
            false,
            Optional.of(hub.endpoint()),
            Optional.empty(),
            Optional.of(NOW.plusSeconds(600))),
        request(ofAJob()));
    assertEquals(
        "{\"grant_type\":\"urn:ietf:params:oauth:grant-type:token-exchange\","
            + "\"subject_token_type\":\"urn:ietf:params:oauth:token-type:id_token\","
            + "\"subject_token\":\"h.c.s\",\"resource\":\"ns/name\"}",
        hub.requests(TOKEN).get(0).body());
    assertEquals(0, dir.toFile().list().length);
  }

  @Test
  void token_isExchangedAnew_withLessThanTwoMinutesLeft() throws Exception {
    KeylessTokens keyless = ofAJob();
    request(keyless);
    wall.advanceSeconds(480);
    request(keyless);
    assertEquals(1, hub.requests().size());
    wall.advanceSeconds(1);
    assertEquals(Optional.of(NOW.plusSeconds(1081)), request(keyless).expiresAt());
    assertEquals(2, hub.requests().size());
  }

  @Test
  void token_isForTheServerThatItWasExchangedAt() throws Exception {
    KeylessTokens keyless = ofAJob();
    request(keyless);
    URI other = URI.create(hub.endpoint() + "/mirror");
    hub.answer("/mirror/oauth/token", 200, "{\"access_token\":\"hf_other\"}");
    assertEquals("hf_other", keyless.request(other, RESOURCE).token());
    assertEquals(List.of(TOKEN, "/mirror/oauth/token"), hub.requests());
  }

  private void assertFails(
      KeylessTokens keyless, LoginException.Reason reason, LoginException.Remedy remedy) {
    LoginException failure = assertThrows(LoginException.class, () -> request(keyless));
    assertEquals(reason, failure.reason());
    assertEquals(remedy, failure.remedy());
    assertEquals(failure.getCause().getMessage(), failure.getMessage());
    assertEquals(Optional.of(hub.endpoint()), failure.server());
  }

  @Test
  void failure_tellsItsCause_andIsNotKept() throws Exception {
    assertFails(
        keyless(Map.of()),
        LoginException.Reason.NO_IDENTITY_TOKEN,
        LoginException.Remedy.GIVE_IDENTITY_TOKEN);
    KeylessTokens keyless = ofAJob();
    hub.once(TOKEN, 503, "").once(TOKEN, 400, "{\"error\":\"invalid_target\"}");
    assertFails(keyless, LoginException.Reason.NO_ANSWER, LoginException.Remedy.TRY_LATER);
    assertFails(keyless, LoginException.Reason.REFUSED, LoginException.Remedy.CHECK_PUBLISHER);
    hub.once(TOKEN, 200, "<html>");
    assertFails(keyless, LoginException.Reason.REFUSED, LoginException.Remedy.CHECK_NETWORK);
    assertEquals("hf_job", request(keyless).token());
  }

  @Test
  void serverOfTheJob_thatGivesNoIdentityToken_isAMatterOfItsPermissions() {
    hub.answer("/id", 403, "{}");
    KeylessTokens ofGitHub =
        keyless(
            Map.of(
                "GITHUB_ACTIONS", "true",
                "ACTIONS_ID_TOKEN_REQUEST_URL", hub.endpoint() + "/id?a=b",
                "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "t"));
    assertFails(ofGitHub, LoginException.Reason.REFUSED, LoginException.Remedy.CHECK_PERMISSION);
    assertEquals(List.of("/id"), hub.requests());
  }

  @Test
  void errorOfTheServer_isHandedOn() {
    hub.answer(TOKEN, 400, "{\"error\":\"invalid_target\"}");
    LoginException refusal = assertThrows(LoginException.class, () -> request(ofAJob()));
    assertEquals(Optional.of("invalid_target"), refusal.error());
  }

  @Test
  void forbiddenNetwork_isNotUsed() {
    KeylessTokens offline = keyless(Map.of("HF_OIDC_ID_TOKEN", "h.c.s", "HF_HUB_OFFLINE", "1"));
    LoginException ban = assertThrows(LoginException.class, () -> request(offline));
    assertEquals(
        "a token for HF_OIDC_RESOURCE needs the network, and HF_HUB_OFFLINE forbids it",
        ban.getMessage());
  }
}
