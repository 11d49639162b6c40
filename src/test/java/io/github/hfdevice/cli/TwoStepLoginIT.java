package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A login in two steps, and one that another process goes on with. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class TwoStepLoginIT extends ScriptedHubCase {
  private static final String PENDING = "{\"error\":\"authorization_pending\"}";
  private static final String RESUME = BuiltProgram.LAUNCHER + " auth login --resume";

  private void nobodyDecides() {
    hub.answer("/oauth/token", json(400, PENDING));
  }

  private void thePersonApproves() {
    hub.answer("/oauth/token", json(200, ScriptedHub.GRANT));
  }

  private Path pendingLogin() {
    return program.hfHome().resolve("device_login");
  }

  private void assertLoggedIn() throws Exception {
    assertEquals(ScriptedHub.ACCESS_TOKEN, text(program.token()));
    assertFalse(Files.exists(pendingLogin()), "the pending login is still there");
  }

  private void assertNothingIsPending() throws Exception {
    assertFalse(Files.exists(pendingLogin()), "the pending login is still there");
    program.run("auth", "login", "--resume").failsShortly(2).says("no login is pending");
  }

  @Test
  void noWait_showsCodeAndCommand_andPollsNothing() throws Exception {
    Run run = program.run("auth", "login", "--no-wait").exits(0).prints("");
    run.says("Visit http://127.0.0.1/oauth/device and enter code: WXYZ-1234\n");
    run.says(RESUME + "\n").hides(ScriptedHub.DEVICE_CODE);
    assertEquals(List.of(), hub.requests("/oauth/token"));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(pendingLogin())));
    assertFalse(Files.exists(program.token()));
  }

  @Test
  void theCommandThatNoWaitPrints_finishesTheLogin() throws Exception {
    String said = program.run("auth", "login", "--no-wait").exits(0).stderr();
    String command =
        said.lines().filter(line -> line.contains("--resume")).findFirst().orElseThrow();
    program.shell(command.substring(command.indexOf("finish with: ") + 13)).exits(0);
    assertLoggedIn();
    assertNothingIsPending();
  }

  @Test
  void noWait_inJson_isTwoEvents() throws Exception {
    List<JsonNode> events = program.run("auth", "login", "--no-wait", "--json").exits(0).json();
    assertEquals("device_code", events.get(0).get("event").asText());
    assertEquals("pending", events.get(1).get("event").asText());
    assertEquals(RESUME, events.get(1).get("resume_command").asText());
    assertTrue(events.get(1).get("expires_at").isIntegralNumber());
    assertEquals(2, events.size());
  }

  @Test
  void resume_inJson_showsTheCodeAgain_andTheEnd() throws Exception {
    program.run("auth", "login", "--no-wait").exits(0);
    List<JsonNode> events = program.run("auth", "login", "--resume", "--json").exits(0).json();
    assertEquals("device_code", events.get(0).get("event").asText());
    assertEquals("WXYZ-1234", events.get(0).get("user_code").asText());
    assertTrue(events.get(0).get("expires_in").asInt() <= 300);
    assertEquals("auth_success", events.get(1).get("event").asText());
    assertLoggedIn();
  }

  @Test
  void timeout_givesUpWaiting_asOftenAsItTakes() throws Exception {
    nobodyDecides();
    program.run("auth", "login", "--timeout", "1s").exits(8).says(RESUME);
    Run still = program.run("auth", "login", "--resume", "--timeout=2").exits(8);
    still.prints("").says("not approved yet").hides(ScriptedHub.DEVICE_CODE);
    JsonNode event =
        program
            .run("auth", "login", "--resume", "--timeout", "1s", "--json")
            .exits(8)
            .json()
            .get(1);
    assertEquals("auth_error", event.get("event").asText());
    assertEquals("authorization_pending", event.get("error").asText());
    assertEquals(8, event.get("exit_code").asInt());
    thePersonApproves();
    program.run("auth", "login", "--resume", "--timeout", "1m").exits(0);
    assertLoggedIn();
  }

  @ParameterizedTest
  @CsvSource({
    "400, access_denied, 3",
    "400, expired_token, 9",
    "400, invalid_client, 5",
    "200, access_denied, 3"
  })
  void loginThatEnded_isPendingNoMore(int status, String error, int exitCode) throws Exception {
    program.run("auth", "login", "--no-wait").exits(0);
    hub.answer("/oauth/token", json(status, "{\"error\":\"" + error + "\"}"));
    program.run("auth", "login", "--resume").exits(exitCode);
    assertNothingIsPending();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP", "KILL"})
  void interruptedLogin_isResumed(String signal) throws Exception {
    nobodyDecides();
    Running login = program.start("auth", "login");
    login.userCode();
    awaitPendingLogin();
    login.signal(signal);
    login.end();
    thePersonApproves();
    program.run("auth", "login", "--resume").exits(0);
    assertEquals(1, hub.requests("/oauth/device").size());
    assertLoggedIn();
  }

  private void awaitPendingLogin() throws Exception {
    for (int i = 0; i < 500 && !Files.exists(pendingLogin()); i++) {
      Thread.sleep(20);
    }
  }

  @Test
  void secondLogin_saysSo_andStartsItsOwn() throws Exception {
    program.run("auth", "login", "--no-wait").exits(0);
    hub.answer(
        "/oauth/device",
        json(
            200,
            ScriptedHub.DEVICE.replace("WXYZ-1234", "NEWC-0002").replace("the-device", "own")));
    Run second = program.run("auth", "login").exits(0);
    second.says("WXYZ-1234 is still pending").says("enter code: NEWC-0002");
    assertLoggedIn();
  }

  @Test
  void slowDown_isRememberedAcrossProcesses() throws Exception {
    program.run("auth", "login", "--no-wait").exits(0);
    hub.answer("/oauth/token", json(400, "{\"error\":\"slow_down\"}"));
    program.run("auth", "login", "--resume", "--timeout", "2s").exits(8);
    assertEquals(1, hub.requests("/oauth/token").size());
    program.run("auth", "login", "--resume", "--timeout", "1s").exits(8);
    assertEquals(1, hub.requests("/oauth/token").size(), "polled before six seconds were over");
    assertTrue(text(pendingLogin()).contains("interval_ms = 6000"));
  }

  @Test
  void grantedTokenThatCouldNotBeStored_isFinishedByResume() throws Exception {
    nobodyDecides();
    Running login = program.start("auth", "login");
    login.userCode();
    awaitPendingLogin();
    Files.createDirectory(program.storedTokens());
    thePersonApproves();
    Run failed = login.end().exits(7).says(RESUME);
    failed.hides(ScriptedHub.ACCESS_TOKEN).hides(ScriptedHub.REFRESH_TOKEN);
    assertTrue(text(pendingLogin()).contains(ScriptedHub.REFRESH_TOKEN));
    Files.delete(program.storedTokens());
    hub.answer("/oauth/token", json(400, "{\"error\":\"invalid_grant\"}"));
    program.run("auth", "login", "--resume").exits(0).says("Logged in as bob");
    assertTrue(text(program.storedTokens()).contains(ScriptedHub.REFRESH_TOKEN));
    assertLoggedIn();
  }

  @Test
  void grantedTokenThatCouldNotBeStored_isFinishedByTheNextLoginToo() throws Exception {
    grantedTokenThatCouldNotBeStored_isKept();
    Run next = program.run("auth", "login").exits(0);
    next.says("Logged in as bob").hides("enter code");
    assertLoggedIn();
  }

  private void grantedTokenThatCouldNotBeStored_isKept() throws Exception {
    program.run("auth", "login", "--no-wait").exits(0);
    Files.createDirectory(program.storedTokens());
    program.run("auth", "login", "--resume").exits(7);
    Files.delete(program.storedTokens());
  }

  @Test
  void codeThatRanOutMeanwhile_isAskedForOnceMore() throws Exception {
    hub.answer("/oauth/device", json(200, ScriptedHub.DEVICE.replace("300", "1")));
    program.run("auth", "login", "--no-wait").exits(0);
    Thread.sleep(1100);
    hub.answer("/oauth/token", json(400, "{\"error\":\"invalid_grant\"}"));
    program.run("auth", "login", "--resume").exits(9);
    assertEquals(1, hub.requests("/oauth/token").size());
    assertNothingIsPending();
  }

  @Test
  void loginThatAnotherProcessWaitsFor_isLeftToIt() throws Exception {
    nobodyDecides();
    Running first = program.start("auth", "login");
    first.userCode();
    awaitPendingLogin();
    program.run("auth", "login", "--resume", "--timeout", "1s").exits(8).says("another process");
    Running second = program.start("auth", "login", "--resume");
    second.await(second.stderr(), Pattern.compile("(waits for this login)"));
    thePersonApproves();
    first.end().exits(0).says("Logged in");
    second.end().exits(0).says("Logged in as").hides("Already");
    assertLoggedIn();
  }

  @Test
  void unreadablePendingLogin_isAnErrorForResume_andReplacedByALogin() throws Exception {
    Files.createDirectories(program.hfHome());
    Files.writeString(pendingLogin(), "nonsense");
    program.run("auth", "login", "--resume").exits(7).says("device_login");
    program.run("auth", "login").exits(0);
    assertLoggedIn();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--resume --no-wait",
        "--resume --token hf_x",
        "--resume --with-token",
        "--resume --scope openid",
        "--no-wait --timeout 5s",
        "--no-wait --token hf_x",
        "--timeout never",
        "--timeout 5x",
        "--timeout=-5s"
      })
  void contradictions_areUsageErrors(String flags) throws Exception {
    program.shell("exec \"$hf\" auth login " + flags).failsShortly(2).hides("hf_x");
    assertEquals(0, hub.requestCount());
  }

  @Test
  void resume_mayNameTheServerAgain_butNoOther() throws Exception {
    program.run("auth", "login", "--no-wait", "--client-id", "mine").exits(0);
    String[] other = {"--endpoint", "http://127.0.0.1:1"};
    program.run("auth", "login", "--resume", other[0], other[1]).failsShortly(2).says(other[1]);
    program.run("auth", "login", "--resume", "--client-id", "theirs").failsShortly(2);
    assertEquals(List.of(), hub.requests("/oauth/token"));
    program
        .run("auth", "login", "--resume", "--endpoint", hub.endpoint() + "/", "--client-id", "mine")
        .exits(0);
    assertLoggedIn();
  }

  @Test
  void agent_isToldHowToGoOn() throws Exception {
    Run left =
        program.run("auth", "login", "--no-wait", "--format", "agent").exits(0).saysNothing();
    assertTrue(left.stdout().contains("enter code: WXYZ-1234\n"), left::toString);
    assertTrue(left.stdout().contains(RESUME + "\n"), left::toString);
    Run done = program.run("auth", "login", "--resume", "--format", "agent").exits(0).saysNothing();
    assertTrue(done.stdout().contains("Logged in as bob"), done::toString);
  }
}
