package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.Activation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A refresh beside other processes, programs without the lock, and the end of its own. */
class TokenRefresherRivalsTest extends RefresherFixture {
  /** What another process does to the section while this one is busy. */
  private void storedByAnother(Duration left) {
    save(refreshable("x", "hf_others", left), Activation.TOKEN_FILE);
  }

  /** The same by a program that takes no lock. */
  private void storedWithoutTheLock() {
    long end = NOW.plus(MONTH).getEpochSecond();
    write(
        "stored_tokens",
        "[x]\nhf_token = hf_others\nrefresh_token = r3\nexpires_at = " + end + "\n\n");
  }

  @Test
  void tokenThatAnotherProcessRefreshedMeanwhile_isTakenWithoutARequest() throws Exception {
    TokenInUse seen = present(HOUR);
    storedByAnother(HOUR);
    assertEquals("hf_others", refresher().fresh(seen).token());
    assertEquals("hf_others", refresher().refresh(seen).token());
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void tokenOfAnotherProcessThatHasEnded_isNoSuccessor() throws Exception {
    TokenInUse seen = present(HOUR);
    storedByAnother(Duration.ZERO);
    assertEquals("hf_new", refresher().fresh(seen).token());
  }

  @Test
  void sameTokenThatLivesLongerByNow_isNotRefreshed_unlessThatWasAsked() throws Exception {
    TokenInUse seen = present(HOUR);
    present(MONTH);
    assertEquals("hf_old", refresher().fresh(seen).token());
    assertEquals("hf_new", refresher().refresh(seen).token());
  }

  @Test
  void tokenThatAnotherProcessRemoved_isLoggedOut() throws Exception {
    TokenInUse seen = present(HOUR);
    store.remove("x");
    LoginException gone = assertThrows(LoginException.class, () -> refresher().refresh(seen));
    assertEquals(LoginException.Reason.NOT_LOGGED_IN, gone.reason());
    assertEquals(Optional.of(hub.endpoint()), gone.server());
    saveActive("x", "hf_fixed");
    assertThrows(LoginException.class, () -> refresher().refresh(seen));
  }

  @Test
  void programWithoutTheLock_thatWasFirst_costsNoLogin() throws Exception {
    TokenInUse seen = present(HOUR);
    hub.answer(TOKEN, 400, VOID).meanwhile(TOKEN, this::storedWithoutTheLock);
    assertEquals("hf_others", refresher().refresh(seen).token());
  }

  @Test
  void otherRefusal_isNoSignOfASuccessor() throws Exception {
    TokenInUse seen = present(HOUR);
    hub.answer(TOKEN, 400, "{\"error\":\"invalid_client\"}")
        .meanwhile(TOKEN, this::storedWithoutTheLock);
    OAuthException refusal = assertThrows(OAuthException.class, () -> refresher().refresh(seen));
    assertEquals(Optional.of("invalid_client"), refusal.error());
  }

  @Test
  void tokenThatWasStoredDuringAFailure_isUsed_withoutAWarning() throws Exception {
    TokenInUse seen = present(HOUR);
    hub.answer(TOKEN, 503, "").meanwhile(TOKEN, this::storedWithoutTheLock);
    assertEquals("hf_others", refresher().fresh(seen).token());
    assertEquals(List.of(), warnings);
    assertEquals(Optional.empty(), named("x").notes().refreshFailedAt());
  }

  @Test
  void voidRefreshTokenOfARemovedSection_isTheServersRefusal() throws Exception {
    TokenInUse seen = present(HOUR);
    hub.answer(TOKEN, 400, VOID).meanwhile(TOKEN, () -> write("stored_tokens", ""));
    OAuthException refusal = assertThrows(OAuthException.class, () -> refresher().refresh(seen));
    assertEquals(OAuthException.Reason.LOGIN_NEEDED, refusal.reason());
  }

  @Test
  void processThatIsToldToEnd_waitsForTheAnswer_andForTheFiles() throws Exception {
    TokenInUse seen = present(HOUR);
    List<String> tokens = new ArrayList<>();
    hub.meanwhile(TOKEN, () -> tokens.add(startEnding(tokens)));
    refresher().fresh(seen);
    ending.join();
    assertEquals(List.of("hf_old while it waits", "hf_new at the end"), tokens);
    // The next one has nothing to wait for.
    startEnding(tokens);
    ending.join();
    assertEquals("hf_new at the end", tokens.get(2));
  }

  private Thread ending;

  private String startEnding(List<String> tokens) {
    ending =
        new Thread(
            () -> {
              endings.get(0).run();
              tokens.add(text("token") + " at the end");
            });
    ending.start();
    awaitWaiting(ending);
    return text("token") + (ending.isAlive() ? " while it waits" : " too late");
  }

  @Test
  void endingThatIsInterrupted_waitsNoLonger_andStaysInterrupted() throws Exception {
    TokenInUse seen = present(HOUR);
    List<Boolean> interrupted = new ArrayList<>();
    hub.meanwhile(
        TOKEN,
        () -> {
          Thread.currentThread().interrupt();
          endings.get(0).run();
          interrupted.add(Thread.interrupted());
        });
    refresher().fresh(seen);
    assertEquals(List.of(true), interrupted);
  }

  @Test
  void interruptBeforeTheLock_endsARefresh_andIsTakenUp() throws Exception {
    TokenInUse seen = present(HOUR);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> refresher().refresh(seen));
    assertFalse(Thread.interrupted());
    assertEquals(List.of(), hub.requests());
    assertEquals("hf_new", refresher().refresh(seen).token());
  }
}
