package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.hfdevice.store.Activation;
import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.StoredToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PastedTokenTest extends LoginFixture {
  private PastedToken pasted() {
    return new PastedToken(hub.servers(), placeForTokensOnly(), clocks, listener);
  }

  private LoggedIn paste(String token) throws Exception {
    return pasted().store(token, server(), PendingLogin.Wishes.NONE);
  }

  @Test
  void tokenThatTheServerKnows_isStoredUnderItsOwner() throws Exception {
    LoggedIn login = paste("hf_a");
    assertEquals(Optional.of("bob"), login.user());
    assertEquals(List.of("oauth-bob"), names());
    assertEquals("hf_a", text("token"));
    assertEquals(List.of(), warnings);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410})
  void tokenThatTheServerRefuses_isNotStored(int status) throws Exception {
    hub.answer(WHOAMI, status, "{\"error\":\"no\"}").answer(USERINFO, status, "{}");
    LoginException refusal = assertThrows(LoginException.class, () -> paste("hf_a"));
    assertEquals(LoginException.Reason.REFUSED, refusal.reason());
    assertEquals(List.of(), names());
    assertFalse(exists("token"));
  }

  @Test
  void nameOfAnotherServersToken_isRefused_beforeAnybodyIsAsked() throws Exception {
    saveOfNobody("mine", "hf_1");
    PendingLogin.Wishes mine = PendingLogin.Wishes.NONE.storedAs(Optional.of("mine"));
    LoginException taken =
        assertThrows(LoginException.class, () -> pasted().store("hf_a", server(), mine));
    assertEquals(LoginException.Reason.NAME_TAKEN, taken.reason());
    assertEquals(List.of(), hub.requests());
    assertEquals(List.of(), warnings);
  }

  @Test
  void pageInPlaceOfAnAnswer_vouchesForNothing() throws Exception {
    String page = "<html><body>Welcome</body></html>";
    hub.answer(WHOAMI, 200, page).answer(USERINFO, 200, page);
    LoginException refusal = assertThrows(LoginException.class, () -> paste("hf_a"));
    assertEquals(LoginException.Remedy.CHECK_NETWORK, refusal.remedy());
    hub.answer(WHOAMI, 403, page);
    refusal = assertThrows(LoginException.class, () -> paste("hf_a"));
    assertEquals(LoginException.Remedy.CHECK_NETWORK, refusal.remedy());
    assertEquals(List.of(), names());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void serverInTrouble_saysNothingAgainstTheToken(int status) throws Exception {
    hub.answer(WHOAMI, status, "").answer(USERINFO, status, "");
    LoggedIn login = paste("hf_a");
    assertEquals(Optional.empty(), login.user());
    assertEquals(1, names().size());
    assertEquals(1, warnings.size(), warnings::toString);
  }

  @Test
  void sameTokenTwice_isOneSection_whetherOrNotTheServerKnewItsOwner() throws Exception {
    hub.answer(WHOAMI, 503, "").answer(USERINFO, 503, "");
    paste("hf_a");
    wall.advanceSeconds(1);
    paste("hf_b");
    wall.advanceSeconds(1);
    paste("hf_a");
    paste("hf_b");
    assertEquals(
        List.of("oauth-unidentified-20260301T120000Z", "oauth-unidentified-20260301T120001Z"),
        names());
  }

  @Test
  void nameForWantOfAnOwner_isGivenUp_onceTheOwnerIsKnown() throws Exception {
    hub.answer(WHOAMI, 503, "").answer(USERINFO, 503, "");
    paste("hf_a");
    wall.advanceSeconds(1);
    paste("hf_b");
    hub.answer(WHOAMI, 200, "{\"name\":\"bob\"}");
    paste("hf_a");
    assertEquals(List.of("oauth-bob", "oauth-unidentified-20260301T120001Z"), names());
    assertEquals("hf_a", text("token"));
  }

  @Test
  void tokenThatIsThere_keepsWhatItIsRefreshedWith() throws Exception {
    Instant end = NOW.plusSeconds(60);
    Optional<String> refresh = Optional.of("hf_r");
    store.save(
        new StoredToken("oauth-bob", "hf_a", refresh, Optional.of(end)), Activation.TOKEN_FILE);
    paste("hf_a");
    assertEquals(refresh, stored("oauth-bob").refreshToken());
    assertEquals(Optional.of(end), stored("oauth-bob").expiresAt());
    paste("hf_b");
    assertEquals(Optional.empty(), stored("oauth-bob").refreshToken());
  }

  private StoredToken stored(String name) throws Exception {
    return store.read().find(name).orElseThrow();
  }

  @Test
  void tokenWithoutAnOwner_isWarnedOf_withTheReason() throws Exception {
    hub.answer(WHOAMI, 503, "").answer(USERINFO, 503, "");
    paste("hf_a");
    assertEquals(1, warnings.size(), warnings::toString);
    String where = hub.endpoint() + WHOAMI;
    assertEquals(
        "stored; the server could not say whose the token is (" + where + " answered HTTP 503)",
        warnings.get(0));
  }

  @Test
  void refusal_tellsTheServersWords_andWhatToCheck() {
    hub.answer(WHOAMI, 401, "{\"error\":\"Invalid username or password.\"}");
    LoginException refusal = assertThrows(LoginException.class, () -> paste("hf_a"));
    assertEquals(LoginException.Remedy.CHECK_TOKEN, refusal.remedy());
    assertEquals(Optional.of(hub.endpoint()), refusal.server());
    assertEquals(
        "the token was not stored, for the server does not accept it (HTTP 401: Invalid username or"
            + " password.)",
        refusal.getMessage());
    assertEquals("Bearer hf_a", hub.requests(WHOAMI).get(0).authorization());
  }

  @Test
  void serverThatDoesNotVouch_isQuoted() {
    hub.answer(WHOAMI, 403, "{}").answer(USERINFO, 403, "{}");
    LoginException refusal = assertThrows(LoginException.class, () -> paste("hf_a"));
    assertEquals(
        "the token was not stored, for the server did not vouch for it: "
            + hub.endpoint()
            + WHOAMI
            + " answered HTTP 403",
        refusal.getMessage());
  }

  @Test
  void tokenThatNamesAnotherServer_isNotSentToThisOne() {
    String token = jwt(THE_HUB, NOW.plusSeconds(60));
    LoginException refusal = assertThrows(LoginException.class, () -> paste(token));
    assertEquals(LoginException.Reason.OTHER_SERVER, refusal.reason());
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void wishedName_isKept_whetherOrNotTheServerKnowsTheOwner() throws Exception {
    saveActive("first", "hf_a");
    hub.answer(WHOAMI, 503, "").answer(USERINFO, 503, "");
    pasted().store("hf_a", server(), wishes(Optional.of("second"), false));
    assertEquals(List.of("first", "second"), names());
  }

  @Test
  void ownerThatIsKnown_namesTheToken_thoughItIsStoredUnderAnother() throws Exception {
    saveActive("first", "hf_a");
    assertEquals("oauth-bob", paste("hf_a").token().name());
  }

  @Test
  void serverThatOffersNoQuestion_saysNothingAgainstTheToken() throws Exception {
    Server discovered = hub.servers().of(discoveredOrigin(hub.endpoint(), Optional.empty()));
    LoggedIn login = pasted().store("hf_a", discovered, PendingLogin.Wishes.NONE);
    assertEquals(Optional.empty(), login.user());
    assertEquals("hf_a", text("token"));
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void interrupt_losesTheTokenOnlyWhileTheServerIsAsked() throws Exception {
    PastedToken pasted = pasted();
    assertEquals(Interruption.OVER, pasted.interrupt());
    List<Interruption> meanwhile = new ArrayList<>();
    hub.meanwhile(WHOAMI, () -> meanwhile.add(pasted.interrupt()));
    pasted.store("hf_a", server(), PendingLogin.Wishes.NONE);
    assertEquals(List.of(Interruption.LOST), meanwhile);
    assertEquals(Interruption.OVER, pasted.interrupt());
  }
}
