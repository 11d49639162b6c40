package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.PendingLogin;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoginExceptionTest {
  private final LoginException plain =
      new LoginException(
          LoginException.Reason.REFUSED, LoginException.Remedy.LOG_IN, "the message");

  @Test
  void whatIsAdded_leavesTheRestAsItWas() {
    LoggedIn granted =
        new LoggedIn(
            LoginFixture.token("x", "hf_a"),
            LoginFixture.THE_HUB,
            Optional.empty(),
            false,
            PendingLogin.Wishes.NONE,
            Optional.empty());
    Exception cause = new Exception("the cause");
    LoginException all = plain.at(LoginFixture.THE_HUB).of(granted).causedBy(cause);
    assertWhole(all, granted, cause);
    assertWhole(plain.causedBy(cause).of(granted).at(LoginFixture.THE_HUB), granted, cause);
    assertEquals(Optional.empty(), plain.server());
    assertEquals(Optional.empty(), plain.unstored());
  }

  private static void assertWhole(LoginException all, LoggedIn granted, Exception cause) {
    assertEquals(LoginException.Reason.REFUSED, all.reason());
    assertEquals(LoginException.Remedy.LOG_IN, all.remedy());
    assertEquals("the message", all.getMessage());
    assertEquals(Optional.of(LoginFixture.THE_HUB), all.server());
    assertEquals(Optional.of(granted), all.unstored());
    assertSame(cause, all.getCause());
  }

  @Test
  void errorOfAServer_isThatOfTheAnswerThatLedHere() {
    OAuthException refusal =
        new OAuthException(
            OAuthException.Reason.REJECTED,
            Optional.of("invalid_client"),
            LoginFixture.THE_HUB,
            "");
    assertEquals(Optional.of("invalid_client"), plain.causedBy(refusal).error());
    assertEquals(Optional.empty(), plain.causedBy(new Exception("other")).error());
    assertEquals(Optional.empty(), plain.error());
  }

  @Test
  void notLoggedIn_saysToLogIn() {
    LoginException nobody = LoginException.notLoggedIn();
    assertEquals(LoginException.Reason.NOT_LOGGED_IN, nobody.reason());
    assertEquals(LoginException.Remedy.LOG_IN, nobody.remedy());
    assertEquals("not logged in", nobody.getMessage());
  }
}
