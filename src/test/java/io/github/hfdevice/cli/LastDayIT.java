package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A token in its last day, which is still good, and no way to refresh it for now. */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
class LastDayIT extends ScriptedHubCase {
  private static final long HOUR = 3600;

  /** Of one request; far more than a slow machine needs to give one up after two seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @BeforeEach
  void start() throws Exception {
    loggedIn(2 * HOUR);
    hub.answer("/oauth/token", json(503, "{}"));
  }

  private void loggedIn(long seconds) throws Exception {
    files.holds("hf_old", new HubLogin("hf_old", "rt_old").section("oauth-alice", seconds));
  }

  /** Notes a refresh that failed so long ago, in the way of the program. */
  private void failedBefore(long seconds) throws Exception {
    String text = BuiltProgram.text(files.storedTokens()).stripTrailing();
    long then = Instant.now().getEpochSecond() - seconds;
    files.write(files.storedTokens(), text + "\nrefresh_failed_at = " + then + "\n\n");
  }

  private int refreshes() {
    return hub.requests("/oauth/token").size();
  }

  private Run token() throws Exception {
    return program.run("auth", "token").exits(0);
  }

  @Test
  void withoutARoute_theFirstTryIsShort_andTheNextUseMakesNone() throws Exception {
    try (SilentServer nowhere = new SilentServer()) {
      program.with("HF_ENDPOINT", nowhere.endpoint());
      program.with("HF_HUB_DOWNLOAD_TIMEOUT", PATIENCE.toSeconds());
      Instant start = Instant.now();
      token().prints("hf_old\n").says("could not be refreshed");
      token().prints("hf_old\n").saysNothing();
      Duration taken = Duration.between(start, Instant.now());
      assertTrue(taken.compareTo(PATIENCE) < 0, () -> "it took " + taken);
    }
  }

  @Test
  void failedRefresh_isNotRepeatedForSomeMinutes_whoeverUsesTheToken() throws Exception {
    token().prints("hf_old\n").says("Warning: the token could not be refreshed");
    token().prints("hf_old\n").saysNothing();
    String request = "printf 'protocol=http\\nhost=" + hub.endpoint().substring(7) + "\\n\\n'";
    program
        .shell(request + " | \"$hf\" auth git-credential get")
        .exits(0)
        .prints("username=hf_user\npassword=hf_old\n")
        .saysNothing();
    program.shell("\"$hf\" auth exec -- sh -c 'echo $HF_TOKEN'").prints("hf_old\n").saysNothing();
    program.run("auth", "status").exits(0);
    program.run("auth", "whoami").exits(0).prints("bob\n").saysNothing();
    assertEquals(1, refreshes());
  }

  @Test
  void afterThoseMinutes_itIsTriedAgain_andTheNoteGoesWithTheOldToken() throws Exception {
    failedBefore(10 * 60);
    token().prints("hf_old\n").says("could not be refreshed");
    assertEquals(1, refreshes());
    loggedIn(2 * HOUR);
    failedBefore(10 * 60);
    hub.answer("/oauth/token", json(200, ScriptedHub.REFRESH));
    token().prints("hf_new\n").saysNothing();
    assertEquals(
        List.of("hf_token", "refresh_token", "expires_at"),
        List.copyOf(files.sections().get("oauth-alice").keySet()));
  }

  @Test
  void failureThatAnotherClockNoted_orNobodyCanRead_isNotBelieved() throws Exception {
    failedBefore(-2 * HOUR);
    hub.answer("/oauth/token", json(200, ScriptedHub.REFRESH));
    token().prints("hf_new\n").saysNothing();
    loggedIn(2 * HOUR);
    failedBefore(60);
    String text = BuiltProgram.text(files.storedTokens());
    files.write(files.storedTokens(), text.replaceAll("failed_at = .*", "failed_at = soon"));
    token().prints("hf_new\n").saysNothing();
  }

  @Test
  void tokenThatHasEnded_andAnOrderToRefresh_waitForNothing() throws Exception {
    hub.answer("/oauth/token", json(200, ScriptedHub.REFRESH));
    failedBefore(60);
    program.run("auth", "refresh", "-q").exits(0).saysNothing();
    assertEquals("hf_new", files.activeToken());
    loggedIn(-5);
    failedBefore(60);
    token().prints("hf_new\n").saysNothing();
    assertEquals(2, refreshes());
  }

  @Test
  void manyAtOnce_tryOnce_andDoNotWaitForOneTryEach() throws Exception {
    List<Running> all = new ArrayList<>();
    try (HeldLock lock = new HeldLock(files, dir)) {
      for (int i = 0; i < 4; i++) {
        all.add(program.start("auth", "token"));
      }
      lock.awaitWaiting(all);
      lock.release();
    }
    for (Running each : all) {
      each.end().exits(0).prints("hf_old\n");
    }
    assertEquals(1, refreshes());
  }
}
