package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.http.SilentServer;
import io.github.hfdevice.store.Activation;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenPaths;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.time.FakeWaitClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final String REFRESHED =
      "{\"access_token\":\"hf_new\",\"refresh_token\":\"r2\",\"expires_in\":2592000}";

  @TempDir private Path dir;
  @AutoClose private FakeLoginServer hub;
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private TokenStore store;

  @BeforeEach
  void start() throws IOException {
    hub = new FakeLoginServer().answer("/oauth/token", 200, REFRESHED);
    store = new TokenStore(TokenPaths.at(dir.resolve("token")), at(START), warnings::add);
  }

  private static Clock at(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  private Tokens tokens(Instant now) {
    return new Tokens(
        hub.servers(), store, new Clocks(new FakeWaitClock(), at(now)), Ending.NONE, warnings::add);
  }

  private void storeTokenThatLives(Duration left) throws IOException {
    store.save(
        new StoredToken("x", "hf_old", Optional.of("r1"), Optional.of(START.plus(left))),
        Activation.TOKEN_FILE);
  }

  private String handOut(Instant now) throws Exception {
    return tokens(now).handOut(hub.endpoint()).token();
  }

  @Test
  void tokenWithMoreThanADay_costsNoRequest() throws Exception {
    storeTokenThatLives(DAY.plusMinutes(1));
    assertEquals("hf_old", handOut(START));
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void hundredThreads_nearTheEndOfAToken_causeOneRefresh() throws Exception {
    storeTokenThatLives(Duration.ofHours(1));
    Tokens tokens = tokens(START);
    Callable<String> question = () -> tokens.handOut(hub.endpoint()).token();
    ExecutorService threads = Executors.newFixedThreadPool(100);
    try {
      for (Future<String> answer : threads.invokeAll(Collections.nCopies(100, question))) {
        assertEquals("hf_new", answer.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(List.of("/oauth/token"), hub.requests());
    assertEquals(List.of(), warnings);
  }

  @Test
  void refreshThatFailed_isTriedAgainAfterFiveMinutes_whileTheTokenIsGood() throws Exception {
    storeTokenThatLives(Duration.ofHours(1));
    hub.answer("/oauth/token", 503, "");
    assertEquals("hf_old", handOut(START));
    assertEquals(1, warnings.size(), warnings::toString);
    assertEquals("hf_old", handOut(START.plusSeconds(299)));
    assertEquals(1, hub.requests().size());
    hub.answer("/oauth/token", 200, REFRESHED);
    assertEquals("hf_new", handOut(START.plusSeconds(300)));
    assertEquals(2, hub.requests().size());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutARoute_aTokenThatIsGoodForHours_isHandedOutSoon() throws Exception {
    storeTokenThatLives(Duration.ofHours(2));
    try (SilentServer silent = new SilentServer("127.0.0.2", 0)) {
      URI endpoint = URI.create("http://127.0.0.2:" + silent.port());
      Clocks clocks = new Clocks(new FakeWaitClock(), at(START));
      Tokens tokens =
          new Tokens(
              FakeLoginServer.serversOf(endpoint), store, clocks, Ending.NONE, warnings::add);
      long start = System.nanoTime();
      assertEquals("hf_old", tokens.handOut(endpoint).token());
      assertEquals("hf_old", tokens.handOut(endpoint).token());
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertTrue(millis < 8000, millis + " ms of the 10 s that one request has");
      assertEquals(1, warnings.size(), warnings::toString);
      assertTrue(warnings.get(0).endsWith("no connection to " + endpoint + " within 2.0 s"));
    }
  }

  @Test
  void tokenThatHasEnded_isRefreshed_soonAfterAFailureToo() throws Exception {
    storeTokenThatLives(Duration.ofMinutes(1));
    hub.answer("/oauth/token", 503, "");
    assertEquals("hf_old", handOut(START));
    hub.answer("/oauth/token", 200, REFRESHED);
    assertEquals("hf_new", handOut(START.plusSeconds(61)));
  }

  @Test
  void tokenThatItsServerRefused_isRefreshedAtItsNextUse() throws Exception {
    storeTokenThatLives(Duration.ofDays(20));
    tokens(START).refused("hf_of_somebody_else");
    assertEquals("hf_old", handOut(START));
    tokens(START).refused("hf_old");
    assertEquals("hf_new", handOut(START));
    assertEquals("hf_new", handOut(START));
    assertEquals(List.of("/oauth/token"), hub.requests());
  }

  @Test
  void tokenThatHasEnded_andCannotBeRefreshed_saysWhatHelps() throws Exception {
    storeTokenThatLives(Duration.ZERO.minusMinutes(1));
    hub.answer("/oauth/token", 400, "{\"error\":\"invalid_grant\"}");
    LoginException dead = assertThrows(LoginException.class, () -> handOut(START));
    assertEquals(LoginException.Reason.EXPIRED, dead.reason());
    assertEquals(LoginException.Remedy.LOG_IN, dead.remedy());
    assertEquals(Optional.of("invalid_grant"), dead.error());
  }

  @Test
  void nothingStored_isNotLoggedIn_andCostsNoRequest() {
    LoginException nobody = assertThrows(LoginException.class, () -> handOut(START));
    assertEquals(LoginException.Reason.NOT_LOGGED_IN, nobody.reason());
    assertEquals(Optional.of(hub.endpoint()), nobody.server());
    assertTrue(hub.requests().isEmpty());
  }
}
