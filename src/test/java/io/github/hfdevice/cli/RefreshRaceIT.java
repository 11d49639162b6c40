package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.demo.PracticeHub;
import io.github.hfdevice.demo.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many processes and one refresh token that may be used only once. */
@Timeout(600)
class RefreshRaceIT {
  /** So few that on a slow machine all are there before the first gives up, after 30 s. */
  private static final int MANY = 8;

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
    assertOneRefresh(allAtOnce().tokens());
    assertLoginIsAlive();
  }

  @Test
  void manyAtOnce_whileOthersSwitchAndLogOut_loseNothing() throws Exception {
    loggedIn(Duration.ofDays(30));
    String old = files.activeToken();

    Started all = allAtOnce("logout a-one", "switch oauth-alice", "switch oauth-alice");
    assertOneRefresh(all.tokens());
    for (Running change : all.changes()) {
      change.end().exits(0);
    }
    assertNotEquals(old, files.activeToken());
    assertEquals(Set.of("b-two", "oauth-alice"), files.sections().keySet());
    assertLoginIsAlive();
  }

  @Test
  void aSwitchToAnotherName_duringTheRefreshes_stands() throws Exception {
    loggedIn(Duration.ofDays(30));

    Started all = allAtOnce("switch b-two");
    Set<String> printed = new TreeSet<>();
    for (Running each : all.tokens()) {
      printed.add(each.end().exits(0).stdout());
    }
    all.changes().get(0).end().exits(0);

    assertTrue(HubLogin.refreshes(hub) <= 1, () -> hub.requests().toString());
    assertEquals("hf_two", files.activeToken());
    printed.remove("hf_two\n");
    for (String token : printed) {
      assertEquals(files.stored("oauth-alice", "hf_token") + "\n", token);
    }
    program.run("auth", "switch", "oauth-alice").exits(0);
    assertLoginIsAlive();
  }

  /** However short the new token lives. */
  @Test
  void tokensOfAnHour_areNotRefreshedByThoseWhoWaitedForTheLock() throws Exception {
    loggedIn(Duration.ofHours(1));
    assertOneRefresh(allAtOnce().tokens());
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

  private record Started(List<Running> tokens, List<Running> changes) {}

  /**
   * Starts {@code auth token} many times and each of {@code changes} once, and lets all go on at
   * the moment when everybody waits for the lock and nobody has asked the server.
   */
  private Started allAtOnce(String... changes) throws Exception {
    Started all = new Started(new ArrayList<>(), new ArrayList<>());
    try (HeldLock lock = new HeldLock(files, folder)) {
      for (int i = 0; i < MANY; i++) {
        all.tokens().add(program.start("auth", "token"));
      }
      for (String change : changes) {
        all.changes().add(program.start(("auth " + change).split(" ", -1)));
      }
      lock.awaitWaiting(all.tokens());
      lock.awaitWaiting(all.changes());
      assertEquals(0, HubLogin.refreshes(hub));
      lock.release();
    }
    return all;
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
