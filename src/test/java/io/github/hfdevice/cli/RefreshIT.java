package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a token is refreshed, and what a failed or odd refresh leaves behind. */
@Timeout(600)
class RefreshIT extends ScriptedHubCase {
  private static final String VOID =
      "{\"error\":\"invalid_grant\",\"error_description\":\"The refresh token was used before\"}";
  private static final long HOUR = 3600;
  private static final long DAY = 24 * HOUR;

  @BeforeEach
  void start() throws Exception {
    refreshIsAnswered(200, ScriptedHub.REFRESH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "status", "whoami"})
  void lessThanADay_isRefreshedWhereItIsUsed(String command) throws Exception {
    loggedIn(DAY - 60);

    program.run("auth", command).exits(0);

    assertEquals(1, refreshes().size());
    assertTrue(refreshes().get(0).contains("grant_type=refresh_token"));
    assertTrue(refreshes().get(0).contains("refresh_token=rt_old"));
    assertRefreshed();
  }

  @Test
  void moreThanADay_isRefreshedOnlyWhenAsked() throws Exception {
    loggedIn(DAY + 60);

    program.run("auth", "token").exits(0).prints("hf_old\n").saysNothing();
    assertEquals(List.of(), refreshes());
    Run end = program.run("auth", "refresh", "--json").exits(0).saysNothing();

    assertEquals(
        List.of(
            "grant_type=refresh_token&refresh_token=rt_old"
                + "&client_id=26be6b09-91c5-47da-9861-d2d2bb7a7e36"),
        refreshes());
    assertRefreshed();
    end.prints(
        "{\"token_name\":\"oauth-alice\",\"expires_at\":"
            + files.stored("oauth-alice", "expires_at")
            + "}\n");
  }

  @Test
  void whatCannotBeRefreshed_isSaid_andAsksNobody() throws Exception {
    files.holds("hf_x", "[x]\nhf_token = hf_x\n\n");
    program.run("auth", "refresh").exits(4).prints("").says("no refresh token");
    Files.delete(files.token());
    program.run("auth", "refresh").exits(4).prints("").says("not logged in");
    program.with("HF_TOKEN", "hf_env");
    program.run("auth", "refresh").exits(4).prints("").says("HF_TOKEN").hides("hf_env");
    assertEquals(List.of(), refreshes());
  }

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void signalDuringTheRequest_waitsUntilTheAnswerIsStored(String signal) throws Exception {
    loggedIn(HOUR);
    CompletableFuture<Running> refresh = new CompletableFuture<>();
    hub.meanwhile(
        "/oauth/token",
        () -> {
          Running asking = refresh.join();
          asking.signal(signal);
          while (asking.process().isAlive() && !asking.handles(signal)) {
            Thread.sleep(5);
          }
          // A program that does not wait ends within this time.
          asking.process().waitFor(500, TimeUnit.MILLISECONDS);
        });
    Running started = program.start("auth", "refresh");
    refresh.complete(started);
    started.end().exits(Map.of("INT", 130, "TERM", 143, "HUP", 129).get(signal));
    assertRefreshed();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void filesThatCannotBeWritten_costNoRefresh() throws Exception {
    // Everybody can read this file, and nobody, not even root, can make one beside it.
    Path readOnly = Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "comm");
    String name = Files.readString(readOnly).strip();
    files.write(files.storedTokens(), section(name, "rt_old", HOUR));
    Files.createSymbolicLink(files.token(), readOnly);
    program.run("auth", "refresh").exits(7).prints("").says("Cannot write " + files.token());
    program.run("auth", "token").exits(0).prints(name + "\n").says("could not be refreshed");
    assertEquals(List.of(), refreshes());
    assertEquals("rt_old", files.stored("oauth-alice", "refresh_token"));
  }

  @Test
  void offlineStatus_refreshesNothing() throws Exception {
    loggedIn(HOUR);
    program.run("auth", "status", "--offline").exits(0);
    assertEquals(List.of(), refreshes());
    assertEquals("hf_old", files.activeToken());
  }

  @Test
  void rotatedRefreshToken_isOnDisk_beforeTheTokenIsPrinted() throws Exception {
    loggedIn(HOUR);
    Path pipe = dir.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    byte[] full = new byte[64 << 10];
    try (RandomAccessFile reader = new RandomAccessFile(pipe.toFile(), "rw")) {
      reader.write(full);
      Running blocked = program.with("pipe", pipe).startShell("exec \"$hf\" auth token >\"$pipe\"");
      for (int i = 0; i < 2000 && !"hf_new".equals(files.activeToken()); i++) {
        Thread.sleep(10);
      }
      assertRefreshed();
      assertTrue(blocked.process().isAlive(), "nothing kept it from printing");
      reader.readFully(full);
      byte[] printed = new byte["hf_new\n".length()];
      reader.readFully(printed);
      assertEquals("hf_new\n", new String(printed, UTF_8));
      blocked.end().exits(0);
    }
  }

  @Test
  void aRefreshThatCannotBeStored_isPrinted_withAWarning() throws Exception {
    loggedIn(HOUR);
    hub.meanwhile(
        "/oauth/token",
        () -> {
          Files.deleteIfExists(files.storedTokens());
          Files.createDirectories(files.storedTokens().resolve("in the way"));
        });
    program.run("auth", "token").exits(0).prints("hf_new\n").says("could not be stored");
  }

  @Test
  void aTokenFileThatHoldsAnotherAccountByThen_isLeftAlone() throws Exception {
    loggedIn(HOUR);
    hub.meanwhile("/oauth/token", () -> files.write(files.token(), "hf_by_hand"));

    program.run("auth", "refresh").exits(0);

    assertEquals("hf_by_hand", files.activeToken());
    assertEquals("hf_new", files.stored("oauth-alice", "hf_token"));
    assertEquals("rt_new", files.stored("oauth-alice", "refresh_token"));
  }

  @Test
  void invalidGrant_forAnExpiredToken_endsTheLogin() throws Exception {
    loggedIn(-60);
    refreshIsAnswered(400, VOID);
    program.run("auth", "token").exits(4).prints("").says("auth login");
    assertEquals(1, refreshes().size());
    assertEquals("rt_old", files.stored("oauth-alice", "refresh_token"));
  }

  @Test
  void invalidGrant_forAGoodToken_isAWarning() throws Exception {
    loggedIn(HOUR);
    refreshIsAnswered(400, VOID);
    program.run("auth", "token").exits(0).prints("hf_old\n").says("could not be refreshed");
    program.run("auth", "refresh").exits(4).prints("");
  }

  @Test
  void invalidGrant_becauseAnotherToolWon_takesWhatItStored() throws Exception {
    loggedIn(-60);
    refreshIsAnswered(400, VOID);
    hub.meanwhile(
        "/oauth/token",
        () -> files.holds("hf_theirs", section("hf_theirs", "rt_theirs", 30 * DAY)));
    program.run("auth", "token").exits(0).prints("hf_theirs\n").saysNothing();
    loggedIn(-60);
    program.run("auth", "refresh", "-q").exits(0).saysNothing();
    assertEquals("hf_theirs", files.activeToken());
  }

  @Test
  void serverThatIsDown_leavesAGoodTokenInUse_andFailsForAnExpiredOne() throws Exception {
    loggedIn(HOUR);
    hub.close();
    program
        .run("auth", "token", "--verbose")
        .exits(0)
        .says("could not be refreshed")
        .hides("rt_old");
    program.run("auth", "token").exits(0).prints("hf_old\n").saysNothing();
    loggedIn(HOUR);
    program.with("HF_HUB_OFFLINE", "1");
    program.run("auth", "token").exits(0).prints("hf_old\n").says("HF_HUB_OFFLINE");
    program.with("HF_HUB_OFFLINE", "0");
    loggedIn(-60);
    program.run("auth", "token").exits(6).prints("");
    program.run("auth", "refresh").exits(6).prints("").hides("rt_old");
    assertEquals("hf_old", files.activeToken());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429})
  void serverTrouble_countsAsNotReached(int status) throws Exception {
    loggedIn(-60);
    refreshIsAnswered(status, "{\"error\":\"Sorry, come back later\"}");
    program.run("auth", "token").exits(6).prints("");
    assertEquals(1, refreshes().size(), "a refresh is never sent twice");
  }

  @Test
  void answerWithoutRefreshToken_keepsTheOldOne() throws Exception {
    loggedIn(HOUR);
    refreshIsAnswered(200, "{\"access_token\":\"hf_new\",\"expires_in\":2592000}");
    program.run("auth", "token").exits(0).prints("hf_new\n");
    assertEquals("rt_old", files.stored("oauth-alice", "refresh_token"));
  }

  @Test
  void answerWithoutExpiresIn_dropsTheExpiry() throws Exception {
    loggedIn(HOUR);
    refreshIsAnswered(200, "{\"access_token\":\"hf_new\",\"refresh_token\":\"rt_new\"}");
    program.run("auth", "token").exits(0).prints("hf_new\n");
    assertNull(files.stored("oauth-alice", "expires_at"));
    assertEquals("rt_new", files.stored("oauth-alice", "refresh_token"));
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, 30 * DAY})
  void betweenTheTwoFilesOfAnotherRefresh_isWaitedFor(long claimed) throws Exception {
    String before = "hf_oauth_e30." + base64("{\"exp\":" + (now() + claimed) + "}") + ".x";
    files.holds(before, section("hf_new", "rt_new", 30 * DAY));
    try (HeldLock lock = new HeldLock(files, dir)) {
      Running reader = program.start("auth", "token");
      lock.awaitWaiting(List.of(reader));
      files.write(files.token(), "hf_new");
      lock.release();
      reader.end().exits(0).prints("hf_new\n").saysNothing();
    }
  }

  /** The forms of the refreshes that came. */
  private List<String> refreshes() {
    return hub.requests("/oauth/token").stream().map(LoggedRequest::getBodyAsString).toList();
  }

  private void refreshIsAnswered(int status, String body) {
    hub.answer("/oauth/token", json(status, body));
  }

  private void loggedIn(long seconds) throws Exception {
    files.holds("hf_old", section("hf_old", "rt_old", seconds));
  }

  private static String section(String token, String refreshToken, long seconds) {
    return new HubLogin(token, refreshToken).section("oauth-alice", seconds);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  private void assertRefreshed() throws Exception {
    assertEquals("hf_new", files.activeToken());
    assertEquals("hf_new", files.stored("oauth-alice", "hf_token"));
    assertEquals("rt_new", files.stored("oauth-alice", "refresh_token"));
    long expiresAt = Long.parseLong(files.stored("oauth-alice", "expires_at"));
    assertTrue(Math.abs(expiresAt - now() - 30 * DAY) < 60, () -> "expires_at " + expiresAt);
  }
}
