package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Whose a granted or a given token is, and what becomes of it when the Hub cannot say. */
@DisabledOnOs(OS.WINDOWS)
class LoginOwnerIT extends ScriptedHubCase {
  private static final String GIVEN = "hf_given_token_0123456789";

  private BuiltProgram program() throws Exception {
    return new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
  }

  private static void assertStored(BuiltProgram program, String token, String name)
      throws Exception {
    assertEquals(token, text(program.token()));
    String stored = text(program.storedTokens());
    assertTrue(stored.matches("(?s)\\[" + name + "]\nhf_token = \\Q" + token + "\\E\n.*"), stored);
  }

  private static void assertNothingStored(BuiltProgram program) {
    assertFalse(Files.exists(program.token()));
    assertFalse(Files.exists(program.storedTokens()));
  }

  @Test
  void grantedToken_isKept_whenTheHubCannotSayWhoseItIs() throws Exception {
    hub.answer("/api/whoami-v2", json(429, "{\"error\":\"rate limited\"}"));
    hub.answer("/oauth/userinfo", json(200, "{\"sub\":\"1\",\"preferred_username\":\"carol\"}"));
    BuiltProgram limited = program();
    limited.run("auth", "login").exits(0).says("Logged in as carol").hides("Warning");
    assertStored(limited, ScriptedHub.ACCESS_TOKEN, "oauth-carol");

    hub.answer("/api/whoami-v2", json(500, "oops"));
    hub.answer("/oauth/userinfo", json(500, "oops"));
    BuiltProgram nameless = program();
    Run run = nameless.run("auth", "login", "--json").exits(0).says("Warning: ");
    assertStored(nameless, ScriptedHub.ACCESS_TOKEN, "oauth-\\S+");
    JsonNode success = run.json().get(1);
    assertTrue(success.path("user").isNull() && success.has("user"), run.toString());
    assertTrue(
        text(nameless.storedTokens()).startsWith("[" + success.path("token_name").asText() + "]"));
  }

  @Test
  void onlyAClear401_dropsAGrantedToken() throws Exception {
    hub.answer("/api/whoami-v2", json(401, "{\"error\":\"Invalid credentials\"}"));
    BuiltProgram program = program();
    program.run("auth", "login").exits(5).prints("").says("401");
    assertNothingStored(program);
  }

  @Test
  void displayName_namesTheSection_andNoExpiryIsNull() throws Exception {
    hub.answer(
        "/oauth/token", json(200, "{\"access_token\":\"hf_plain\",\"token_type\":\"Bearer\"}"));
    hub.answer(
        "/api/whoami-v2",
        json(200, "{\"name\":\"bob\",\"auth\":{\"accessToken\":{\"displayName\":\"my laptop\"}}}"));
    BuiltProgram program = program();
    Run run = program.run("auth", "login", "--json").exits(0).saysNothing();
    JsonNode success = run.json().get(1);
    assertEquals("my laptop", success.path("token_name").asText());
    assertEquals("bob", success.path("user").asText());
    assertTrue(success.has("expires_at") && success.path("expires_at").isNull());
    assertEquals(
        "[my laptop]\nhf_token = hf_plain\n\n",
        TokenFolder.knownToHf(text(program.storedTokens())));
  }

  @Test
  void givenToken_comesThroughAPipe() throws Exception {
    BuiltProgram piped = program().with("GIVEN", GIVEN);
    piped.shell("printf '%s\\n' \"$GIVEN\" | \"$hf\" auth login --with-token").exits(0);
    assertStored(piped, GIVEN, "oauth-bob");
  }

  @Test
  void givenToken_isAskedForItsOwner_andStored() throws Exception {
    BuiltProgram option = program();
    option.run("auth", "login", "--token", GIVEN).exits(0).prints("").says("bob").hides(GIVEN);
    assertStored(option, GIVEN, "oauth-bob");

    hub.answer("/api/whoami-v2", json(429, "{}"));
    BuiltProgram piped = program().stdin(GIVEN + "\n");
    piped.run("auth", "login", "--with-token").exits(0).says("Warning: ").hides(GIVEN);
    assertStored(piped, GIVEN, "\\S+");

    hub.answer("/api/whoami-v2", json(401, "{}"));
    BuiltProgram refused = program();
    refused.run("auth", "login", "--token", GIVEN).failsShortly(5).says("401").hides(GIVEN);
    assertNothingStored(refused);

    int before = hub.requestCount();
    program().run("auth", "login", "--with-token").failsShortly(2).says("stdin");
    program().stdin("two words\n").run("auth", "login", "--with-token").failsShortly(2);
    program().run("auth", "login", "--token", "").failsShortly(2);
    program().run("auth", "login", "--token", GIVEN, "--with-token").failsShortly(2);
    assertEquals(before, hub.requestCount());
    assertEquals(0, hub.requests("/oauth/device").size());
  }

  @Test
  void tokenOfTheEnvironment_isToldToWin_inOneLine() throws Exception {
    BuiltProgram program = program().with("HF_TOKEN", "hf_of_the_environment");
    Run run = program.run("auth", "login").exits(0).hides("hf_of_the_environment");
    assertEquals(1, run.stderr().lines().filter(line -> line.contains("HF_TOKEN")).count());
    assertStored(program, ScriptedHub.ACCESS_TOKEN, "oauth-bob");
    program.run("auth", "token").exits(0).prints("hf_of_the_environment\n");
    program
        .without("HF_TOKEN")
        .with("HUGGING_FACE_HUB_TOKEN", "hf_older")
        .run("auth", "token")
        .prints("hf_older\n");
  }
}
