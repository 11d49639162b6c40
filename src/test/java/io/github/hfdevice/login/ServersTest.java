package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.oauth.ClientCredentials;
import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.StoredToken;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServersTest extends LoginFixture {
  private static final String PUBLIC_CLIENT = "26be6b09-91c5-47da-9861-d2d2bb7a7e36";
  private static final URI ELSEWHERE = URI.create("https://elsewhere.test");
  private static final StoredToken TO_REFRESH =
      new StoredToken("x", "hf_a", Optional.of("r1"), Optional.empty());

  @Test
  void serverOfTheVariables_isTheirEndpoint_elseTheHub() {
    assertEquals(hub.endpoint(), hub.servers().ofVariables());
    assertEquals(THE_HUB, FakeLoginServer.serversOf(Map.of()).ofVariables());
  }

  @Test
  void hubWithoutMore_isAskedAsTheClientOfTheVariables_ifItIsTheirs() {
    Servers servers = hub.servers(Map.of("HF_DEVICE_CODE_OAUTH_CLIENT_ID", "me"));
    assertEquals("me", servers.hub(hub.endpoint()).origin().clientId());
    assertEquals(PUBLIC_CLIENT, servers.hub(ELSEWHERE).origin().clientId());
  }

  @Test
  void serverOfAToken_isThatOfItsLogin_elseTheOneNamed() {
    LoginOrigin origin = origin(ELSEWHERE);
    Servers servers = hub.servers();
    assertEquals(origin, servers.of(tokenOf(ELSEWHERE, "x", "hf_a"), THE_HUB).origin());
    assertEquals(THE_HUB, servers.of(token("x", "hf_a"), THE_HUB).endpoint());
  }

  private String secretShown(Servers servers, LoginOrigin origin) throws Exception {
    hub.answer(TOKEN, 200, REFRESHED);
    servers.of(origin).requestRefresh(TO_REFRESH, Optional.of(hub.endpoint()), false);
    return hub.requests(TOKEN).get(hub.requests().size() - 1).authorization();
  }

  @Test
  void programsOwnClient_isUsedAtItsOwnServer_andNowhereElse() throws Exception {
    ClientCredentials own = new ClientCredentials("client", Optional.of("own"));
    LoginOrigin login = origin(hub.endpoint());
    assertEquals(
        "Basic Y2xpZW50Om93bg==", secretShown(hub.servers().as(own, hub.endpoint()), login));
    assertEquals("", secretShown(hub.servers().as(own, ELSEWHERE), login));
    ClientCredentials other = new ClientCredentials("other", Optional.of("own"));
    assertEquals("", secretShown(hub.servers().as(other, hub.endpoint()), login));
    assertEquals("", secretShown(hub.servers(), login));
  }

  @Test
  void programsServers_keepTheWayAndTheSettings() {
    Servers servers = hub.servers();
    Servers own = servers.as(new ClientCredentials("me", Optional.empty()), hub.endpoint());
    assertSame(servers.network(), own.network());
    assertSame(servers.settings(), own.settings());
  }

  @Test
  void plainLogin_isOneAtTheHubItself_asTheClientOfHf() {
    Servers servers = FakeLoginServer.serversOf(Map.of());
    assertTrue(Servers.isPlain(servers.hub(THE_HUB).origin(), ofIssuer(THE_HUB)));
    assertFalse(Servers.isPlain(servers.hub(ELSEWHERE).origin(), ofIssuer(ELSEWHERE)));
    assertFalse(Servers.isPlain(origin(THE_HUB), ofIssuer(THE_HUB)));
    ClientCredentials secret = new ClientCredentials(PUBLIC_CLIENT, Optional.of("s"));
    assertFalse(Servers.isPlain(servers.hub(THE_HUB, secret).origin(), ofIssuer(THE_HUB)));
    LoginOrigin plain = servers.hub(THE_HUB).origin();
    assertFalse(
        Servers.isPlain(
            new LoginOrigin(
                THE_HUB,
                PUBLIC_CLIENT,
                false,
                plain.token(),
                plain.userinfo(),
                Optional.empty(),
                true),
            ofIssuer(THE_HUB)));
  }

  private static String ofIssuer(URI issuer) {
    byte[] claims = ("{\"sub\":\"x\",\"iss\":\"" + issuer + "\"}").getBytes(StandardCharsets.UTF_8);
    return "hf_oauth_e30."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(claims)
        + ".c2ln";
  }

  @Test
  void tokenOfTheHubThatDoesNotNameIt_keepsItsOrigin_forTheVariablesMayNameAMirrorLater() {
    LoginOrigin login = FakeLoginServer.serversOf(Map.of()).hub(THE_HUB).origin();
    assertFalse(Servers.isPlain(login, "hf_classic"));
    assertFalse(Servers.isPlain(login, ofIssuer(ELSEWHERE)));
  }

  @Test
  void timeoutThatWasSet_winsOverTheVariables() throws Exception {
    HubSettings settings =
        new HubSettings(
            Map.of("HF_ENDPOINT", hub.endpoint().toString(), "HF_HUB_DOWNLOAD_TIMEOUT", "60"));
    Servers hurried =
        new Servers(settings, hub.servers()::network, Optional.of(Duration.ofMillis(1)));
    hub.hang(WHOAMI).hang(USERINFO);
    Identity unknown =
        hurried.hub(hub.endpoint()).requestOwner("hf_a", Optional.of(hub.endpoint()), "whoami");
    assertEquals(Identity.Kind.NO_ANSWER, ((Identity.Unknown) unknown).kind());
  }

  @Test
  void revocation_waitsNoLongerThanTheTimeoutThatWasSet() throws Exception {
    HubSettings settings = hub.servers().settings();
    Servers hurried =
        new Servers(settings, hub.servers()::network, Optional.of(Duration.ofMillis(1)));
    hub.hang("/revoke");
    URI revoke = URI.create(hub.endpoint() + "/revoke");
    Optional<String> trouble =
        hurried
            .hub(hub.endpoint())
            .revocations(Optional.of(hub.endpoint()))
            .requestRevocation(revoke, "hf_a", "access_token");
    assertTrue(trouble.orElseThrow().contains(" within 0.001 s"), trouble::toString);
  }
}
