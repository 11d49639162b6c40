package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.demo.PracticeHub;
import io.github.hfdevice.demo.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many processes and one refresh token that may be used only once. */
@Timeout(300)
class RefreshRaceIT {
  private static final int MANY = 16;
  private static final int SOME = 8;
  private static final String OTHERS =
      "[a-one]\nhf_token = hf_one\n\n[b-two]\nhf_token = hf_two\n\n";

  @TempDir private Path folder;
  private PracticeHub hub;
  private BuiltProgram program;
  private TokenFolder files;

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void manyAtOnce_refreshOnce_andPrintTheSameToken() throws Exception {
    loggedIn(Duration.ofDays(30));

    assertOneRefresh(startAll(MANY));
    assertLoginIsAlive();
  }

  @Test
  void manyAtOnce_waitForWhoeverHoldsTheLock() throws Exception {
    loggedIn(Duration.ofDays(30));
    Path held = folder.resolve("held");
    Process holder =
        new ProcessBuilder(
                "flock", files.lock().toString(), "sh", "-c", "touch '" + held + "'; read -r line")
            .start();
    while (!Files.exists(held)) {
      assertTrue(holder.isAlive());
      Thread.sleep(5);
    }

    List<Running> started = startAll(MANY);
    for (Running each : started) {
      each.process().waitFor(125, TimeUnit.MILLISECONDS);
    }
    assertEquals(0, HubLogin.refreshes(hub));
    for (Running each : started) {
      assertTrue(each.process().isAlive(), "did not wait for the lock");
    }
    holder.getOutputStream().close();
    assertEquals(1, holder.waitFor());

    assertOneRefresh(started);
    assertLoginIsAlive();
  }

  @Test
  void manyAtOnce_whileOthersSwitchAndLogOut_loseNothing() throws Exception {
    loggedIn(Duration.ofDays(30));
    String old = files.activeToken();

    List<Running> changes = new ArrayList<>();
    List<Running> started = new ArrayList<>();
    for (int i = 0; i < SOME; i++) {
      started.add(program.start("auth", "token"));
      if (i == 4) {
        changes.add(program.start("auth", "logout", "a-one"));
      }
      if (i % 5 == 2) {
        changes.add(program.start("auth", "switch", "oauth-alice"));
      }
    }

    assertOneRefresh(started);
    for (Running change : changes) {
      change.end().exits(0);
    }
    assertNotEquals(old, files.activeToken());
    assertEquals(Set.of("b-two", "oauth-alice"), files.sections().keySet());
    assertLoginIsAlive();
  }

  @Test
  void aSwitchToAnotherName_duringTheRefreshes_stands() throws Exception {
    loggedIn(Duration.ofDays(30));

    List<Running> started = startAll(SOME);
    Running change = program.start("auth", "switch", "b-two");
    Set<String> printed = new TreeSet<>();
    for (Running each : started) {
      printed.add(each.end().exits(0).stdout());
    }
    change.end().exits(0);

    assertTrue(HubLogin.refreshes(hub) <= 1, () -> hub.requests().toString());
    assertEquals("hf_two", files.activeToken());
    printed.remove("hf_two\n");
    for (String token : printed) {
      assertEquals(files.stored("oauth-alice", "hf_token") + "\n", token);
    }
    program.run("auth", "switch", "oauth-alice").exits(0);
    assertLoginIsAlive();
  }

  @Test
  void tokensOfAMinute_areNotRefreshedByThoseWhoWaitedForTheLock() throws Exception {
    loggedIn(Duration.ofSeconds(60));
    Set<String> printed = new TreeSet<>();
    List<Running> started = startAll(SOME);
    for (Running each : started) {
      printed.add(each.end().exits(0).stdout().strip());
    }
    for (String token : printed) {
      assertTrue(HubLogin.isGood(hub, token));
    }
    assertEquals(printed.size(), HubLogin.refreshes(hub), "a refresh that nobody needed");
    assertTrue(printed.size() < SOME, "everyone refreshed after the others");
    assertLoginIsAlive();
  }

  private void loggedIn(Duration lifetime) throws Exception {
    hub =
        PracticeHub.start(
            PracticeHub.Options.builder()
                .scenario(Scenario.ROTATE)
                .accessTokenLifetime(lifetime)
                .strictPolling(false)
                .build());
    HubLogin login = HubLogin.at(hub);
    program = new BuiltProgram(folder).with("HF_ENDPOINT", hub.endpoint());
    files = program.files();
    files.holds(login.accessToken(), OTHERS + login.section("oauth-alice", 40));
  }

  private List<Running> startAll(int count) throws Exception {
    List<Running> started = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      started.add(program.start("auth", "token"));
    }
    return started;
  }

  private void assertOneRefresh(List<Running> started) throws Exception {
    Set<String> printed = new TreeSet<>();
    for (Running each : started) {
      printed.add(each.end().exits(0).saysNothing().stdout());
    }
    assertEquals(1, HubLogin.refreshes(hub), () -> hub.requests().toString());
    assertEquals(Set.of(files.activeToken() + "\n"), printed);
    assertEquals(files.activeToken(), files.stored("oauth-alice", "hf_token"));
    assertTrue(HubLogin.isGood(hub, files.activeToken()));
  }

  private void assertLoginIsAlive() throws Exception {
    String before = files.activeToken();
    program.run("auth", "refresh").exits(0);
    assertNotEquals(before, files.activeToken());
    assertTrue(HubLogin.isGood(hub, files.activeToken()));
    assertEquals(List.of(), files.leftovers());
  }
}
