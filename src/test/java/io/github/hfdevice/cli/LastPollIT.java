package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.html;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The last seconds of a code, in which the person may still approve. */
@Execution(ExecutionMode.CONCURRENT)
class LastPollIT extends ScriptedHubCase {
  private static final String PENDING = "{\"error\":\"authorization_pending\"}";

  @BeforeEach
  void nobodyApproves() {
    hub.answer("/oauth/token", json(400, PENDING));
  }

  private void codeLives(int seconds, int interval) {
    String device = ScriptedHub.DEVICE.replace("300", "" + seconds);
    hub.answer("/oauth/device", json(200, device.replace("\"interval\":1", interval(interval))));
  }

  private static String interval(int seconds) {
    return "\"interval\":" + seconds;
  }

  /** The seconds between the requests of a login, the first of which gave the code. */
  private List<Double> gaps() {
    List<LoggedRequest> requests = new ArrayList<>(hub.requests("/oauth/device"));
    requests.addAll(hub.requests("/oauth/token"));
    List<Double> gaps = new ArrayList<>();
    for (int i = 1; i < requests.size(); i++) {
      Instant before = requests.get(i - 1).getLoggedDate().toInstant();
      Instant after = requests.get(i).getLoggedDate().toInstant();
      gaps.add(Duration.between(before, after).toMillis() / 1000.0);
    }
    return gaps;
  }

  @Test
  void approvalAfterTheLastWholeInterval_isFound() throws Exception {
    codeLives(4, 2);
    Running login = program.start("auth", "login");
    login.userCode();
    Thread.sleep(2_500);
    hub.answer("/oauth/token", json(200, ScriptedHub.GRANT));
    login.end().exits(0).says("Logged in as bob");
    assertTrue(gaps().stream().allMatch(gap -> gap >= 1.9), () -> "below the interval: " + gaps());
  }

  @Test
  void codeThatNobodyApproves_isAskedForJustBeforeItsEnd_andNeverBelowTheInterval()
      throws Exception {
    codeLives(6, 2);
    Run run = program.run("auth", "login").exits(9);
    run.says("Error: the code expired; it was not approved when the server was last asked\n");
    List<Double> gaps = gaps();
    assertTrue(gaps.stream().allMatch(gap -> gap >= 1.9), () -> "below the interval: " + gaps);
    double last = gaps.stream().mapToDouble(Double::doubleValue).sum();
    assertTrue(last >= 4.5 && last < 7, () -> "the last poll came after " + last + " s");
  }

  @Test
  void demandOfTheServer_isObeyedInTheLastSecondsToo() throws Exception {
    codeLives(4, 1);
    hub.answer("/oauth/token", json(400, "{\"error\":\"slow_down\"}"));
    program
        .run("auth", "login")
        .exits(9)
        .says("it was not approved when the server was last asked");
    assertEquals(1, hub.requests("/oauth/token").size(), "a second one comes after six seconds");
  }

  @Test
  void wordsForTheEnd_claimOnlyWhatIsKnown() throws Exception {
    codeLives(2, 3);
    program
        .run("auth", "login")
        .exits(9)
        .says("the code expired before the server could be asked whether it was approved");
    assertEquals(List.of(), hub.requests("/oauth/token"));

    codeLives(3, 1);
    hub.answer("/oauth/token", html(503));
    program
        .run("auth", "login")
        .exits(9)
        .says("whether it was approved is not known, for the last poll failed")
        .says("HTTP 503")
        .hides("before it was approved")
        .hides("not approved");
    hub.answer("/oauth/token", json(400, "{\"error\":\"expired_token\"}"));
    program.run("auth", "login").exits(9).says("the server says that the code expired");
  }
}
