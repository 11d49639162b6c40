package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.oauth.OAuthException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResumedLoginTest extends ResumedFixture {
  @Test
  void loginOfAnotherProcess_isShownAgain_polledAndStored() throws Exception {
    pend(pendingLogin());
    wall.advanceSeconds(2);
    LoggedIn login = complete();
    assertEquals(
        List.of(
            "code WXYZ-1234",
            "wait of PT4M58S, resumable",
            "poll in PT3S of PT4M58S",
            "wait ended"),
        listener.events);
    assertEquals(List.of(TOKEN, WHOAMI), hub.requests());
    assertEquals("oauth-bob", login.token().name());
    assertEquals(FakeLoginServer.ACCESS_TOKEN, text("token"));
    assertFalse(exists("device_login"));
  }

  @Test
  void loginThatWasPolledLongAgo_isPolledAtOnce() throws Exception {
    pend(pendingLogin());
    wall.advanceSeconds(20);
    complete();
    assertEquals(List.of(0L), waiting.waits());
  }

  @Test
  void clockThatWasPutBack_doesNotMakeTheWaitLonger() throws Exception {
    pend(pendingLogin().withPoll(NOW.plusSeconds(100), Duration.ofSeconds(5)));
    complete();
    assertEquals(List.of(5L), waiting.waits());
  }

  @Test
  void codeThatRanOutMeanwhile_isAskedForOnceMore() throws Exception {
    pend(pendingLogin());
    wall.advanceSeconds(301);
    assertEquals(FakeLoginServer.ACCESS_TOKEN, complete().token().accessToken());
    assertEquals(List.of(0L), waiting.waits());
  }

  @Test
  void codeThatRanOut_andWasNotApproved_isForgotten() {
    pend(pendingLogin().withPoll(NOW.plusSeconds(300), Duration.ofSeconds(5)));
    wall.advanceSeconds(300);
    hub.answer(TOKEN, 400, PENDING);
    OAuthException end = assertThrows(OAuthException.class, this::complete);
    assertEquals(OAuthException.Reason.EXPIRED, end.reason());
    assertFalse(exists("device_login"));
  }

  @Test
  void nothingPending_saysSo() {
    LoginException none = assertThrows(LoginException.class, this::complete);
    assertEquals(LoginException.Reason.NOTHING_PENDING, none.reason());
    assertEquals(LoginException.Remedy.LOG_IN, none.remedy());
    assertEquals("no login is pending", none.getMessage());
  }

  @Test
  void loginAtAnotherServer_orAsAnotherClient_isNotTakenUp() throws Exception {
    pend(pendingLogin());
    assertOther(
        "the pending login is one of " + hub.endpoint() + ", not of https://huggingface.co",
        Optional.of(THE_HUB),
        Optional.empty());
    String client = pendingLogin().origin().clientId();
    assertOther(
        "the pending login is one of " + client + ", not of me",
        Optional.of(hub.endpoint()),
        Optional.of("me"));
    assertEquals(List.of(), hub.requests());
    resumed().complete(Optional.empty(), Optional.of(hub.endpoint()), Optional.of(client));
  }

  private void assertOther(String message, Optional<URI> endpoint, Optional<String> client) {
    LoginException other =
        assertThrows(
            LoginException.class, () -> resumed().complete(Optional.empty(), endpoint, client));
    assertEquals(LoginException.Reason.OTHER_PENDING, other.reason());
    assertEquals(LoginException.Remedy.RESUME, other.remedy());
    assertEquals(message, other.getMessage());
  }

  @Test
  void loginThatWasGranted_isStoredWithoutACode() throws Exception {
    pend(pendingLogin().withGranted(granted("hf_a")));
    assertEquals("hf_a", complete().token().accessToken());
    assertEquals(List.of(), listener.events);
    assertEquals(List.of(WHOAMI), hub.requests());
    assertFalse(exists("device_login"));
  }

  @Test
  void loginThatWasGrantedBefore_isStored_beforeANewOneBegins() throws Exception {
    assertEquals(Optional.empty(), resumed().finishGranted());
    pend(pendingLogin());
    assertEquals(Optional.empty(), resumed().finishGranted());
    assertTrue(exists("device_login"));
    pend(pendingLogin().withGranted(granted("hf_a")));
    assertEquals(
        Optional.of("hf_a"), resumed().finishGranted().map(login -> login.token().accessToken()));
    assertEquals("hf_a", text("token"));
    assertFalse(exists("device_login"));
  }

  @Test
  void loginThatWasGrantedBefore_andCannotBeFinished_isWarnedOf() throws Exception {
    pend(pendingLogin().withGranted(granted("hf_a")));
    Servers offline = hub.servers(Map.of("HF_HUB_OFFLINE", "1"));
    assertEquals(Optional.empty(), resumed(offline).finishGranted());
    assertEquals(
        List.of(
            "an earlier login could not be finished: auth login needs the network, and"
                + " HF_HUB_OFFLINE forbids it"),
        warnings);
  }

  @Test
  void loginThatIsReplaced_isTold_whileItsCodeIsGood() {
    resumed().announceReplacement();
    pend(pendingLogin().withGranted(granted("hf_a")));
    resumed().announceReplacement();
    pend(pendingLogin());
    wall.advanceSeconds(300);
    resumed().announceReplacement();
    assertEquals(List.of(), listener.events);
    wall.advanceSeconds(-1);
    resumed().announceReplacement();
    assertEquals(List.of("replaces WXYZ-1234"), listener.events);
  }
}
