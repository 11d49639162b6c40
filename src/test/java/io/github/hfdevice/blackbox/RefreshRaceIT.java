package io.github.hfdevice.blackbox;

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
@Timeout(60)
class RefreshRaceIT {
  private static final int MANY = 16;
  private static final int SOME = 8;
  private static final String OTHERS =
      "[a-one]\nhf_token = hf_one\n\n[b-two]\nhf_token = hf_two\n\n";

  @TempDir private Path folder;
  private PracticeHub hub;

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void manyAtOnce_refreshOnce_andPrintTheSameToken() throws Exception {
    TokenFolder files = loggedIn(Duration.ofDays(30));

    assertOneRefresh(files, startAll(files, MANY));
    assertLoginIsAlive(files);
  }

  @Test
  void manyAtOnce_waitForWhoeverHoldsTheLock() throws Exception {
    TokenFolder files = loggedIn(Duration.ofDays(30));
    Path held = folder.resolve("held");
    Process holder =
        new ProcessBuilder(
                "flock", files.lock().toString(), "sh", "-c", "touch '" + held + "'; read -r line")
            .start();
    while (!Files.exists(held)) {
      assertTrue(holder.isAlive());
      Thread.sleep(5);
    }

    List<StartedProgram> started = startAll(files, MANY);
    for (StartedProgram each : started) {
      each.process().waitFor(125, TimeUnit.MILLISECONDS);
    }
    assertEquals(0, HubLogin.refreshes(hub));
    for (StartedProgram each : started) {
      assertTrue(each.process().isAlive(), "did not wait for the lock");
    }
    holder.getOutputStream().close();
    assertEquals(1, holder.waitFor());

    assertOneRefresh(files, started);
    assertLoginIsAlive(files);
  }

  @Test
  void manyAtOnce_whileOthersSwitchAndLogOut_loseNothing() throws Exception {
    TokenFolder files = loggedIn(Duration.ofDays(30));
    String old = files.activeToken();

    List<StartedProgram> changes = new ArrayList<>();
    List<StartedProgram> started = new ArrayList<>();
    for (int i = 0; i < SOME; i++) {
      started.add(StartedProgram.start(files, hub.endpoint(), "token"));
      if (i == 4) {
        changes.add(StartedProgram.start(files, hub.endpoint(), "logout", "a-one"));
      }
      if (i % 5 == 2) {
        changes.add(StartedProgram.start(files, hub.endpoint(), "switch", "oauth-alice"));
      }
    }

    assertOneRefresh(files, started);
    for (StartedProgram change : changes) {
      change.end().exits(0);
    }
    assertNotEquals(old, files.activeToken());
    assertEquals(Set.of("b-two", "oauth-alice"), files.sections().keySet());
    assertLoginIsAlive(files);
  }

  @Test
  void aSwitchToAnotherName_duringTheRefreshes_stands() throws Exception {
    TokenFolder files = loggedIn(Duration.ofDays(30));

    List<StartedProgram> started = startAll(files, SOME);
    StartedProgram change = StartedProgram.start(files, hub.endpoint(), "switch", "b-two");
    Set<String> printed = new TreeSet<>();
    for (StartedProgram each : started) {
      printed.add(each.end().exits(0).stdout());
    }
    change.end().exits(0);

    assertTrue(HubLogin.refreshes(hub) <= 1, () -> hub.requests().toString());
    assertEquals("hf_two", files.activeToken());
    printed.remove("hf_two\n");
    for (String token : printed) {
      assertEquals(files.stored("oauth-alice", "hf_token") + "\n", token);
    }
    StartedProgram.run(files, hub.endpoint(), "switch", "oauth-alice").exits(0);
    assertLoginIsAlive(files);
  }

  @Test
  void tokensOfAMinute_areNotRefreshedByThoseWhoWaitedForTheLock() throws Exception {
    TokenFolder files = loggedIn(Duration.ofSeconds(60));
    Set<String> printed = new TreeSet<>();
    List<StartedProgram> started = startAll(files, SOME);
    for (StartedProgram each : started) {
      printed.add(each.end().exits(0).stdout().strip());
    }
    for (String token : printed) {
      assertTrue(HubLogin.isGood(hub, token));
    }
    assertEquals(printed.size(), HubLogin.refreshes(hub), "a refresh that nobody needed");
    assertTrue(printed.size() < SOME, "everyone refreshed after the others");
    assertLoginIsAlive(files);
  }

  private TokenFolder loggedIn(Duration lifetime) throws Exception {
    hub =
        PracticeHub.start(
            PracticeHub.Options.builder()
                .scenario(Scenario.ROTATE)
                .accessTokenLifetime(lifetime)
                .strictPolling(false)
                .build());
    HubLogin login = HubLogin.at(hub);
    return new TokenFolder(folder)
        .holds(login.accessToken(), OTHERS + login.section("oauth-alice", 40));
  }

  private List<StartedProgram> startAll(TokenFolder files, int count) throws Exception {
    List<StartedProgram> started = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      started.add(StartedProgram.start(files, hub.endpoint(), "token"));
    }
    return started;
  }

  private void assertOneRefresh(TokenFolder files, List<StartedProgram> started) throws Exception {
    Set<String> printed = new TreeSet<>();
    for (StartedProgram each : started) {
      printed.add(each.end().exits(0).isSilent().stdout());
    }
    assertEquals(1, HubLogin.refreshes(hub), () -> hub.requests().toString());
    assertEquals(Set.of(files.activeToken() + "\n"), printed);
    assertEquals(files.activeToken(), files.stored("oauth-alice", "hf_token"));
    assertTrue(HubLogin.isGood(hub, files.activeToken()));
  }

  private void assertLoginIsAlive(TokenFolder files) throws Exception {
    String before = files.activeToken();
    StartedProgram.run(files, hub.endpoint(), "refresh").exits(0);
    assertNotEquals(before, files.activeToken());
    assertTrue(HubLogin.isGood(hub, files.activeToken()));
    assertEquals(List.of(), files.leftovers());
  }
}
