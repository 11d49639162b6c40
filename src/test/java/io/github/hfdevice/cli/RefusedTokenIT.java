package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token with weeks to live that its server takes no more, and a refresh token that is good. */
@EnabledOnOs(OS.LINUX)
class RefusedTokenIT extends ScriptedHubCase {
  private static final String DEAD = "hf_dead_token_0123456789";
  private static final String WHOAMI = "/api/whoami-v2";
  private static final long WEEK = 7 * 24 * 3600;

  @BeforeEach
  void logIn() throws Exception {
    loggedIn();
    hub.answer("/oauth/token", json(200, ScriptedHub.REFRESH));
    hub.whoami(DEAD, json(401, "{\"error\":\"Invalid credentials\"}"));
  }

  private void loggedIn() throws Exception {
    files.holds(
        DEAD,
        new HubLogin(DEAD, "rt_old").section("oauth-alice", WEEK)
            + new HubLogin("hf_other", "rt_other").section("other", WEEK));
  }

  private int refreshes() {
    return hub.requests("/oauth/token").size();
  }

  private Run git(String action, String... lines) throws Exception {
    String host = hub.endpoint().substring("http://".length());
    String words = "protocol=http\\nhost=" + host + "\\n";
    for (String line : lines) {
      words += line + "\\n";
    }
    return program.shell("printf '" + words + "\\n' | \"$hf\" auth git-credential " + action);
  }

  private static String answer(String token) {
    return "username=hf_user\npassword=" + token + "\n";
  }

  @Test
  void eraseOfThePasswordThatWeGave_makesTheNextGetRefresh_once() throws Exception {
    git("get").exits(0).prints(answer(DEAD)).saysNothing();
    git("erase", "username=hf_user", "password=" + DEAD).exits(0).prints("").saysNothing();
    assertEquals(0, refreshes());

    git("get").exits(0).prints(answer("hf_new")).saysNothing();
    git("get").exits(0).prints(answer("hf_new")).saysNothing();

    assertEquals(1, refreshes());
    assertEquals("hf_new", files.activeToken());
    assertEquals("rt_new", files.stored("oauth-alice", "refresh_token"));
    assertEquals("rt_other", files.stored("other", "refresh_token"));
  }

  @Test
  void eraseThenTokenOrExec_refreshesToo() throws Exception {
    git("erase", "password=" + DEAD).exits(0);
    program.run("auth", "token").exits(0).prints("hf_new\n").saysNothing();
    loggedIn();
    git("erase", "password=" + DEAD).exits(0);
    program.shell("\"$hf\" auth exec -- sh -c 'echo $HF_TOKEN'").exits(0).prints("hf_new\n");
    assertEquals(2, refreshes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "erase password=hf_of_somebody_else",
        "erase username=hf_user",
        "erase password=",
        "store password=" + DEAD,
        "erase host=127.0.0.1:1 password=" + DEAD
      })
  void anyOtherErase_isIgnored(String words) throws Exception {
    List<String> all = List.of(words.split(" ", -1));
    git(all.get(0), all.subList(1, all.size()).toArray(new String[0])).exits(0).saysNothing();
    git("get").exits(0).prints(answer(DEAD)).saysNothing();
    assertEquals(0, refreshes());
  }

  @Test
  void eraseOfAnotherStoredToken_isNotedThere() throws Exception {
    git("erase", "password=hf_other").exits(0);
    git("get").exits(0).prints(answer(DEAD));
    program.run("auth", "switch", "other").exits(0);
    git("get").exits(0).prints(answer("hf_new"));
    assertEquals(1, refreshes());
    assertEquals(DEAD, files.stored("oauth-alice", "hf_token"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"whoami", "status", "env", "doctor"})
  void whoIsToldOf401_refreshesOnce_andAsksAgain(String command) throws Exception {
    boolean isOfAuth = List.of("whoami", "status").contains(command);
    Run run = isOfAuth ? program.run("auth", command).exits(0) : program.run(command).exits(0);
    assertTrue(run.stdout().contains("bob"), run::toString);
    assertEquals(1, refreshes());
    assertEquals("hf_new", files.activeToken());
  }

  @Test
  void tokenThatIsRefusedAfterTheRefreshToo_isNotRefreshedTwice() throws Exception {
    hub.answer(WHOAMI, json(401, "{\"error\":\"Invalid credentials\"}"));
    program.run("auth", "whoami").failsShortly(5).says("Run: hf-device auth login --force");
    assertEquals(1, refreshes());
    assertEquals(2, hub.requests(WHOAMI).size());
  }

  @Test
  void refreshThatFailsForNow_isNoReasonToLogInAgain() throws Exception {
    hub.answer("/oauth/token", json(503, "{}"));
    program
        .run("auth", "whoami")
        .failsShortly(6)
        .says("does not accept the token")
        .says("HTTP 503")
        .says("Try again later.")
        .hides("auth login");
    JsonNode status = program.run("auth", "status", "--json").exits(6).onlyJson();
    assertEquals(6, status.path("exit_code").asInt());
    assertEquals("rt_old", files.stored("oauth-alice", "refresh_token"));
  }

  @Test
  void refreshTokenThatIsVoidToo_needsALogin() throws Exception {
    hub.answer("/oauth/token", json(400, "{\"error\":\"invalid_grant\"}"));
    program
        .run("auth", "whoami")
        .failsShortly(5)
        .says("invalid_grant")
        .says("Run: hf-device auth login --force");
  }

  @Test
  void clientWhoseSecretIsMissing_isToldTheVariable() throws Exception {
    files.holds(
        DEAD,
        new HubLogin(DEAD, "rt_old").section("oauth-alice", WEEK).stripTrailing()
            + "\nendpoint = "
            + hub.endpoint()
            + "\nclient_id = mine\nconfidential = true\ntoken_endpoint = "
            + hub.endpoint()
            + "/oauth/token\nuserinfo_endpoint = "
            + hub.endpoint()
            + "/oauth/userinfo\ndiscovered = false\n\n");
    program.run("auth", "whoami").says("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET").prints("");
    assertEquals(0, refreshes());
  }

  @Test
  void storeThatCannotBeWritten_costsNoRefresh_andBothAreSaid() throws Exception {
    Mounts mounts = new Mounts(program).readOnly(files.storedTokens()).assumed();
    mounts
        .run("auth", "whoami")
        .failsShortly(5)
        .says("does not accept the token")
        .says("the file system is read-only");
    Run status = mounts.run("auth", "status").exits(5).says("the file system is read-only");
    assertTrue(status.stdout().contains("oauth-alice"), status::toString);
    assertEquals(0, refreshes());
  }

  @Test
  void tokenOfTheVariable_isNotRefreshed() throws Exception {
    program.with("HF_TOKEN", DEAD);
    program.run("auth", "whoami").failsShortly(5).says("Correct HF_TOKEN").hides("login --force");
    assertEquals(0, refreshes());
    assertEquals(DEAD, files.activeToken());
  }
}
