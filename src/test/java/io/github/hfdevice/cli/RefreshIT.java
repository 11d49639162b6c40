package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.hfdevice.demo.PracticeHub;
import io.github.hfdevice.demo.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tokens close to their end. */
@DisabledOnOs(OS.WINDOWS)
class RefreshIT {
  private static final String TOKEN = "hf_oauth_soon_over";

  @TempDir private Path dir;

  private BuiltProgram closeToItsEnd(ScriptedHub hub, long secondsLeft) throws Exception {
    long end = Instant.now().getEpochSecond() + secondsLeft;
    return new BuiltProgram(dir)
        .with("HF_ENDPOINT", hub.endpoint())
        .loggedIn(
            TOKEN,
            "[oauth-bob]\nhf_token = "
                + TOKEN
                + "\nrefresh_token = r-secret\nexpires_at = "
                + end
                + "\n\n");
  }

  @Test
  void rotatingTokens_areStoredBeforeTheyAreUsed_evenByProcessesAtOnce() throws Exception {
    PracticeHub.Options rotating =
        PracticeHub.Options.builder()
            .scenario(Scenario.ROTATE)
            .interval(Duration.ofSeconds(1))
            .autoApprove(Duration.ofMillis(100))
            .accessTokenLifetime(Duration.ofMinutes(5))
            .build();
    try (PracticeHub hub = PracticeHub.start(rotating)) {
      BuiltProgram program = new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
      program.run("auth", "login").exits(0);
      Set<String> seen = new HashSet<>(List.of(text(program.token())));
      for (int i = 0; i < 2; i++) {
        String token = program.run("auth", "token").exits(0).saysNothing().stdout().strip();
        assertTrue(seen.add(token), "it was not refreshed");
        assertEquals(token, text(program.token()));
        assertTrue(text(program.storedTokens()).contains("hf_token = " + token + "\n"));
      }
      List<Running> atOnce =
          List.of(
              program.start("auth", "token"),
              program.start("auth", "token"),
              program.start("auth", "refresh"));
      for (Running each : atOnce) {
        each.end().exits(0);
      }
      program.run("auth", "whoami").exits(0).prints("alice (practice-org)\n");
    }
  }

  @Test
  void refresh_sendsTheTokenOnce_andStoresWhatComesBack() throws Exception {
    try (ScriptedHub hub = new ScriptedHub()) {
      BuiltProgram program = closeToItsEnd(hub, 60 * 60 * 48);
      program.run("auth", "token").exits(0).prints(TOKEN + "\n");
      assertEquals(0, hub.requestCount(), "two days are enough");

      JsonNode object = program.run("auth", "refresh", "--json").exits(0).saysNothing().onlyJson();
      assertEquals("oauth-bob", object.path("token_name").asText());
      assertTrue(object.path("expires_at").asLong() > Instant.now().getEpochSecond() + 2_500_000);
      assertEquals(
          "grant_type=refresh_token&refresh_token=r-secret"
              + "&client_id=26be6b09-91c5-47da-9861-d2d2bb7a7e36",
          hub.requests("/oauth/token").get(0).getBodyAsString());
      assertEquals(1, hub.requestCount());
      assertEquals(ScriptedHub.ACCESS_TOKEN, text(program.token()));
      assertTrue(
          text(program.storedTokens())
              .contains("refresh_token = " + ScriptedHub.REFRESH_TOKEN + "\n"));
    }
  }

  @Test
  void failureForNow_leavesAGoodTokenInUse_withAWarning() throws Exception {
    try (ScriptedHub hub = new ScriptedHub()) {
      hub.answer("/oauth/token", json(503, "oops"));
      BuiltProgram program = closeToItsEnd(hub, 600);
      String before = text(program.storedTokens());
      Run run = program.run("auth", "token", "--verbose").exits(0).prints(TOKEN + "\n");
      run.says("Warning: ").hides("r-secret").hides(TOKEN);
      assertEquals(before, text(program.storedTokens()));
      assertEquals(1, hub.requestCount());

      program.run("auth", "refresh").failsShortly(6).hides("r-secret");
      closeToItsEnd(hub, -600).run("auth", "token").failsShortly(6);
      program
          .with("HF_HUB_OFFLINE", "1")
          .run("auth", "token")
          .exits(0)
          .prints(TOKEN + "\n")
          .says("Warning: ");
    }
  }

  @Test
  void deadRefreshToken_isExitCode4_onceTheTokenExpired() throws Exception {
    try (ScriptedHub hub = new ScriptedHub()) {
      hub.answer("/oauth/token", json(400, "{\"error\":\"invalid_grant\"}"));
      closeToItsEnd(hub, 600).run("auth", "token").exits(0).prints(TOKEN + "\n").says("Warning: ");
      closeToItsEnd(hub, -600).run("auth", "token").failsShortly(4).says("hf-device auth login");
      closeToItsEnd(hub, 600).run("auth", "refresh").failsShortly(4).says("invalid_grant");
      BuiltProgram without =
          new BuiltProgram(dir)
              .with("HF_ENDPOINT", hub.endpoint())
              .loggedIn("hf_x", "[x]\nhf_token = hf_x\n\n");
      int before = hub.requestCount();
      without.run("auth", "refresh").failsShortly(4);
      assertEquals(before, hub.requestCount());
      assertNotEquals(0, before);
      assertFalse(text(without.token()).isEmpty());
    }
  }
}
