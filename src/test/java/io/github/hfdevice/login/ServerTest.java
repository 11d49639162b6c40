package io.github.hfdevice.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.oauth.ClientCredentials;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.StoredToken;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerTest extends LoginFixture {
  private static final URI ELSEWHERE = URI.create("https://elsewhere.test");
  private static final ClientCredentials WITH_SECRET =
      new ClientCredentials("me", Optional.of("s"));
  private static final StoredToken TO_REFRESH =
      new StoredToken("x", "hf_a", Optional.of("r1"), Optional.empty());

  private Optional<URI> here() {
    return Optional.of(hub.endpoint());
  }

  private URI at(String path) {
    return URI.create(hub.endpoint() + path);
  }

  @Test
  void hub_isStoredWithItsOwnLayout_andWhetherItsClientHasASecret() {
    assertEquals(
        new LoginOrigin(
            hub.endpoint(),
            "me",
            true,
            at(TOKEN),
            Optional.of(at(USERINFO)),
            Optional.empty(),
            false),
        hub.servers().hub(hub.endpoint(), WITH_SECRET).origin());
    ClientCredentials open = new ClientCredentials("me", Optional.empty());
    assertFalse(hub.servers().hub(hub.endpoint(), open).origin().confidential());
    assertEquals(hub.endpoint(), server().endpoint());
    assertTrue(server().tellsOwner());
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void discoveredServer_isStoredWithWhatItsMetadataName() throws Exception {
    String base = hub.endpoint().toString();
    hub.answer(
        "/.well-known/openid-configuration",
        200,
        ("{'issuer':'BASE','device_authorization_endpoint':'BASE/d','token_endpoint':'BASE/t',"
                + "'userinfo_endpoint':'BASE/u','revocation_endpoint':'BASE/r'}")
            .replace("BASE", base)
            .replace('\'', '"'));
    Server server = hub.servers().requestDiscovered(hub.endpoint(), WITH_SECRET);
    assertEquals(
        new LoginOrigin(
            hub.endpoint(),
            "me",
            true,
            at("/t"),
            Optional.of(at("/u")),
            Optional.of(at("/r")),
            true),
        server.origin());
    hub.answer("/d", 200, FakeLoginServer.DEVICE_ANSWER);
    assertEquals(
        at("/t"),
        server.deviceFlow(clocks).requestDeviceAuthorization(Optional.empty()).tokenEndpoint());
    assertTrue(server.tellsOwner());
  }

  @Test
  void forbiddenNetwork_isNotUsedToDiscover_norToLogIn() {
    Servers offline = hub.servers(Map.of("HF_HUB_OFFLINE", "1"));
    LoginException ban =
        assertThrows(
            LoginException.class, () -> offline.requestDiscovered(hub.endpoint(), WITH_SECRET));
    assertTrue(ban.getMessage().startsWith("--discover needs the network"), ban::getMessage);
    LoginException login =
        assertThrows(
            LoginException.class,
            () -> offline.hub(hub.endpoint(), WITH_SECRET).deviceFlow(clocks));
    assertTrue(login.getMessage().startsWith("auth login needs the network"), login::getMessage);
  }

  @Test
  void tokenOfAnotherServer_orOfNobodyKnowsWhich_isNotShown() {
    LoginException other =
        assertThrows(
            LoginException.class,
            () -> server().requestOwner("hf_a", Optional.of(ELSEWHERE), "whoami"));
    assertEquals(LoginException.Reason.OTHER_SERVER, other.reason());
    assertEquals(LoginException.Remedy.LOG_IN, other.remedy());
    assertEquals(here(), other.server());
    assertEquals(
        "the token is one of https://elsewhere.test and is not shown to "
            + hub.endpoint()
            + ": not logged in there",
        other.getMessage());
    LoginException unknown =
        assertThrows(
            LoginException.class,
            () -> server().requestRefresh(TO_REFRESH, Optional.empty(), false));
    assertEquals(LoginException.Reason.UNKNOWN_SERVER, unknown.reason());
    assertEquals(LoginException.Remedy.LOG_IN_AGAIN, unknown.remedy());
    assertThrows(LoginException.class, () -> server().revocations(Optional.of(ELSEWHERE)));
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void owner_isAskedOfWhoami_andOfADiscoveredServerWhereItNamesOnly() throws Exception {
    assertEquals(
        new Identity.Known("bob", Optional.empty(), List.of()),
        server().requestOwner("hf_a", here(), "whoami"));
    Server mute = hub.servers().of(discoveredOrigin(hub.endpoint(), Optional.empty()));
    assertFalse(mute.tellsOwner());
    assertEquals(
        Identity.Kind.NOT_OFFERED,
        ((Identity.Unknown) mute.requestOwner("hf_a", here(), "whoami")).kind());
    assertEquals(List.of(WHOAMI), hub.requests());
  }

  @Test
  void refresh_goesToTheHubsOwnAddress_whateverIsStoredOfIt() throws Exception {
    hub.answer(TOKEN, 200, REFRESHED);
    LoginOrigin odd =
        new LoginOrigin(
            hub.endpoint(),
            "me",
            false,
            at("/somewhere"),
            Optional.empty(),
            Optional.empty(),
            false);
    assertEquals(
        "hf_new", hub.servers().of(odd).requestRefresh(TO_REFRESH, here(), false).accessToken());
    assertEquals(List.of(TOKEN), hub.requests());
    assertEquals(
        "grant_type=refresh_token&refresh_token=r1&client_id=me",
        hub.requests(TOKEN).get(0).body());
  }

  @Test
  void refreshAtADiscoveredServer_goesWhereItsMetadataSaid() throws Exception {
    hub.answer("/t", 200, REFRESHED);
    Server server = hub.servers().of(discoveredOrigin(hub.endpoint(), Optional.empty()));
    assertEquals("hf_new", server.requestRefresh(TO_REFRESH, here(), false).accessToken());
    assertEquals(List.of("/t"), hub.requests());
  }

  @Test
  void refreshOfAClientWithASecret_needsIt() throws Exception {
    hub.answer(TOKEN, 200, REFRESHED);
    LoginOrigin confidential = hub.servers().hub(hub.endpoint(), WITH_SECRET).origin();
    LoginException missing =
        assertThrows(
            LoginException.class,
            () -> hub.servers().of(confidential).requestRefresh(TO_REFRESH, here(), false));
    assertEquals(LoginException.Reason.NO_SECRET, missing.reason());
    assertEquals(LoginException.Remedy.SET_SECRET, missing.remedy());
    assertEquals(
        "a refresh needs the secret of the client me, and"
            + " HF_DEVICE_CODE_OAUTH_CLIENT_SECRET is not set to it",
        missing.getMessage());
    assertEquals(List.of(), hub.requests());
    hub.servers(Map.of("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET", "s"))
        .of(confidential)
        .requestRefresh(TO_REFRESH, here(), false);
    assertEquals(
        "Basic " + Base64.getEncoder().encodeToString("me:s".getBytes(UTF_8)),
        hub.requests(TOKEN).get(0).authorization());
  }

  @Test
  void refreshThatTheServerRefuses_isItsError() {
    hub.answer(TOKEN, 400, "{\"error\":\"invalid_grant\"}");
    OAuthException refusal =
        assertThrows(
            OAuthException.class, () -> server().requestRefresh(TO_REFRESH, here(), false));
    assertEquals(OAuthException.Reason.LOGIN_NEEDED, refusal.reason());
  }

  @Test
  void revocation_isSentAsTheClient() throws Exception {
    hub.answer("/revoke", 200, "");
    assertEquals(
        Optional.empty(),
        hub.servers()
            .hub(hub.endpoint(), WITH_SECRET)
            .revocations(here())
            .requestRevocation(at("/revoke"), "hf_a", "access_token"));
    assertEquals(
        "token=hf_a&token_type_hint=access_token&client_id=me",
        hub.requests("/revoke").get(0).body());
  }
}
