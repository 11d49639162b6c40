package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.hfdevice.store.LoginOrigin;
import io.github.hfdevice.store.StoredToken;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevocationsTest extends LoginFixture {
  private static final String OPENID = "/.well-known/openid-configuration";
  private static final String OAUTH = "/.well-known/oauth-authorization-server";

  private Revocations revocations(Servers servers) {
    return new Revocations(servers, new TokenFinder(servers.settings(), store, wall));
  }

  private Revocations revocations() {
    return revocations(hub.servers());
  }

  private Revocations offline() {
    return revocations(hub.servers(Map.of("HF_HUB_OFFLINE", "1")));
  }

  private StoredToken stored(String token, Optional<String> refreshToken, LoginOrigin origin) {
    return new StoredToken("x", token, refreshToken, Optional.empty(), Optional.of(origin));
  }

  /** A token of a server that takes tokens back at {@code /revoke}. */
  private StoredToken revocable(Optional<String> refreshToken) {
    return stored("hf_a", refreshToken, originThatRevokes());
  }

  private LoginOrigin originThatRevokes() {
    return new LoginOrigin(
        hub.endpoint(),
        "client",
        false,
        URI.create(hub.endpoint() + TOKEN),
        Optional.empty(),
        Optional.of(URI.create(hub.endpoint() + "/revoke")),
        true);
  }

  private void publishRevocation(String more) {
    hub.answer(OPENID, 200, "{\"issuer\":\"" + hub.endpoint() + "\"" + more + "}");
  }

  private static void assertEnd(
      Revocations revocations, Revocations.Outcome outcome, Optional<String> trouble) {
    assertEquals(outcome, revocations.outcome());
    assertEquals(trouble, revocations.trouble());
  }

  @Test
  void bothTokens_areGivenBack_whereTheLoginKnewThePlace() throws Exception {
    hub.answer("/revoke", 200, "");
    Revocations revocations = revocations();
    revocations.request(revocable(Optional.of("r1")));
    assertEnd(revocations, Revocations.Outcome.REVOKED, Optional.empty());
    assertEquals(Optional.empty(), revocations.page());
    assertEquals(
        List.of(
            "token=hf_a&token_type_hint=access_token&client_id=client",
            "token=r1&token_type_hint=refresh_token&client_id=client"),
        hub.requests("/revoke").stream().map(FakeLoginServer.Request::body).toList());
    assertEquals(List.of("/revoke", "/revoke"), hub.requests());
  }

  @Test
  void tokenWithoutARefreshToken_isOneRequest() throws Exception {
    hub.answer("/revoke", 200, "");
    Revocations revocations = revocations();
    revocations.request(revocable(Optional.empty()));
    assertEnd(revocations, Revocations.Outcome.REVOKED, Optional.empty());
    assertEquals(1, hub.requests().size());
  }

  @Test
  void refusalOfEitherToken_isTrouble_theRefreshTokensFirst() throws Exception {
    hub.answer("/revoke", 200, "").once("/revoke", 503, "");
    Revocations first = revocations();
    first.request(revocable(Optional.of("r1")));
    assertEnd(first, Revocations.Outcome.FAILED, Optional.of("HTTP 503"));
    hub.once("/revoke", 503, "").once("/revoke", 400, "{\"error\":\"invalid_client\"}");
    Revocations both = revocations();
    both.request(revocable(Optional.of("r1")));
    assertEnd(both, Revocations.Outcome.FAILED, Optional.of("invalid_client"));
  }

  @Test
  void trouble_staysWhateverComesAfterIt() throws Exception {
    hub.answer("/revoke", 200, "").once("/revoke", 503, "");
    Revocations revocations = revocations();
    revocations.request(revocable(Optional.empty()));
    revocations.request(revocable(Optional.empty()));
    assertEnd(revocations, Revocations.Outcome.FAILED, Optional.of("HTTP 503"));
  }

  @Test
  void server_isAskedOnceForThePlace_howeverManyTokensItHas() throws Exception {
    hub.answer("/revoke", 200, "");
    publishRevocation(",\"revocation_endpoint\":\"" + hub.endpoint() + "/revoke\"");
    Revocations revocations = revocations();
    revocations.request(tokenOf(hub.endpoint(), "x", "hf_a"));
    revocations.request(tokenOf(hub.endpoint(), "y", "hf_b"));
    assertEnd(revocations, Revocations.Outcome.REVOKED, Optional.empty());
    assertEquals(List.of(OPENID, "/revoke", "/revoke"), hub.requests());
  }

  @Test
  void hubThatOffersNone_isAskedOnce_andItsPageIsNamed() throws Exception {
    Revocations revocations = revocations();
    revocations.request(tokenOf(hub.endpoint(), "x", "hf_a"));
    assertEquals(Optional.of(URI.create(hub.endpoint() + "/settings/tokens")), revocations.page());
    revocations.request(stored("hf_b", Optional.of("r"), origin(hub.endpoint())));
    assertEquals(
        Optional.of(URI.create(hub.endpoint() + "/settings/connected-applications")),
        revocations.page());
    assertEnd(revocations, Revocations.Outcome.HUB_OFFERS_NONE, Optional.empty());
    assertEquals(List.of(OPENID, OAUTH), hub.requests());
  }

  @Test
  void tokenWithClaims_isThatOfAnApp() throws Exception {
    Revocations revocations = revocations();
    revocations.request(token("x", "hf_oauth_h.c.s"));
    assertEquals(
        Optional.of(URI.create(hub.endpoint() + "/settings/connected-applications")),
        revocations.page());
  }

  @Test
  void otherServerThatOffersNone_hasNoPage() throws Exception {
    publishRevocation("");
    Revocations revocations = revocations();
    revocations.request(
        stored("hf_a", Optional.empty(), discoveredOrigin(hub.endpoint(), Optional.empty())));
    assertEnd(revocations, Revocations.Outcome.SERVER_OFFERS_NONE, Optional.empty());
    assertEquals(Optional.empty(), revocations.page());
    assertEquals(List.of(OPENID), hub.requests());
    revocations.skip();
    assertEnd(revocations, Revocations.Outcome.HUB_OFFERS_NONE, Optional.empty());
  }

  @Test
  void tokenWithoutASection_isTakenForTheHubs() {
    Revocations revocations = revocations();
    revocations.skip();
    assertEnd(revocations, Revocations.Outcome.HUB_OFFERS_NONE, Optional.empty());
    assertEquals(
        Optional.of(URI.create(hub.endpoint() + "/settings/connected-applications")),
        revocations.page());
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void tokenOfAServerThatCannotBeRead_isSentNowhere() throws Exception {
    saveOfNobody("x", "hf_a");
    Revocations revocations = revocations();
    revocations.request(named("x"));
    assertEnd(
        revocations,
        Revocations.Outcome.FAILED,
        Optional.of("what is stored of the server of x cannot be read"));
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void forbiddenNetwork_isTrouble_onlyWhereARevocationIsKnownToBeOffered() throws Exception {
    Revocations known = offline();
    known.request(revocable(Optional.empty()));
    assertEnd(known, Revocations.Outcome.FAILED, Optional.of("HF_HUB_OFFLINE is set"));
    Revocations unknown = offline();
    unknown.request(tokenOf(hub.endpoint(), "x", "hf_a"));
    assertEnd(unknown, Revocations.Outcome.HUB_OFFERS_NONE, Optional.empty());
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void addressThatMayNotGetATokenAnyMore_isTrouble() throws Exception {
    Revocations revocations = revocations();
    URI plain = URI.create("http://hub.test");
    revocations.request(tokenOf(plain, "x", "hf_a"));
    assertEnd(
        revocations,
        Revocations.Outcome.FAILED,
        Optional.of(
            "http://hub.test would show the token to the network: only an https:// address may"
                + " get it"));
  }

  @Test
  void nothingToRevoke_isDone() {
    assertEnd(revocations(), Revocations.Outcome.REVOKED, Optional.empty());
  }
}
