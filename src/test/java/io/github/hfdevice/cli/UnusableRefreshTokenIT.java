package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A refresh token that cannot be kept costs nobody the access token that came with it. */
class UnusableRefreshTokenIT extends ScriptedHubCase {
  private static final String WARNING =
      "Warning: refresh_token is longer than the 65536 characters that are taken, so it was not"
          + " kept: once the new token expires, a new login is needed\n";

  @BeforeEach
  void grantOne() {
    String grant = ScriptedHub.GRANT.replace(ScriptedHub.REFRESH_TOKEN, "r".repeat(70_000));
    hub.answer("/oauth/token", json(200, grant));
  }

  private void assertStoredWithoutIt() throws Exception {
    assertEquals(ScriptedHub.ACCESS_TOKEN, text(program.token()));
    assertFalse(text(program.storedTokens()).contains("refresh_token"));
  }

  @Test
  void login_standsWithoutIt() throws Exception {
    program.run("auth", "login").exits(0).says(WARNING).says("Logged in as bob");
    assertStoredWithoutIt();
  }

  @Test
  void refreshedToken_isPrinted_andStored() throws Exception {
    String section = "[x]\nhf_token = hf_x\nrefresh_token = hf_r\nexpires_at = 1000\n\n";
    program.loggedIn("hf_x", section);
    program
        .run("auth", "token")
        .exits(0)
        .prints(ScriptedHub.ACCESS_TOKEN + "\n")
        .says(WARNING)
        .hides(ScriptedHub.ACCESS_TOKEN);
    assertStoredWithoutIt();
    program.run("auth", "token").exits(0).prints(ScriptedHub.ACCESS_TOKEN + "\n").saysNothing();
    assertEquals(1, hub.requests("/oauth/token").size());
  }
}
