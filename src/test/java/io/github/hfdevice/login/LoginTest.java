package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.StoreException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoginTest extends LoginFixture {
  private static final String DEVICE = "/oauth/device";
  private static final String PENDING = "{\"error\":\"authorization_pending\"}";

  private Login login(LoginPlace place) {
    return new Login(hub.servers(), place, clocks, listener);
  }

  private Login requested(LoginPlace place) throws Exception {
    Login login = login(place);
    login.request(server(), Optional.empty(), PendingLogin.Wishes.NONE);
    return login;
  }

  private PendingLogin onDisk() {
    try {
      return pendingLogins.read().orElseThrow();
    } catch (StoreException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void login_showsTheCode_waitsOneInterval_andStoresTheToken() throws Exception {
    wall.advance(Duration.ofMillis(750));
    LoggedIn login = requested(place()).complete(Optional.empty());
    assertEquals(
        List.of("code WXYZ-1234", "wait of PT5M, resumable", "poll in PT5S of PT5M", "wait ended"),
        listener.events);
    assertEquals(List.of(5L), waiting.waits());
    assertEquals(List.of(DEVICE, TOKEN, WHOAMI), hub.requests());
    assertTrue(
        hub.requests(TOKEN).get(0).body().contains("&device_code=SECRET-d&client_id="),
        () -> hub.requests(TOKEN).toString());
    assertEquals(
        "Bearer " + FakeLoginServer.ACCESS_TOKEN, hub.requests(WHOAMI).get(0).authorization());
    assertEquals(named("oauth-bob"), login.token());
    assertEquals(Optional.of(NOW.plusSeconds(60)), login.token().expiresAt());
    assertEquals(Optional.of("bob"), login.user());
    assertEquals(FakeLoginServer.ACCESS_TOKEN, text("token"));
    assertEquals(
        """
        [oauth-bob]
        hf_token = hf_oauth_SECRET
        refresh_token = r
        expires_at = 1772366460
        endpoint = HUB
        client_id = 26be6b09-91c5-47da-9861-d2d2bb7a7e36
        token_endpoint = HUB/oauth/token
        userinfo_endpoint = HUB/oauth/userinfo
        discovered = false

        """
            .replace("HUB", hub.endpoint().toString()),
        text("stored_tokens"));
    assertFalse(exists("device_login"));
    assertEquals(List.of(), warnings);
  }

  @Test
  void loginUnderWay_isOnDisk_withItsWaiter_andWhatTheServerAskedFor() throws Exception {
    hub.once(TOKEN, 400, PENDING).once(TOKEN, 400, "{\"error\":\"slow_down\"}");
    List<PendingLogin> seen = new ArrayList<>();
    waiting.duringSleep(
        () -> {
          wall.advanceSeconds(7);
          seen.add(onDisk());
        });
    requested(place()).complete(Optional.empty());
    assertEquals(List.of(5L, 5L, 10L), waiting.waits());
    assertEquals(PendingLogin.Waiter.current(), seen.get(0).waiter());
    assertEquals(NOW.plusSeconds(300), seen.get(0).expiresAt());
    assertEquals(NOW, seen.get(0).polledAt());
    assertEquals(NOW.plusSeconds(14), seen.get(2).polledAt());
    assertEquals(Duration.ofSeconds(10), seen.get(2).interval());
  }

  @Test
  void serverInTrouble_isToldToTheListener() throws Exception {
    hub.once(TOKEN, 503, "");
    requested(placeForTokensOnly()).complete(Optional.empty());
    assertEquals(
        List.of(
            "code WXYZ-1234",
            "wait of PT5M",
            "poll in PT5S of PT5M",
            "poll in PT10S of PT4M55S: the server is in trouble (HTTP 503)",
            "wait ended"),
        listener.events);
    assertFalse(exists("device_login"));
  }

  @Test
  void layoutOfTheProposal_isPolledWhereItAnswers_andRefreshedAtTheHubsAddress() throws Exception {
    String base = hub.endpoint().toString();
    hub.answer("/oauth/device/code", 200, FakeLoginServer.DEVICE_ANSWER).answer(DEVICE, 404, "");
    hub.answer("/oauth/device/token", 200, "{\"access_token\":\"hf_proposal\"}");
    Login login = requested(place());
    List<PendingLogin> seen = new ArrayList<>();
    waiting.duringSleep(() -> seen.add(onDisk()));
    LoggedIn done = login.complete(Optional.empty());
    assertEquals(URI.create(base + "/oauth/device/token"), seen.get(0).tokenEndpoint());
    assertEquals(URI.create(base + TOKEN), done.token().origin().orElseThrow().token());
    assertEquals("hf_proposal", text("token"));
    assertEquals(Optional.empty(), done.token().expiresAt());
  }

  @Test
  void scope_isAskedFor_andWhatIsMissingOfItIsWarnedOf() throws Exception {
    hub.answer(TOKEN, 200, "{\"access_token\":\"hf_a\",\"scope\":\"openid\"}");
    Login login = login(place());
    Optional<String> scope = Optional.of("openid write-repos");
    login.request(server(), scope, new PendingLogin.Wishes(false, Optional.empty(), false, scope));
    LoggedIn done = login.complete(Optional.empty());
    String form = hub.requests(DEVICE).get(0).body();
    assertTrue(form.endsWith("&scope=openid+write-repos"), form);
    assertEquals(Optional.of("openid"), done.grantedScope());
    assertEquals(
        List.of("the server granted fewer scopes than were asked for; missing: write-repos"),
        warnings);
  }

  @Test
  void patienceThatEnds_leavesTheLoginToBeResumed() throws Exception {
    hub.answer(TOKEN, 400, PENDING);
    Login login = requested(place());
    LoginException end =
        assertThrows(
            LoginException.class, () -> login.complete(Optional.of(Duration.ofSeconds(7))));
    assertEquals(LoginException.Reason.STILL_WAITING, end.reason());
    assertEquals(LoginException.Remedy.RESUME, end.remedy());
    assertEquals(
        "the login was not approved yet; its code is good until 2026-03-01T12:05:00Z",
        end.getMessage());
    assertEquals(List.of(5L, 2L), waiting.waits());
    assertEquals(Optional.empty(), onDisk().waiter());
    assertEquals(Interruption.OVER, login.interrupt());
    assertEquals("wait ended", listener.events.get(listener.events.size() - 1));
  }

  @Test
  void patienceThatEnds_withoutAPlace_offersNoResuming() throws Exception {
    hub.answer(TOKEN, 400, PENDING);
    Login login = requested(placeForTokensOnly());
    LoginException end =
        assertThrows(LoginException.class, () -> login.complete(Optional.of(Duration.ZERO)));
    assertEquals(LoginException.Remedy.NONE, end.remedy());
  }

  @Test
  void denial_endsTheLogin_andForgetsIt() throws Exception {
    hub.answer(TOKEN, 400, "{\"error\":\"access_denied\"}");
    Login login = requested(place());
    OAuthException denial =
        assertThrows(OAuthException.class, () -> login.complete(Optional.empty()));
    assertEquals(OAuthException.Reason.DENIED, denial.reason());
    assertFalse(exists("device_login"));
    assertFalse(exists("token"));
    assertEquals(Interruption.OVER, login.interrupt());
  }

  @Test
  void interruptedWait_leavesTheLoginToBeResumed() throws Exception {
    hub.answer(TOKEN, 400, PENDING);
    Login login = requested(place());
    waiting.duringSleep(() -> Thread.currentThread().interrupt());
    assertThrows(InterruptedException.class, () -> login.complete(Optional.empty()));
    assertEquals(Optional.empty(), onDisk().waiter());
    assertEquals("wait ended", listener.events.get(listener.events.size() - 1));
    assertFalse(exists("token"));
  }

  @Test
  void interrupt_losesTheLogin_onlyWhileTheCodeIsRequested() throws Exception {
    Login login = login(place());
    assertEquals(Interruption.OVER, login.interrupt());
    List<Interruption> meanwhile = new ArrayList<>();
    hub.meanwhile(DEVICE, () -> meanwhile.add(login.interrupt()));
    login.request(server(), Optional.empty(), PendingLogin.Wishes.NONE);
    assertEquals(List.of(Interruption.LOST), meanwhile);
    assertEquals(Interruption.RESUMABLE, login.interrupt());
  }

  @Test
  void interruptBesideTheWait_leavesTheLogin_andTheGrantIsStoredAllTheSame() throws Exception {
    Login login = requested(place());
    waiting.duringSleep(() -> assertEquals(Interruption.RESUMABLE, login.interrupt()));
    login.complete(Optional.empty());
    assertEquals(FakeLoginServer.ACCESS_TOKEN, text("token"));
    assertFalse(exists("device_login"));
  }

  @Test
  void loginThatIsLeft_isShown_keptOnDisk_andNotPolled() throws Exception {
    assertEquals(NOW.plusSeconds(300), requested(place()).leave());
    assertEquals(List.of("code WXYZ-1234"), listener.events);
    assertEquals(Optional.empty(), onDisk().waiter());
    assertEquals("SECRET-d", onDisk().deviceCode());
    assertEquals(List.of(DEVICE), hub.requests());
  }

  @Test
  void loginThatCannotBeKept_isNotLeft_andItsCodeNotShown() throws Exception {
    Login login = requested(place());
    block("device_login");
    assertThrows(StoreException.class, login::leave);
    assertEquals(List.of(), listener.events);
  }

  @Test
  void nameOfAnotherServersToken_isRefused_beforeACodeIsRequested() {
    saveOf(THE_HUB, "mine", "hf_a");
    Login login = login(place());
    LoginException taken =
        assertThrows(
            LoginException.class,
            () -> login.request(server(), Optional.empty(), wishes(Optional.of("mine"), false)));
    assertEquals(LoginException.Reason.NAME_TAKEN, taken.reason());
    assertEquals(List.of(), hub.requests());
    assertEquals(Interruption.OVER, login.interrupt());
  }

  @Test
  void wishes_areKept_forWhoeverGoesOn() throws Exception {
    PendingLogin.Wishes wishes =
        new PendingLogin.Wishes(true, Optional.of("mine"), true, Optional.of("openid"));
    Login login = login(place());
    login.request(server(), Optional.empty(), wishes);
    login.leave();
    assertEquals(wishes, onDisk().wishes());
    assertEquals("mine", login.complete(Optional.empty()).token().name());
  }
}
