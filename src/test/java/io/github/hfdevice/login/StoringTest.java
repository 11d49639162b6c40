package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.hub.TokenOwner;
import io.github.hfdevice.store.HeldLock;
import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.StoreException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoringTest extends LoginFixture {
  private static final TokenOwner BOB =
      new TokenOwner("oauth-bob", Optional.of("bob"), Optional.empty());
  private static final TokenOwner BOBS_LAPTOP =
      new TokenOwner("laptop", Optional.of("bob"), Optional.empty());

  private Storing storing(Servers servers) {
    return new Storing(servers, store, clocks, listener);
  }

  private Storing storing() {
    return storing(hub.servers());
  }

  private LoggedIn store(Storing storing, TokenOwner owner, Server server, boolean isKept)
      throws LoginException {
    return storing.store(granted("hf_a"), owner, server, PendingLogin.Wishes.NONE, isKept);
  }

  @Test
  void tokenOfTheServerOfTheVariables_becomesTheOneInUse() throws Exception {
    Storing storing = storing();
    LoggedIn login = store(storing, BOB, server(), false);
    assertTrue(login.isActive());
    assertEquals(hub.endpoint(), login.server());
    assertEquals("hf_a", text("token"));
    assertFalse(storing.wasInterrupted());
  }

  @Test
  void tokenOfAnotherServer_isMarkedInItsSection_andTheTokenFileIsNotItsOwn() throws Exception {
    Servers hubs = FakeLoginServer.serversOf(Map.of());
    LoggedIn login = store(storing(hubs), BOB, server(), false);
    assertFalse(login.isActive());
    assertFalse(exists("token"));
    assertTrue(named(login.token().name()).notes().inUse());
  }

  @Test
  void tokenOfAnotherServer_isInTheTokenFile_whereThatIsWished() throws Exception {
    Servers hubs = FakeLoginServer.serversOf(Map.of());
    LoggedIn login =
        storing(hubs).store(granted("hf_a"), BOB, server(), wishes(Optional.empty(), true), false);
    assertTrue(login.isActive());
    assertEquals("hf_a", text("token"));
  }

  @Test
  void loginAtTheHubItself_hasTheKeysOfHfAlone() throws Exception {
    Servers hubs = FakeLoginServer.serversOf(Map.of());
    store(storing(hubs), BOB, hubs.hub(THE_HUB), false);
    assertEquals(
        "[oauth-bob]\nhf_token = hf_a\nrefresh_token = r\nexpires_at = 1772366460\n\n",
        text("stored_tokens"));
  }

  @Test
  void interruptedThread_storesWithoutAQuestion_andTellsIt() throws Exception {
    saveActive("laptop", "hf_others");
    Storing storing = storing();
    Thread.currentThread().interrupt();
    store(storing, BOBS_LAPTOP, server(), false);
    assertTrue(storing.wasInterrupted());
    assertFalse(Thread.interrupted());
    assertEquals(List.of(), hub.requests());
    assertEquals("hf_a", named("laptop").accessToken());
  }

  @Test
  void interruptDuringTheQuestion_storesAndTellsIt() throws Exception {
    saveActive("laptop", "hf_others");
    Thread caller = Thread.currentThread();
    hub.meanwhile(WHOAMI, caller::interrupt);
    Storing storing = storing();
    store(storing, BOBS_LAPTOP, server(), false);
    assertTrue(storing.wasInterrupted());
    assertFalse(Thread.interrupted());
    assertEquals("hf_a", named("laptop").accessToken());
  }

  @Test
  void interruptDuringTheWaitForTheLock_storesAndTellsIt() throws Exception {
    Storing storing = storing();
    Thread storer =
        new Thread(
            () -> {
              try {
                store(storing, BOB, server(), false);
              } catch (LoginException e) {
                throw new AssertionError(e);
              }
            });
    HeldLock held = store.lock();
    try (held) {
      storer.start();
      awaitWaiting(storer);
      storer.interrupt();
    }
    storer.join();
    assertTrue(storing.wasInterrupted());
    assertEquals("hf_a", text("token"));
  }

  @Test
  void serverThatCannotBeAskedAboutTheOldToken_costsNoNewOne() throws Exception {
    saveActive("laptop", "hf_others");
    Servers offline = hub.servers(Map.of("HF_HUB_OFFLINE", "1"));
    store(storing(offline), BOBS_LAPTOP, offline.hub(hub.endpoint()), false);
    assertEquals("hf_a", named("laptop").accessToken());
  }

  @Test
  void tokenThatCannotBeStored_isHandedOverInTheFailure() {
    block("token");
    TokenOwner odd = new TokenOwner(" odd\nname", Optional.of("bob"), Optional.empty());
    LoginException unstored =
        assertThrows(LoginException.class, () -> store(storing(), odd, server(), false));
    assertEquals(LoginException.Reason.NOT_STORED, unstored.reason());
    assertEquals(LoginException.Remedy.NONE, unstored.remedy());
    StoreException cause = assertInstanceOf(StoreException.class, unstored.getCause());
    assertEquals("the token could not be stored: " + cause.problem(), unstored.getMessage());
    LoggedIn login = unstored.unstored().orElseThrow();
    assertEquals("odd-name", login.token().name());
    assertEquals("hf_a", login.token().accessToken());
    assertEquals(Optional.of("bob"), login.user());
    assertFalse(login.isActive());
  }

  @Test
  void tokenThatIsKeptElsewhere_canBeResumed() {
    block("stored_tokens.lock");
    URI there = hub.endpoint();
    LoginException unstored =
        assertThrows(LoginException.class, () -> store(storing(), BOB, server(), true));
    assertEquals(LoginException.Remedy.RESUME, unstored.remedy());
    assertTrue(
        unstored
            .getMessage()
            .startsWith("the login was approved, but its token could not be stored: "),
        unstored::getMessage);
    assertEquals(there, unstored.unstored().orElseThrow().server());
  }
}
