package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.oauth.DeviceAuthorization;
import io.github.hfdevice.store.PendingLogin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrantedLoginTest extends LoginFixture {
  private KeptLogin kept(PendingLogin.Granted tokens) {
    KeptLogin kept = new KeptLogin(Optional.of(pendingLogins), pendingLogin(), warnings::add);
    kept.granted(tokens);
    return kept;
  }

  private LoggedIn store(KeptLogin kept) throws Exception {
    return store(hub.servers(), kept);
  }

  private LoggedIn store(Servers servers, KeptLogin kept) throws Exception {
    return new GrantedLogin(servers, store, clocks, listener).store(kept);
  }

  @Test
  void grantedToken_isStoredUnderItsOwner_andNoLongerPending() throws Exception {
    LoggedIn login = store(kept(granted("hf_a")));
    assertEquals("oauth-bob", login.token().name());
    assertEquals("hf_a", text("token"));
    assertFalse(exists("device_login"));
    assertEquals(List.of(WHOAMI), hub.requests());
    assertFalse(Thread.interrupted());
    assertEquals(List.of(), warnings);
  }

  @Test
  void tokenThatItsServerDoesNotTake_isDropped_andForgotten() {
    hub.answer(WHOAMI, 401, "");
    KeptLogin kept = kept(granted("hf_a"));
    LoginException refusal = assertThrows(LoginException.class, () -> store(kept));
    assertEquals(LoginException.Reason.REFUSED, refusal.reason());
    assertEquals(LoginException.Remedy.LOG_IN, refusal.remedy());
    assertEquals(Optional.of(hub.endpoint()), refusal.server());
    assertEquals(
        "the token was not stored, for the server that granted it does not accept it (HTTP 401)",
        refusal.getMessage());
    assertFalse(exists("device_login"));
    assertFalse(exists("stored_tokens"));
  }

  @Test
  void serverThatCannotSayWhoseItIs_costsAWarningOnly() throws Exception {
    hub.answer(WHOAMI, 429, "").answer(USERINFO, 503, "");
    assertEquals(
        "oauth-unidentified-20260301T120000Z", store(kept(granted("hf_a"))).token().name());
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).contains("/api/whoami-v2 answered HTTP 429"), warnings::toString);
  }

  @Test
  void interruptedQuestion_storesTheToken_andStaysInterrupted() throws Exception {
    hub.hang(WHOAMI);
    KeptLogin kept = kept(granted("hf_a"));
    Thread.currentThread().interrupt();
    LoggedIn login = store(kept);
    assertTrue(Thread.interrupted());
    assertEquals(Optional.empty(), login.user());
    assertEquals("hf_a", text("token"));
    assertTrue(warnings.get(0).contains("(nobody waited for its answer)"), warnings::toString);
  }

  @Test
  void interruptWhileTheFilesAreWritten_staysToo() throws Exception {
    KeptLogin kept = kept(granted("hf_a"));
    LoginListener interrupts =
        new LoginListener() {
          @Override
          public void code(DeviceAuthorization authorization) {
            throw new AssertionError("no code is needed");
          }

          @Override
          public void warn(String sentence) {
            Thread.currentThread().interrupt();
          }
        };
    hub.answer(WHOAMI, 503, "");
    new GrantedLogin(hub.servers(), store, clocks, interrupts).store(kept);
    assertTrue(Thread.interrupted());
    assertEquals("hf_a", text("token"));
  }

  @Test
  void forbiddenNetwork_keepsTheGrantForLater() throws Exception {
    KeptLogin kept = kept(granted("hf_a"));
    Servers offline = hub.servers(Map.of("HF_HUB_OFFLINE", "1"));
    LoginException ban = assertThrows(LoginException.class, () -> store(offline, kept));
    assertEquals(LoginException.Reason.OFFLINE, ban.reason());
    assertEquals(Optional.of(granted("hf_a")), pendingLogins.read().orElseThrow().granted());
  }

  @Test
  void filesThatCannotBeWritten_keepTheGrant_toBeResumed() throws Exception {
    block("token");
    KeptLogin kept = kept(granted("hf_a"));
    LoginException unstored = assertThrows(LoginException.class, () -> store(kept));
    assertEquals(LoginException.Reason.NOT_STORED, unstored.reason());
    assertEquals(LoginException.Remedy.RESUME, unstored.remedy());
    assertEquals("hf_a", unstored.unstored().orElseThrow().token().accessToken());
    assertTrue(exists("device_login"));
  }
}
