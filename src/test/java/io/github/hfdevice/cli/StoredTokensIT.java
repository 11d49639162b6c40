package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look after tokens that are stored already; no server answers here. */
@DisabledOnOs(OS.WINDOWS)
class StoredTokensIT {
  private static final String CI = "hf_ci_token_of_long_life_abcd";
  private static final String OLD = "hf_old_token_of_short_life_wxyz";
  private static final String STORED =
      "[ci]\nhf_token = " + CI + "\n\n[old]\nhf_token = " + OLD + "\nexpires_at = 1000\n\n";

  @TempDir private Path dir;

  /** Nobody listens at the endpoint. */
  private BuiltProgram program() throws Exception {
    return new BuiltProgram(dir).with("HF_ENDPOINT", "http://127.0.0.1:9");
  }

  private BuiltProgram loggedIn() throws Exception {
    return program().loggedIn(CI, STORED);
  }

  @Test
  void notLoggedIn_isExitCode4() throws Exception {
    for (String command : List.of("token", "status", "whoami", "refresh", "switch")) {
      program()
          .run("auth", command)
          .failsShortly(4)
          .says("not logged in")
          .says("hf-device auth login");
    }
    JsonNode error = program().run("auth", "token", "--json").exits(4).saysNothing().onlyJson();
    assertEquals("not_logged_in", error.path("error").asText());
    assertEquals(4, error.path("exit_code").asInt());
    assertTrue(error.path("message").isTextual());
    program().run("auth", "list").exits(0).prints("").says("auth login");
    assertEquals("[]\n", program().run("auth", "list", "--json").exits(0).stdout());
    program().run("auth", "logout").exits(0).prints("");
  }

  @Test
  void token_isAloneOnOneLine() throws Exception {
    loggedIn().run("auth", "token").exits(0).prints(CI + "\n").saysNothing();
    loggedIn().run("auth", "token", "--quiet").exits(0).prints(CI + "\n").saysNothing();
    JsonNode object = loggedIn().run("auth", "token", "--json").exits(0).onlyJson();
    assertEquals(CI, object.path("token").asText());
    assertEquals("ci", object.path("token_name").asText());
    assertTrue(object.has("expires_at") && object.path("expires_at").isNull());
  }

  @Test
  void expiredToken_isExitCode4_andOnNoStdout() throws Exception {
    program().loggedIn(OLD, STORED).run("auth", "token").failsShortly(4).says("expired").hides(OLD);
    program().loggedIn(OLD, STORED).run("auth", "whoami").failsShortly(4).says("expired");
    Run status = program().loggedIn(OLD, STORED).run("auth", "status", "--offline").exits(4);
    status.says("expired").hides(OLD);
    assertFalse(status.stdout().contains(OLD), status::stdout);
    JsonNode object =
        program()
            .loggedIn(OLD, STORED)
            .run("auth", "status", "--offline", "--json")
            .exits(4)
            .onlyJson();
    assertTrue(object.path("expired").asBoolean(), object::toString);
    assertEquals("token_expired", object.path("error").asText());
  }

  @Test
  void list_masksTheTokens_andMarksTheActiveOne() throws Exception {
    for (String name : List.of("list", "ls")) {
      Run run = loggedIn().run("auth", name).exits(0).saysNothing();
      assertFalse(run.stdout().contains(CI) || run.stdout().contains(OLD), run::stdout);
      assertTrue(run.stdout().contains("\n* ci "), run::stdout);
      assertTrue(run.stdout().contains("\n  old "), run::stdout);
      assertTrue(run.stdout().contains("abcd") && run.stdout().contains("1970-01-01"), run::stdout);
    }
    loggedIn().run("auth", "ls", "-q").exits(0).prints("ci\nold\n").saysNothing();
    JsonNode array = loggedIn().run("auth", "list", "--format", "json").exits(0).onlyJson();
    assertEquals(2, array.size());
    assertEquals("ci", array.path(0).path("name").asText());
    assertTrue(array.path(0).path("active").asBoolean());
    assertTrue(array.path(0).path("expires_at").isNull() && array.path(0).has("expires_at"));
    assertFalse(array.path(1).path("active").asBoolean());
    assertEquals(1000, array.path(1).path("expires_at").asLong());
    assertFalse(array.toString().contains(CI));
  }

  @Test
  void switch_makesAnotherTokenTheActiveOne() throws Exception {
    BuiltProgram program = loggedIn();
    program.run("auth", "switch", "old").exits(0).prints("").says("old");
    assertEquals(OLD, text(program.token()));
    JsonNode object =
        program.run("auth", "switch", "--token-name", "ci", "--json").exits(0).onlyJson();
    assertEquals("ci", object.path("token_name").asText());
    assertEquals(CI, text(program.token()));
    assertEquals(STORED, text(program.storedTokens()));

    program.run("auth", "switch", "nobody").failsShortly(2).says("nobody").says("ci, old");
    program.run("auth", "switch").failsShortly(2).says("ci, old");
    program.run("auth", "switch", "ci", "--token-name", "old").failsShortly(2);
    assertEquals(CI, text(program.token()));
    program.with("HF_TOKEN", "hf_x").run("auth", "switch", "old").exits(0).says("HF_TOKEN");
  }

  @Test
  void expiredToken_thatCanBeRefreshed_needsNoLogin() throws Exception {
    String section = "[x]\nhf_token = hf_x\nrefresh_token = r\nexpires_at = 1\n\n";
    program()
        .loggedIn("hf_x", section)
        .run("auth", "status", "--offline")
        .exits(4)
        .says("Run: hf-device auth refresh")
        .hides("auth login");
  }

  @Test
  void expiredToken_withoutASection_isReplacedByALogin() throws Exception {
    // Its claims, {"exp":1000}, say that it ended.
    String token = "hf_oauth_e30.eyJleHAiOjEwMDB9.x";
    program()
        .loggedIn(token, "")
        .run("auth", "token")
        .failsShortly(4)
        .says("Run: hf-device auth login\n");
    Run given = program().with("HF_TOKEN", token).run("auth", "token").failsShortly(4);
    given.says("unset the variable");
  }

  @Test
  void logout_removesOneToken_orAll_andIsHonestAboutTheHub() throws Exception {
    BuiltProgram program = loggedIn().with("HF_HUB_OFFLINE", "1");
    program.run("auth", "logout", "nobody").failsShortly(2).says("ci, old");
    program.run("auth", "logout", "old").exits(0).prints("").says("old").says("no revocation");
    assertEquals("[ci]\nhf_token = " + CI + "\n\n", text(program.storedTokens()));
    assertEquals(CI, text(program.token()));
    JsonNode object = program.run("auth", "logout", "--json").exits(0).onlyJson();
    assertEquals("[\"ci\"]", object.path("removed").toString());
    assertFalse(Files.exists(program.token()) && !text(program.token()).isEmpty());
    assertFalse(
        Files.exists(program.storedTokens()) && text(program.storedTokens()).contains("hf_"));
    program.run("auth", "token").failsShortly(4);
  }

  @Test
  void whoamiAndStatus_sayWhoseTheTokenIs() throws Exception {
    try (ScriptedHub hub = new ScriptedHub()) {
      hub.answer(
          "/api/whoami-v2", json(200, "{\"name\":\"bob\",\"orgs\":[{\"name\":\"builders\"}]}"));
      BuiltProgram program = loggedIn().with("HF_ENDPOINT", hub.endpoint());
      program.run("auth", "whoami").exits(0).prints("bob (builders)\n").saysNothing();
      program.run("auth", "whoami", "-q").exits(0).prints("bob\n").saysNothing();
      assertEquals(
          "{\"user\":\"bob\",\"orgs\":[\"builders\"],\"endpoint\":\"" + hub.endpoint() + "\"}\n",
          program.run("auth", "whoami", "--json").exits(0).stdout());
      assertEquals(
          "Bearer " + CI, hub.requests("/api/whoami-v2").get(0).getHeader("Authorization"));

      Run status = program.run("auth", "status").exits(0).saysNothing();
      for (String part : List.of(program.token().toString(), "ci", "bob", "abcd")) {
        assertTrue(status.stdout().contains(part), status::stdout);
      }
      program.run("auth", "status", "-q").exits(0).prints("").saysNothing();
      int before = hub.requestCount();
      JsonNode object = program.run("auth", "status", "--offline", "--json").exits(0).onlyJson();
      assertEquals(before, hub.requestCount());
      assertEquals("ci", object.path("token_name").asText());
      assertTrue(object.has("user") && object.path("user").isNull(), object::toString);
      assertFalse(status.stdout().contains(CI) || object.toString().contains(CI));
      program.with("HF_TOKEN", "hf_winner").run("auth", "status", "--offline").says("HF_TOKEN");

      hub.answer("/api/whoami-v2", json(401, "{}"));
      program.without("HF_TOKEN").run("auth", "whoami").failsShortly(5).says("401").hides(CI);
    }
    loggedIn().run("auth", "whoami").failsShortly(6).says("127.0.0.1:9");
    loggedIn().with("HF_HUB_OFFLINE", "1").run("auth", "whoami").failsShortly(6).says("OFFLINE");
  }

  @Test
  void status_tellsWhatIsKnownHere_whenTheHubDoesNotAnswer() throws Exception {
    BuiltProgram program = loggedIn();
    Run run = program.run("auth", "status").exits(6).says("127.0.0.1:9").hides(CI);
    for (String part : List.of(program.token().toString(), "ci", "abcd")) {
      assertTrue(run.stdout().contains(part), run::toString);
    }
    JsonNode object = program.run("auth", "status", "--json").exits(6).saysNothing().onlyJson();
    assertEquals("ci", object.path("token_name").asText());
    assertEquals("unreachable", object.path("error").asText());
    assertEquals(6, object.path("exit_code").asInt());
    assertFalse(object.path("expired").asBoolean(true));
  }

  @Test
  void statusOfAll_tellsOfEachToken_andOfTheFirstProblemByItsExitCode() throws Exception {
    Run all = loggedIn().run("auth", "status", "--all", "--offline").exits(4).saysNothing();
    List<String> blocks = List.of(all.stdout().split("\n\n", -1));
    assertEquals(2, blocks.size(), all::toString);
    assertTrue(blocks.get(0).contains("name:     ci\n"), all::toString);
    assertTrue(blocks.get(0).endsWith("\nin use:   yes"), all::toString);
    assertTrue(blocks.get(1).contains("name:     old\n"), all::toString);
    assertTrue(blocks.get(1).contains("\nproblem:  the token of "), all::toString);
    assertFalse(all.stdout().contains(CI) || all.stdout().contains(OLD));

    JsonNode array =
        loggedIn().run("auth", "status", "--all", "--offline", "--json").exits(4).onlyJson();
    assertEquals(2, array.size());
    assertTrue(array.get(0).path("active").asBoolean());
    assertFalse(array.get(0).path("expired").asBoolean());
    assertEquals("old", array.get(1).path("token_name").asText());
    assertFalse(array.get(1).path("active").asBoolean(true));
    assertEquals("token_expired", array.get(1).path("error").asText());
    loggedIn().run("auth", "status", "--all", "--offline", "-q").exits(4).prints("").saysNothing();
    program().run("auth", "status", "--all").failsShortly(4).says("not logged in");
  }

  @Test
  void statusOfAll_beginsWithTheVariable_whichIsInUse() throws Exception {
    JsonNode array =
        loggedIn()
            .with("HF_TOKEN", "hf_variable")
            .run("auth", "status", "--all", "--offline", "--json")
            .exits(4)
            .onlyJson();
    assertEquals(3, array.size());
    assertEquals("HF_TOKEN", array.get(0).path("source").asText());
    assertTrue(array.get(0).path("active").asBoolean());
    assertTrue(array.get(0).path("shadows_stored_token").asBoolean());
    assertFalse(array.get(1).path("active").asBoolean(true));
  }

  @Test
  void withoutATerminal_logoutOfSeveral_asksNothing_withYesOrNot() throws Exception {
    loggedIn().run("auth", "logout").exits(0).says("Removed ci, old.").hides("[y/N]");
    loggedIn().run("auth", "logout", "--yes").exits(0).says("Removed ci, old.");
  }

  @Test
  void coloursThatAreForced_markTheLabelOfAnError_butNoData() throws Exception {
    BuiltProgram program = loggedIn().with("FORCE_COLOR", "1");
    program.run("auth", "token").exits(0).prints(CI + "\n").saysNothing();
    program.run("auth", "switch", "none").exits(2).says("\u001b[1;31mError:\u001b[0m ");
    program.with("NO_COLOR", "1").run("auth", "switch", "none").says("Error: ").hides("\u001b");
    program.without("NO_COLOR").run("auth", "switch", "none", "--format", "agent").hides("\u001b");
  }

  @Test
  void fileThatCannotBeRead_isNamed_andABrokenStoreIsKept() throws Exception {
    BuiltProgram folder = program();
    Files.createDirectories(folder.token());
    folder.run("auth", "token").failsShortly(7).says(folder.token().toString());

    BuiltProgram broken = program().loggedIn(CI, "no section at all\n");
    broken.run("auth", "list").failsShortly(7).says(broken.storedTokens().toString());
    broken.run("auth", "token").exits(0).prints(CI + "\n");
    assertEquals("no section at all\n", text(broken.storedTokens()));
  }
}
