package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The login that another process polls already. */
class ResumedBesideOthersTest extends ResumedFixture {
  /** A process that lives as long as this test. */
  private static PendingLogin.Waiter waiter(ProcessHandle process) {
    Instant start = process.info().startInstant().orElseThrow();
    return new PendingLogin.Waiter(process.pid(), start.toEpochMilli());
  }

  private static PendingLogin.Waiter longLived() {
    return waiter(ProcessHandle.current().parent().orElseThrow());
  }

  /** A process waits for the login, and ends in our wait of that number, after {@code last}. */
  private PendingLogin.Waiter endsInWait(int number, Runnable last) throws IOException {
    Process process = new ProcessBuilder("sleep", "60").start();
    waiting.duringSleep(
        () -> {
          wall.advanceSeconds(1);
          if (waiting.waits().size() == number) {
            last.run();
            process.destroyForcibly().onExit().join();
          }
        });
    return waiter(process.toHandle());
  }

  private void forget() {
    try {
      pendingLogins.delete(pendingLogin());
    } catch (StoreException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void processThatPolls_isWaitedFor_andWhatItStoredIsTheLogin() throws Exception {
    PendingLogin.Waiter other =
        endsInWait(
            2,
            () -> {
              saveActive("oauth-bob", "hf_theirs");
              forget();
            });
    PendingLogin.Wishes wishes = wishes(Optional.of("oauth-bob"), false);
    pend(pendingLogin(wishes).withWaiter(Optional.of(other)));
    LoggedIn login = complete();
    assertEquals(List.of(1L, 1L), waiting.waits());
    assertEquals(List.of("process " + other.pid()), listener.events);
    assertEquals(named("oauth-bob"), login.token());
    assertEquals(hub.endpoint(), login.server());
    assertEquals(wishes, login.wishes());
    assertTrue(login.isActive());
    assertEquals(List.of(), hub.requests());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void loginElsewhereOfTheOtherProcess_isNotSaidToBeInTheTokenFile() throws Exception {
    saveActive("oauth-alice", "hf_alice");
    PendingLogin.Waiter other =
        endsInWait(
            1,
            () -> {
              saveOf(hub.endpoint(), "oauth-bob@hub", "hf_theirs");
              forget();
            });
    pend(pendingLogin().withWaiter(Optional.of(other)));
    Servers elsewhere = FakeLoginServer.serversOf(Map.of("HF_ENDPOINT", "http://127.0.0.1:1"));
    LoggedIn login =
        resumed(elsewhere).complete(Optional.empty(), Optional.empty(), Optional.empty());
    assertFalse(login.isActive());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void processThatDiedMeanwhile_leavesTheLoginToThisOne() throws Exception {
    PendingLogin.Waiter other = endsInWait(1, () -> {});
    pend(pendingLogin().withWaiter(Optional.of(other)));
    assertEquals("oauth-bob", complete().token().name());
    assertEquals(List.of(1L, 4L), waiting.waits());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void patience_isOneForBothWaits() throws Exception {
    hub.answer(TOKEN, 400, PENDING);
    pend(pendingLogin().withWaiter(Optional.of(endsInWait(1, () -> {}))));
    assertStillWaiting(Duration.ofSeconds(3));
    assertEquals(List.of(1L, 2L), waiting.waits());
    assertEquals(List.of(), hub.requests());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void processThatEndedWithoutAToken_leavesNobodyLoggedIn() throws Exception {
    pend(pendingLogin().withWaiter(Optional.of(endsInWait(1, this::forget))));
    LoginException nobody = assertThrows(LoginException.class, this::complete);
    assertEquals(LoginException.Reason.NOT_LOGGED_IN, nobody.reason());
    assertEquals(Optional.of(hub.endpoint()), nobody.server());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void tokenThatWasThereBefore_isNoLoginOfTheOtherProcess() throws Exception {
    saveActive("oauth-bob", "hf_before");
    pend(pendingLogin().withWaiter(Optional.of(endsInWait(1, this::forget))));
    LoginException failed = assertThrows(LoginException.class, this::complete);
    assertEquals(LoginException.Reason.NOT_LOGGED_IN, failed.reason());
    assertEquals(LoginException.Remedy.LOG_IN_AGAIN, failed.remedy());
    assertEquals(
        "the login ended without a token in the process that waited for it; oauth-bob is in use as"
            + " before",
        failed.getMessage());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void tokenFileThatWasDamagedBefore_keepsNobodyFromTheLoginOfTheOtherProcess() throws Exception {
    write("token", "hf_\u00e4");
    PendingLogin.Waiter other =
        endsInWait(
            1,
            () -> {
              saveActive("oauth-bob", "hf_theirs");
              forget();
            });
    pend(pendingLogin().withWaiter(Optional.of(other)));
    assertEquals("oauth-bob", complete().token().name());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void tokenUnderNoName_isNoLoginOfTheOtherProcess() throws Exception {
    PendingLogin.Waiter other =
        endsInWait(
            1,
            () -> {
              write("token", "hf_pasted");
              forget();
            });
    pend(pendingLogin().withWaiter(Optional.of(other)));
    LoginException nobody = assertThrows(LoginException.class, this::complete);
    assertEquals(LoginException.Reason.NOT_LOGGED_IN, nobody.reason());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void tokenThatHasEndedByNow_isNoLoginEither() throws Exception {
    String ended = jwt(hub.endpoint(), NOW);
    PendingLogin.Waiter other =
        endsInWait(
            1,
            () -> {
              saveActive("oauth-bob", ended);
              forget();
            });
    pend(pendingLogin().withWaiter(Optional.of(other)));
    LoginException dead = assertThrows(LoginException.class, this::complete);
    assertEquals(LoginException.Reason.EXPIRED, dead.reason());
  }

  @Test
  void patienceThatEnds_whileAnotherProcessPolls_leavesTheLoginToIt() throws Exception {
    PendingLogin login = pendingLogin().withWaiter(Optional.of(longLived()));
    pend(login);
    LoginException end = assertStillWaiting(Duration.ofMillis(2500));
    assertEquals("the login was not approved yet; another process waits for it", end.getMessage());
    assertEquals(List.of(1L, 1L, 0L), waiting.waits());
    assertEquals(Duration.ofMillis(2500), waiting.waited());
    assertEquals(login, pendingLogins.read().orElseThrow());
  }

  @Test
  void machineThatSlept_endsThePatienceToo() {
    pend(pendingLogin().withWaiter(Optional.of(longLived())));
    waiting.oversleepBy(Duration.ofMinutes(1));
    assertStillWaiting(Duration.ofSeconds(30));
    assertEquals(List.of(1L), waiting.waits());
  }

  private LoginException assertStillWaiting(Duration patience) {
    LoginException end =
        assertThrows(
            LoginException.class,
            () -> resumed().complete(Optional.of(patience), Optional.empty(), Optional.empty()));
    assertEquals(LoginException.Reason.STILL_WAITING, end.reason());
    assertEquals(LoginException.Remedy.RESUME, end.remedy());
    return end;
  }

  @Test
  void interrupt_whileAnotherProcessPolls_costsNothing() {
    pend(pendingLogin().withWaiter(Optional.of(longLived())));
    ResumedLogin resumed = resumed();
    assertEquals(Interruption.OVER, resumed.interrupt());
    List<Interruption> meanwhile = new ArrayList<>();
    waiting.duringSleep(() -> meanwhile.add(resumed.interrupt()));
    assertThrows(
        LoginException.class,
        () ->
            resumed.complete(
                Optional.of(Duration.ofSeconds(1)), Optional.empty(), Optional.empty()));
    assertEquals(List.of(Interruption.RESUMABLE), meanwhile);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void interrupt_afterTheOtherProcess_isThatOfTheLogin() throws Exception {
    pend(pendingLogin().withWaiter(Optional.of(endsInWait(1, () -> {}))));
    ResumedLogin resumed = resumed();
    resumed.complete(Optional.empty(), Optional.empty(), Optional.empty());
    assertEquals(Interruption.OVER, resumed.interrupt());
  }
}
