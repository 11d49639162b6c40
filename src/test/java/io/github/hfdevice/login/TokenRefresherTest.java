package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.store.Activation;
import io.github.hfdevice.store.StoreException;
import io.github.hfdevice.store.StoredToken;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TokenRefresherTest extends RefresherFixture {
  @Test
  void freshToken_isGivenBackAsItIs() throws Exception {
    TokenInUse present = present(MONTH);
    assertSame(present, refresher().fresh(present));
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void refresh_storesTheRotatedTokens_beforeItHandsTheNewOneOut() throws Exception {
    TokenInUse fresh = refresher().fresh(present(HOUR));
    assertEquals("hf_new", fresh.token());
    assertTrue(fresh.isActive());
    assertEquals(Optional.of(NOW.plusSeconds(2_592_000)), fresh.expiresAt());
    assertEquals("hf_new", text("token"));
    assertEquals(
        "[x]\nhf_token = hf_new\nrefresh_token = r2\nexpires_at = "
            + NOW.plusSeconds(2_592_000).getEpochSecond()
            + "\n\n",
        text("stored_tokens"));
    String form = hub.requests(TOKEN).get(0).body();
    assertTrue(form.startsWith("grant_type=refresh_token&refresh_token=r1&client_id="), form);
  }

  @Test
  void serverThatKeepsTheRefreshToken_isAskedWithItAgain() throws Exception {
    hub.answer(TOKEN, 200, "{\"access_token\":\"hf_new\"}");
    TokenInUse fresh = refresher().fresh(present(HOUR));
    assertEquals(Optional.of("r1"), fresh.stored().orElseThrow().refreshToken());
    assertEquals(Optional.empty(), fresh.expiresAt());
  }

  @Test
  void failure_leavesAGoodTokenInUse_andIsNotRepeatedForFiveMinutes() throws Exception {
    hub.once(TOKEN, 503, "");
    assertEquals("hf_old", refresher().fresh(present(HOUR)).token());
    assertEquals(
        List.of(
            "the token could not be refreshed and is used as it is:"
                + " the refresh failed for now: the server is in trouble (HTTP 503)"),
        warnings);
    assertEquals(Optional.of(NOW), named("x").notes().refreshFailedAt());
    wall.advanceSeconds(299);
    assertEquals("hf_old", refresher().fresh(found()).token());
    assertEquals(1, hub.requests().size());
    wall.advanceSeconds(1);
    assertEquals("hf_new", refresher().fresh(found()).token());
    assertEquals(1, warnings.size());
  }

  @Test
  void failureInTheFuture_asAClockThatWasPutBackLeavesIt_doesNotCount() throws Exception {
    StoredToken stored = present(HOUR).stored().orElseThrow();
    store.note(stored, stored.notes().ofFailedRefresh(NOW.plusSeconds(60)));
    assertEquals("hf_new", refresher().fresh(found()).token());
  }

  @Test
  void failureOfThisMoment_counts() throws Exception {
    StoredToken stored = present(HOUR).stored().orElseThrow();
    store.note(stored, stored.notes().ofFailedRefresh(NOW));
    assertEquals("hf_old", refresher().fresh(found()).token());
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void tokenThatItsServerRefused_isRefreshedInSpiteOfAFailureBefore() throws Exception {
    StoredToken stored = present(HOUR).stored().orElseThrow();
    store.note(stored, stored.notes().ofFailedRefresh(NOW).ofRefused());
    assertEquals("hf_new", refresher().fresh(found()).token());
    assertFalse(found().stored().orElseThrow().notes().refused());
  }

  @Test
  void failureThatCannotBeNoted_costsOnlyTheNextRequestInVain() throws Exception {
    TokenInUse present = present(HOUR);
    hub.answer(TOKEN, 503, "").meanwhile(TOKEN, () -> block("stored_tokens.lock"));
    assertEquals("hf_old", refresher().fresh(present).token());
  }

  @Test
  void tokenWithoutARefreshToken_saysWhatToDo() throws Exception {
    saveActive("x", "hf_old");
    LoginException fixed = assertThrows(LoginException.class, () -> refresher().refresh(found()));
    assertEquals(LoginException.Reason.NOT_REFRESHABLE, fixed.reason());
    assertEquals(LoginException.Remedy.LOG_IN_AGAIN, fixed.remedy());
    assertEquals(
        "the token of " + dir.resolve("token") + " has no refresh token", fixed.getMessage());
  }

  @Test
  void refreshOnDemand_isDone_whateverTheExpiry() throws Exception {
    assertEquals("hf_new", refresher().refresh(present(MONTH)).token());
  }

  @Test
  void endedToken_whoseServerWasNotReached_orThatAPageAnsweredFor_isAMatterOfTheNetwork()
      throws Exception {
    hub.answer(TOKEN, 200, "<html>Hotel</html>");
    LoginException page = endedToken(refresher());
    assertEquals(LoginException.Reason.EXPIRED, page.reason());
    assertEquals(LoginException.Remedy.CHECK_NETWORK, page.remedy());
    hub.close();
    LoginException away = endedToken(refresher());
    assertEquals(LoginException.Reason.NO_ANSWER, away.reason());
    assertEquals(LoginException.Remedy.CHECK_NETWORK, away.remedy());
  }

  @Test
  void endedToken_withoutAnAnswer_isWorthAnotherTry() throws Exception {
    hub.answer(TOKEN, 503, "");
    LoginException ended = endedToken(refresher());
    assertEquals(LoginException.Reason.NO_ANSWER, ended.reason());
    assertEquals(LoginException.Remedy.TRY_LATER, ended.remedy());
    assertEquals(
        "the token expired and cannot be refreshed: the refresh failed for now: the server is in trouble (HTTP 503)",
        ended.getMessage());
    assertEquals(Optional.of(hub.endpoint()), ended.server());
  }

  @Test
  void endedToken_thatIsVoid_needsALogin() throws Exception {
    hub.answer(TOKEN, 400, VOID);
    LoginException ended = endedToken(refresher());
    assertEquals(LoginException.Reason.EXPIRED, ended.reason());
    assertEquals(LoginException.Remedy.LOG_IN, ended.remedy());
    assertEquals(Optional.of("invalid_grant"), ended.error());
  }

  @Test
  void endedToken_whoseRefreshIsForbidden_tellsThatInstead() throws Exception {
    LoginException ended = endedToken(refresher(hub.servers(Map.of("HF_HUB_OFFLINE", "1"))));
    assertEquals(LoginException.Reason.OFFLINE, ended.reason());
    assertEquals(LoginException.Remedy.GO_ONLINE, ended.remedy());
    assertEquals(
        "the token expired: a refresh needs the network, and HF_HUB_OFFLINE forbids it",
        ended.getMessage());
    assertInstanceOf(LoginException.class, ended.getCause());
    assertEquals(Optional.of(hub.endpoint()), ended.server());
  }

  private LoginException endedToken(TokenRefresher refresher) throws Exception {
    TokenInUse present = present(Duration.ZERO);
    return assertThrows(LoginException.class, () -> refresher.fresh(present));
  }

  @Test
  void endedToken_ofAServerThatCannotBeRead_needsALogin() throws Exception {
    saveOfNobody("x", "hf_old");
    write(
        "stored_tokens",
        text("stored_tokens").replace("[x]\n", "[x]\nrefresh_token = r\nexpires_at = 1\n"));
    LoginException ended = assertThrows(LoginException.class, () -> refresher().fresh(found()));
    assertEquals(LoginException.Reason.EXPIRED, ended.reason());
    assertEquals(LoginException.Remedy.LOG_IN, ended.remedy());
    assertEquals(Optional.empty(), ended.server());
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void filesThatCannotBeWritten_areToldBeforeARequest() throws Exception {
    TokenInUse ended = present(Duration.ZERO);
    block("stored_tokens.lock");
    StoreException unwritten = assertThrows(StoreException.class, () -> refresher().fresh(ended));
    assertEquals(Optional.of(dir.resolve("stored_tokens.lock")), unwritten.path());
    assertEquals(List.of(), hub.requests());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void tokenFileThatCannotBeWritten_isToldBeforeARequestToo() throws Exception {
    TokenInUse ended = present(Duration.ZERO);
    Files.delete(dir.resolve("token"));
    // Nobody, not even root, can make a file there.
    Files.createSymbolicLink(dir.resolve("token"), Path.of("/proc/token"));
    assertThrows(StoreException.class, () -> refresher().fresh(ended));
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void refreshedTokenThatCannotBeStored_isHandedOut_withAWarning() throws Exception {
    TokenInUse seen = present(HOUR);
    hub.meanwhile(TOKEN, () -> block("stored_tokens"));
    TokenInUse fresh = refresher().fresh(seen);
    assertEquals("hf_new", fresh.token());
    assertTrue(
        warnings
            .get(0)
            .startsWith(
                "the refreshed token could not be stored, so the next one needs a new login: "),
        warnings::toString);
  }

  @Test
  void refresh_goesToTheServerOfTheToken_whateverTheVariablesSay() throws Exception {
    URI there = hub.endpoint();
    save(
        new StoredToken(
            "x", "hf_old", Optional.of("r1"), Optional.of(NOW), Optional.of(origin(there))),
        Activation.OWN_SERVER);
    TokenInUse fresh =
        refresher(FakeLoginServer.serversOf(Map.of("HF_ENDPOINT", "https://elsewhere.test")))
            .fresh(found());
    assertEquals("hf_new", fresh.token());
    assertFalse(fresh.isActive());
    assertEquals(
        "grant_type=refresh_token&refresh_token=r1&client_id=client",
        hub.requests(TOKEN).get(0).body());
  }
}
