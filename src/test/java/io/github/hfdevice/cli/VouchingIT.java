package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static io.github.hfdevice.cli.ScriptedHub.html;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A token that nobody vouched for never takes the place of one that works. */
@Execution(ExecutionMode.CONCURRENT)
class VouchingIT extends ScriptedHubCase {
  private static final String GOOD = "[good]\nhf_token = hf_good\n\n";

  /** Both of the Hub's addresses answer so, as one server or one network before it does. */
  private void everybodyAnswers(ResponseDefinitionBuilder answer) {
    hub.answer("/api/whoami-v2", answer).answer("/oauth/userinfo", answer);
  }

  private void assertGoodTokenIsLeft() throws Exception {
    assertEquals("hf_good", text(program.token()));
    assertEquals(GOOD, text(program.storedTokens()));
  }

  private Run paste() throws Exception {
    return program.stdin("hf_pasted\n").run("auth", "login", "--force", "--with-token");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 418, 451})
  void clearRefusal_storesNothing(int status) throws Exception {
    everybodyAnswers(json(status, "{\"error\":\"So it is\"}"));
    Run fresh = paste().failsShortly(5).says("HTTP " + status).says("So it is").says("not stored");
    fresh.hides("hf_pasted").hides("Logged in");
    assertFalse(Files.exists(program.token()) || Files.exists(program.storedTokens()));

    program.loggedIn("hf_good", GOOD);
    paste().failsShortly(5);
    program.run("auth", "login", "--force", "--token", "hf_pasted").failsShortly(5);
    assertGoodTokenIsLeft();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | <html>Welcome to the hotel</html> | with a web page",
        "200 | Welcome | with text that is not a JSON object",
        "200 | '' | with an empty answer",
        "200 | '[\"bob\"]' | with text that is not a JSON object",
        "200 | '{\"type\":\"user\"}' | and named no user",
        "200 | '{\"name\":null}' | and named no user",
        "200 | '{\"error\":\"Log in first\"}' | and named no user: Log in first",
        "204 | '' | HTTP 204",
        "401 | <html>Log in to this network</html> | a proxy or a firewall may have sent",
        "403 | <html>blocked</html> | a proxy or a firewall may have sent",
        "404 | <html>nothing</html> | a proxy or a firewall may have sent",
      })
  void answerThatIsNoVouching_refusesAPastedToken_andKeepsAGrantedOne(
      int status, String body, String words) throws Exception {
    everybodyAnswers(json(status, body));
    program.loggedIn("hf_good", GOOD);
    paste().failsShortly(5).says(words).says("hf-device doctor").says("not stored");
    assertGoodTokenIsLeft();

    program.run("auth", "login", "--force").exits(0).says("Warning: ").says(words);
    assertEquals(ScriptedHub.ACCESS_TOKEN, text(program.token()));
    assertTrue(text(program.storedTokens()).startsWith(GOOD), "the good one is stored still");
  }

  @Test
  void redirectToALogin_isNoVouching() throws Exception {
    program.loggedIn("hf_good", GOOD);
    everybodyAnswers(json(302, "").withHeader("Location", "http://portal.test/login"));
    paste().failsShortly(5).says("http://portal.test/login").says("hf-device doctor");
    assertGoodTokenIsLeft();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void trouble_storesThePastedToken_andSaysThatNobodyVouched(int status) throws Exception {
    everybodyAnswers(html(status));
    Run run = paste().exits(0).hides("hf_pasted");
    run.says("Warning: stored; the server could not say whose the token is").says("HTTP " + status);
    run.says("Logged in, though the server did not say as whom");
    assertEquals("hf_pasted", text(program.token()));
  }

  @Test
  void noAnswer_storesThePastedToken_andSaysThatNobodyVouched() throws Exception {
    everybodyAnswers(json(200, "").withFault(Fault.CONNECTION_RESET_BY_PEER));
    paste().exits(0).says("Warning: stored; the server could not say whose the token is");
    assertEquals("hf_pasted", text(program.token()));
  }

  @Test
  void sameTokenTwice_isOneSection() throws Exception {
    everybodyAnswers(json(503, "{}"));
    paste().exits(0);
    String first = text(program.storedTokens());
    paste().exits(0);
    assertEquals(first, text(program.storedTokens()));
    assertEquals(1, program.files().sections().size());

    everybodyAnswers(json(200, "{\"name\":\"bob\"}"));
    for (int i = 0; i < 2; i++) {
      paste().exits(0).says("Logged in as bob");
      assertEquals("[oauth-bob]", text(program.storedTokens()).lines().findFirst().orElseThrow());
      assertEquals(1, program.files().sections().size());
      assertEquals("hf_pasted", text(program.token()));
    }
  }

  @Test
  void tokenThatIsThere_keepsItsRefreshToken_whenItIsPasted() throws Exception {
    program.run("auth", "login").exits(0);
    String stored = text(program.storedTokens());
    for (ResponseDefinitionBuilder answer :
        List.of(json(200, "{\"name\":\"bob\"}"), json(503, "{}"))) {
      everybodyAnswers(answer);
      program
          .stdin(ScriptedHub.ACCESS_TOKEN)
          .run("auth", "login", "--force", "--with-token")
          .exits(0);
      assertEquals(stored, text(program.storedTokens()));
    }
  }

  @Test
  void grantedTokenThatTheServerRefuses_isNotStored_andItsWordsAreTold() throws Exception {
    everybodyAnswers(json(401, "{\"error\":\"This application was suspended\"}"));
    program.loggedIn("hf_good", GOOD);
    program
        .run("auth", "login", "--force")
        .exits(5)
        .says("does not accept it (HTTP 401: This application was suspended)");
    assertGoodTokenIsLeft();
  }

  @Test
  void userinfo_vouchesWhereWhoamiCannot() throws Exception {
    hub.answer("/oauth/userinfo", json(200, "{\"sub\":\"1\",\"preferred_username\":\"carol\"}"));
    for (ResponseDefinitionBuilder answer : List.of(html(200), json(429, "{}"), json(400, "{}"))) {
      hub.answer("/api/whoami-v2", answer);
      paste().exits(0).says("Logged in as carol").hides("Warning");
    }
  }
}
