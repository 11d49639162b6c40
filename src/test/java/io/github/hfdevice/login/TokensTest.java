package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.http.SilentServer;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.Activation;
import io.github.hfdevice.store.UnknownTokenException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TokensTest extends LoginFixture {
  private static final Duration DAY = Duration.ofDays(1);
  private static final URI ELSEWHERE = URI.create("https://elsewhere.test");

  @BeforeEach
  void refresh() {
    hub.answer(TOKEN, 200, REFRESHED);
  }

  private Tokens tokens() {
    return tokens(hub.servers());
  }

  private Tokens tokens(Servers servers) {
    return new Tokens(servers, store, clocks, Ending.NONE, warnings::add);
  }

  private void storeTokenThatLives(Duration left) {
    save(refreshable("x", "hf_old", left), Activation.TOKEN_FILE);
  }

  private String handOut() throws Exception {
    return tokens().handOut(hub.endpoint()).token();
  }

  @Test
  void tokenWithMoreThanADay_costsNoRequest() throws Exception {
    storeTokenThatLives(DAY.plusMinutes(1));
    assertEquals("hf_old", handOut());
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void hundredThreads_nearTheEndOfAToken_causeOneRefresh() throws Exception {
    storeTokenThatLives(Duration.ofHours(1));
    Tokens tokens = tokens();
    Callable<String> question = () -> tokens.handOut(hub.endpoint()).token();
    ExecutorService threads = Executors.newFixedThreadPool(100);
    try {
      for (Future<String> answer : threads.invokeAll(Collections.nCopies(100, question))) {
        assertEquals("hf_new", answer.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(List.of(TOKEN), hub.requests());
    assertEquals(List.of(), warnings);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutARoute_aTokenThatIsGoodForHours_isHandedOutSoon() throws Exception {
    storeTokenThatLives(Duration.ofHours(2));
    try (SilentServer silent = new SilentServer("127.0.0.2", 0)) {
      URI endpoint = URI.create("http://127.0.0.2:" + silent.port());
      Tokens tokens = tokens(FakeLoginServer.serversOf(Map.of("HF_ENDPOINT", endpoint.toString())));
      long start = System.nanoTime();
      assertEquals("hf_old", tokens.handOut(endpoint).token());
      assertEquals("hf_old", tokens.handOut(endpoint).token());
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertTrue(millis < 8000, millis + " ms of the 10 s that one request has");
      assertEquals(1, warnings.size(), warnings::toString);
      assertTrue(warnings.get(0).endsWith("no connection to " + endpoint + " within 2.0 s"));
    }
  }

  @Test
  void tokenThatHasEnded_isRefreshed_soonAfterAFailureToo() throws Exception {
    storeTokenThatLives(Duration.ofMinutes(1));
    hub.once(TOKEN, 503, "");
    assertEquals("hf_old", handOut());
    wall.advanceSeconds(61);
    assertEquals("hf_new", handOut());
  }

  @Test
  void tokenThatItsServerRefused_isRefreshedAtItsNextUse() throws Exception {
    storeTokenThatLives(Duration.ofDays(20));
    tokens().refused("hf_of_somebody_else", hub.endpoint()::equals);
    assertEquals("hf_old", handOut());
    tokens().refused("hf_old", ELSEWHERE::equals);
    assertEquals("hf_old", handOut());
    tokens().refused("hf_old", hub.endpoint()::equals);
    assertEquals("hf_new", handOut());
    assertEquals("hf_new", handOut());
    assertEquals(List.of(TOKEN), hub.requests());
  }

  @Test
  void refusedTokenThatCannotBeRefreshed_isNotNoted() throws Exception {
    saveActive("x", "hf_a");
    String before = text("stored_tokens");
    tokens().refused("hf_a", hub.endpoint()::equals);
    assertEquals(before, text("stored_tokens"));
  }

  @Test
  void tokenThatHasEnded_andCannotBeRefreshed_saysWhatHelps() throws Exception {
    storeTokenThatLives(Duration.ZERO.minusMinutes(1));
    hub.answer(TOKEN, 400, "{\"error\":\"invalid_grant\"}");
    LoginException dead = assertThrows(LoginException.class, this::handOut);
    assertEquals(LoginException.Reason.EXPIRED, dead.reason());
    assertEquals(LoginException.Remedy.LOG_IN, dead.remedy());
    assertEquals(Optional.of("invalid_grant"), dead.error());
  }

  @Test
  void tokenThatHasEnded_withoutARefreshToken_isNotHandedOut() {
    saveActive("x", jwt(hub.endpoint(), NOW));
    LoginException dead = assertThrows(LoginException.class, this::handOut);
    assertEquals(LoginException.Reason.EXPIRED, dead.reason());
    assertEquals("the token of " + dir.resolve("token") + " expired at " + NOW, dead.getMessage());
  }

  @Test
  void nothingStored_isNotLoggedIn_andCostsNoRequest() {
    LoginException nobody = assertThrows(LoginException.class, this::handOut);
    assertEquals(LoginException.Reason.NOT_LOGGED_IN, nobody.reason());
    assertEquals(LoginException.Remedy.LOG_IN, nobody.remedy());
    assertEquals(Optional.of(hub.endpoint()), nobody.server());
    assertTrue(hub.requests().isEmpty());
  }

  @Test
  void tokenOfAnotherServer_isHandedOut_withOneWarningThatNamesBoth() throws Exception {
    saveActive("x", "hf_a");
    assertEquals("hf_a", tokens().handOut(ELSEWHERE).token());
    assertEquals(
        List.of("no token of https://elsewhere.test is stored; x is a token of " + hub.endpoint()),
        warnings);
  }

  @Test
  void tokenOfAVariable_isHandedOut_withoutAWarning_whateverServerItIsOf() throws Exception {
    Tokens tokens = tokens(hub.servers(Map.of("HF_TOKEN", "hf_given")));
    assertEquals("hf_given", tokens.handOut(ELSEWHERE).token());
    assertEquals(List.of(), warnings);
  }

  @Test
  void tokenUnderNoName_isWarnedOf_asTheOneInUse() throws Exception {
    saveActive("x", "hf_a");
    store.remove("x");
    write("token", "hf_b");
    tokens().handOut(ELSEWHERE);
    assertTrue(warnings.get(0).contains("; the one in use is a token of "), warnings::toString);
  }

  @Test
  void serverThatWasNamed_getsNoTokenOfAnother() throws Exception {
    saveActive("x", "hf_a");
    TokenInUse present = tokens().present(ELSEWHERE);
    LoginException other =
        assertThrows(LoginException.class, () -> tokens().usable(present, ELSEWHERE, true));
    assertEquals(LoginException.Reason.OTHER_SERVER, other.reason());
    assertEquals(LoginException.Remedy.LOG_IN, other.remedy());
    assertEquals(Optional.of(ELSEWHERE), other.server());
    assertEquals(
        "not logged in to https://elsewhere.test: the token of "
            + dir.resolve("token")
            + " is one of "
            + hub.endpoint()
            + " and is not shown to another server",
        other.getMessage());
  }

  @Test
  void tokenOfAServerThatCannotBeRead_isUsedNowhere() throws Exception {
    saveOfNobody("x", "hf_a");
    LoginException nobody = assertThrows(LoginException.class, this::handOut);
    assertEquals(LoginException.Reason.UNKNOWN_SERVER, nobody.reason());
    assertEquals(LoginException.Remedy.LOG_IN_AGAIN, nobody.remedy());
    assertEquals(
        "what "
            + dir.resolve("stored_tokens")
            + " says of the server of x cannot be read, so the token is sent nowhere",
        nobody.getMessage());
  }

  @Test
  void tokenAlone_whoseServerNobodyKnows_isHandedOut() throws Exception {
    block("stored_tokens.lock");
    write("stored_tokens", "no section\n");
    write("token", "hf_b");
    assertEquals("hf_b", handOut());
  }

  @Test
  void resourceOfACiJob_winsOverEveryStoredToken() throws Exception {
    saveActive("x", "hf_a");
    hub.answer(TOKEN, 200, "{\"access_token\":\"hf_job\"}");
    Servers job = hub.servers(Map.of("HF_OIDC_RESOURCE", "ns/name", "HF_OIDC_ID_TOKEN", "h.c.s"));
    Tokens tokens = tokens(job);
    assertEquals("hf_job", tokens.handOut(hub.endpoint()).token());
    assertEquals("hf_job", tokens.handOut(hub.endpoint()).token());
    assertEquals(List.of(TOKEN), hub.requests());
    assertEquals("hf_a", text("token"));
  }

  @Test
  void refresh_isOfTheStoredToken_thoughAVariableHoldsAnother() throws Exception {
    storeTokenThatLives(Duration.ofDays(20));
    Tokens tokens = tokens(hub.servers(Map.of("HF_TOKEN", "hf_given")));
    assertEquals("hf_new", tokens.refresh(hub.endpoint(), true).token());
    assertEquals("hf_new", text("token"));
    assertEquals("r2", named("x").refreshToken().orElseThrow());
  }

  @Test
  void refreshAtAnotherServer_isRefused_whereOneWasNamed() throws Exception {
    storeTokenThatLives(Duration.ofDays(20));
    LoginException other =
        assertThrows(LoginException.class, () -> tokens().refresh(ELSEWHERE, true));
    assertEquals(LoginException.Reason.OTHER_SERVER, other.reason());
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void refreshOfNothing_saysOfWhatServer_orThatAVariableHasNoRefreshToken() {
    LoginException nobody =
        assertThrows(LoginException.class, () -> tokens().refresh(hub.endpoint(), true));
    assertEquals(LoginException.Reason.NOT_LOGGED_IN, nobody.reason());
    Tokens given = tokens(hub.servers(Map.of("HF_TOKEN", "hf_given")));
    LoginException fixed =
        assertThrows(LoginException.class, () -> given.refresh(hub.endpoint(), true));
    assertEquals(LoginException.Reason.NOT_REFRESHABLE, fixed.reason());
    assertEquals(LoginException.Remedy.UNSET_VARIABLE, fixed.remedy());
    assertEquals("the token of HF_TOKEN has no refresh token", fixed.getMessage());
  }

  @Test
  void refreshThatTheServerRefuses_endsWithItsError() {
    storeTokenThatLives(Duration.ofDays(20));
    hub.answer(TOKEN, 400, "{\"error\":\"invalid_client\"}");
    OAuthException refusal =
        assertThrows(OAuthException.class, () -> tokens().refresh(hub.endpoint(), true));
    assertEquals(Optional.of("invalid_client"), refusal.error());
    assertEquals("hf_old", text("token"));
  }

  @Test
  void switch_writesTheTokenFile_forTheServerOfTheVariables() throws Exception {
    saveActive("a", "hf_a");
    saveActive("b", "hf_b");
    Tokens.Switched switched = tokens().switchTo("a", false);
    assertEquals("hf_a", switched.token().accessToken());
    assertEquals(hub.endpoint(), switched.server());
    assertTrue(switched.isActive());
    assertEquals("hf_a", text("token"));
  }

  @Test
  void switch_ofATokenOfAnotherServer_marksIt_andLeavesTheTokenFile() throws Exception {
    saveActive("a", "hf_a");
    saveOf(ELSEWHERE, "b", "hf_b");
    saveOf(ELSEWHERE, "c", "hf_c");
    Tokens.Switched switched = tokens().switchTo("b", false);
    assertFalse(switched.isActive());
    assertEquals("hf_a", text("token"));
    assertTrue(named("b").notes().inUse());
    assertFalse(named("c").notes().inUse());
  }

  @Test
  void switch_writesTheTokenFile_whereItIsAsked_andWhereItHoldsATokenOfThatServer()
      throws Exception {
    saveActive("a", "hf_a");
    saveOf(ELSEWHERE, "b", "hf_b");
    saveOf(ELSEWHERE, "c", "hf_c");
    assertTrue(tokens().switchTo("b", true).isActive());
    assertEquals("hf_b", text("token"));
    assertTrue(tokens().switchTo("c", false).isActive());
    assertEquals("hf_c", text("token"));
  }

  @Test
  void switch_toTheServerOfTheVariables_takesTheTokenFileBack() throws Exception {
    saveActive("a", "hf_a");
    save(tokenOf(ELSEWHERE, "b", "hf_b"), Activation.TOKEN_FILE);
    assertTrue(tokens().switchTo("a", false).isActive());
    assertEquals("hf_a", text("token"));
  }

  @Test
  void switch_toNothing_orToATokenOfAServerThatCannotBeRead_changesNothing() throws Exception {
    assertThrows(UnknownTokenException.class, () -> tokens().switchTo("a", true));
    saveOfNobody("x", "hf_x");
    saveActive("a", "hf_a");
    LoginException nobody = assertThrows(LoginException.class, () -> tokens().switchTo("x", true));
    assertEquals(LoginException.Reason.UNKNOWN_SERVER, nobody.reason());
    assertEquals("hf_a", text("token"));
  }
}
