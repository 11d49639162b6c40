package io.github.hfdevice.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.demo.DeviceCodes.Answer;
import io.github.hfdevice.time.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DeviceCodesTest {
  private static final List<String> SCOPES = List.of("openid");

  private final FakeClock clock = new FakeClock();
  private Grants grants;
  private DeviceCodes codes = codes(PracticeHub.Options.builder());

  private DeviceCodes codes(PracticeHub.Builder builder) {
    PracticeHub.Options options = builder.clock(clock).random(new Random(7)).build();
    Secrets secrets = new Secrets(options.random());
    grants = new Grants(options, secrets, "http://127.0.0.1:1");
    codes = new DeviceCodes(options, secrets, grants);
    return codes;
  }

  private DeviceCodes.Issued issue() {
    try {
      return codes.issue("app", SCOPES);
    } catch (OAuthError e) {
      throw new AssertionError(e);
    }
  }

  private String error(DeviceCodes.Issued issued) {
    return assertThrows(OAuthError.class, () -> codes.poll(issued.deviceCode(), "app")).code();
  }

  @Test
  void userCode_hasTheShapeOfTheHubs_withoutCharactersThatLookAlike() {
    for (int i = 0; i < 200; i++) {
      assertTrue(issue().userCode().matches("[CDFGHJKMNPQRTVWX]{4}-[2-9]{4}"));
    }
  }

  @Test
  void pendingLogin_isGranted_onceApproved() throws OAuthError {
    DeviceCodes.Issued issued = issue();
    assertEquals("authorization_pending", error(issued));

    codes.decide(issued.userCode(), true);
    clock.advanceSeconds(5);

    assertEquals("openid", codes.poll(issued.deviceCode(), "app").scope());
  }

  @Test
  void arrivals_areCounted_forEachLogin() {
    DeviceCodes.Issued issued = issue();
    DeviceCodes.Issued other = issue();

    assertEquals(1, codes.arrive(issued.deviceCode()));
    assertEquals(2, codes.arrive(issued.deviceCode()));

    assertEquals(2, codes.arrivals(issued.userCode()));
    assertEquals(0, codes.arrivals(other.userCode()));
    assertEquals(0, codes.arrive("unknown"));
  }

  @Test
  void deniedLogin_staysDenied() {
    DeviceCodes.Issued issued = issue();
    codes.decide(issued.userCode(), false);

    assertEquals("access_denied", error(issued));
    assertEquals("access_denied", error(issued));
    assertThrows(IllegalArgumentException.class, () -> codes.decide(issued.userCode(), true));
  }

  @Test
  void code_expiresAtItsEnd_andNotBefore_evenWhenApproved() {
    DeviceCodes.Issued issued = issue();
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertEquals("authorization_pending", error(issued));
    codes.decide(issued.userCode(), true);

    clock.advance(Duration.ofMillis(1));

    assertEquals("expired_token", error(issued));
    assertEquals(Answer.EXPIRED, codes.lookUp(issued.userCode()).answer());
  }

  @Test
  void secondUseOfADeviceCode_revokesWhatTheFirstGave() throws OAuthError {
    DeviceCodes.Issued issued = issue();
    codes.decide(issued.userCode(), true);
    IssuedTokens tokens = codes.poll(issued.deviceCode(), "app");
    assertTrue(grants.identify(tokens.accessToken()).isPresent());

    assertEquals("invalid_grant", error(issued));

    assertTrue(grants.identify(tokens.accessToken()).isEmpty());
    assertThrows(OAuthError.class, () -> grants.refresh(tokens.refreshToken(), "app"));
  }

  @Test
  void deviceCode_isWorthNothing_toAnotherClient() throws OAuthError {
    DeviceCodes.Issued issued = issue();
    codes.decide(issued.userCode(), true);

    OAuthError refused =
        assertThrows(OAuthError.class, () -> codes.poll(issued.deviceCode(), "thief"));

    assertEquals("invalid_grant", refused.code());
    assertEquals("openid", codes.poll(issued.deviceCode(), "app").scope());
  }

  @Test
  void earlyPoll_addsFiveSeconds_eachTime() throws OAuthError {
    DeviceCodes.Issued issued = issue();
    assertEquals("authorization_pending", error(issued));
    clock.advanceSeconds(4);
    assertEquals("slow_down", error(issued));
    clock.advanceSeconds(9);
    assertEquals("slow_down", error(issued));
    clock.advanceSeconds(15);
    assertEquals("authorization_pending", error(issued));

    codes.decide(issued.userCode(), true);
    clock.advanceSeconds(14);
    assertEquals("slow_down", error(issued));
    clock.advanceSeconds(20);
    assertEquals("openid", codes.poll(issued.deviceCode(), "app").scope());
  }

  @Test
  void pollThatTheNetworkQuickened_isNotPunished() {
    DeviceCodes.Issued issued = issue();
    assertEquals("authorization_pending", error(issued));
    clock.advance(Duration.ofMillis(4_800));

    assertEquals("authorization_pending", error(issued));
  }

  @Test
  void lenientPolling_neverSlowsDown() {
    codes(PracticeHub.Options.builder().strictPolling(false));
    DeviceCodes.Issued issued = issue();

    assertEquals("authorization_pending", error(issued));
    assertEquals("authorization_pending", error(issued));
  }

  @Test
  void slowDownScenario_slowsTheFirstTwoPolls_thenGrants() throws OAuthError {
    codes(PracticeHub.Options.builder().scenario(Scenario.SLOW_DOWN).autoApprove(Duration.ZERO));
    DeviceCodes.Issued issued = issue();
    clock.advanceSeconds(5);
    assertEquals("slow_down", error(issued));
    clock.advanceSeconds(10);
    assertEquals("slow_down", error(issued));
    clock.advanceSeconds(15);

    assertEquals("openid", codes.poll(issued.deviceCode(), "app").scope());
  }

  @Test
  void denyScenario_deniesAfterTheFirstPoll_evenWithAutoApproval() {
    codes(PracticeHub.Options.builder().scenario(Scenario.DENY).autoApprove(Duration.ZERO));
    DeviceCodes.Issued issued = issue();

    assertEquals("authorization_pending", error(issued));
    assertEquals("access_denied", error(issued));
  }

  @Test
  void expireScenario_runsOutAfterThreeSeconds_evenWithAutoApproval() {
    codes(PracticeHub.Options.builder().scenario(Scenario.EXPIRE).autoApprove(Duration.ZERO));
    DeviceCodes.Issued issued = issue();
    clock.advanceSeconds(2);
    assertEquals("authorization_pending", error(issued));
    clock.advanceSeconds(1);

    assertEquals("expired_token", error(issued));
  }

  @Test
  void autoApproval_happensAfterItsDelay() throws OAuthError {
    codes(PracticeHub.Options.builder().autoApprove(Duration.ofSeconds(7)));
    DeviceCodes.Issued issued = issue();
    clock.advanceSeconds(6);
    assertEquals("authorization_pending", error(issued));
    clock.advanceSeconds(6);

    assertEquals("openid", codes.poll(issued.deviceCode(), "app").scope());
  }

  @Test
  void typedCode_isFound_whateverItsCaseHyphensAndBlanks() {
    String userCode = issue().userCode();
    String bare = userCode.replace("-", "");
    String lower = userCode.toLowerCase(Locale.ROOT);
    String spread = " " + bare.substring(0, 4) + "\u00a0\u2013 " + bare.substring(4) + "\t";
    for (String typed : List.of(userCode, bare, lower, bare.toLowerCase(Locale.ROOT), spread)) {
      assertEquals(Answer.WAITING, codes.lookUp(typed).answer(), typed);
    }
  }

  @Test
  void wrongGuesses_lockTheDoorForAMinute_alsoForTheRightCode() {
    String userCode = issue().userCode();
    for (int i = 0; i < GuessLimit.MAX_WRONG; i++) {
      assertEquals(Answer.UNKNOWN, codes.lookUp("AAAA-0000").answer());
    }
    clock.advanceSeconds(59);
    assertEquals(Answer.TOO_MANY_GUESSES, codes.lookUp(userCode).answer());

    clock.advanceSeconds(1);
    assertEquals(Answer.WAITING, codes.lookUp(userCode).answer());
  }

  @Test
  void decision_needsTheTokenOfTheForm() {
    DeviceCodes.Issued issued = issue();
    String token = codes.lookUp(issued.userCode()).login().orElseThrow().formToken();

    assertEquals(Answer.FORGED, codes.decide(issued.userCode(), "", true));
    assertEquals(Answer.FORGED, codes.decide(issued.userCode(), token + "x", true));
    assertEquals("authorization_pending", error(issued));

    assertEquals(Answer.DECIDED, codes.decide(issued.userCode(), token, true));
    assertEquals(Answer.ALREADY_USED, codes.decide(issued.userCode(), token, false));
  }

  @Test
  void codes_areForgotten_onlyLongAfterTheirEnd() {
    DeviceCodes.Issued old = issue();
    clock.advanceSeconds(300 + 600);
    assertNotEquals(old.userCode(), issue().userCode());
    assertEquals(Answer.EXPIRED, codes.lookUp(old.userCode()).answer());

    clock.advanceSeconds(1);
    assertNotEquals(old.userCode(), issue().userCode());
    assertEquals(Answer.UNKNOWN, codes.lookUp(old.userCode()).answer());
    assertEquals("invalid_grant", error(old));
  }

  @Test
  void manyPollsAtOnce_giveTokensToOneOfThem() throws Exception {
    codes(PracticeHub.Options.builder().strictPolling(false).autoApprove(Duration.ZERO));
    DeviceCodes.Issued issued = issue();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Integer> poll =
          () -> {
            try {
              codes.poll(issued.deviceCode(), "app");
              return 1;
            } catch (OAuthError e) {
              assertEquals("invalid_grant", e.code());
              return 0;
            }
          };
      int granted = 0;
      for (Future<Integer> each :
          threads.invokeAll(List.of(poll, poll, poll, poll, poll, poll, poll, poll))) {
        granted += each.get();
      }
      assertEquals(1, granted);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void secrets_appearInNoToString() {
    DeviceCodes.Issued issued = issue();
    DeviceCodes.Lookup lookup = codes.lookUp(issued.userCode());

    assertFalse(issued.toString().contains(issued.deviceCode()));
    assertFalse(lookup.toString().contains(lookup.login().orElseThrow().formToken()));
  }

  @Test
  void veryManyLogins_makeRoomOfThoseThatAreOver_thenTheNextIsRefused() throws OAuthError {
    codes(PracticeHub.Options.builder().autoApprove(Duration.ofSeconds(10)));
    DeviceCodes.Issued consumed = issue();
    clock.advanceSeconds(10);
    codes.poll(consumed.deviceCode(), "app");
    DeviceCodes.Issued denied = issue();
    codes.decide(denied.userCode(), false);
    DeviceCodes.Issued waiting = issue();
    for (int i = 3; i < DeviceCodes.MOST_LOGINS; i++) {
      issue();
    }
    assertEquals("access_denied", error(denied));

    issue();
    issue();
    assertEquals("invalid_grant", error(denied), "forgotten");
    assertEquals("invalid_grant", error(consumed), "forgotten");
    OAuthError refused = assertThrows(OAuthError.class, () -> codes.issue("app", SCOPES));
    assertEquals("temporarily_unavailable", refused.code());
    assertEquals(429, refused.status());
    assertEquals("60", Reply.oauthError(refused).headers().get("Retry-After"));
    assertEquals("authorization_pending", error(waiting), "those that wait are not given up");

    clock.advanceSeconds(300);
    assertTrue(issue().userCode().length() > 0, "the others ran out");
  }
}
