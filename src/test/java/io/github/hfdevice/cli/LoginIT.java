package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.hfdevice.demo.PracticeHub;
import io.github.hfdevice.demo.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whole logins as a person and as a script see them, against the practice Hub. */
@DisabledOnOs(OS.WINDOWS)
class LoginIT {
  private static final String FIRST_SECTION =
      "[a-ci]\nhf_token = hf_ci_0123456789\nnote = 100%% [kept]\n\n";
  private static final String LAST_SECTION = "[zed]\nhf_token = hf_zed\n\n";

  @TempDir private Path dir;

  private static PracticeHub.Builder quick() {
    return PracticeHub.Options.builder().interval(Duration.ofSeconds(1));
  }

  private static PracticeHub approvingHub() throws Exception {
    return PracticeHub.start(quick().autoApprove(Duration.ofMillis(100)).build());
  }

  private BuiltProgram at(PracticeHub hub) throws Exception {
    return new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
  }

  @Test
  void human_showsTheCode_storesTheToken_andKeepsStdoutEmpty() throws Exception {
    try (PracticeHub hub = PracticeHub.start(quick().build())) {
      BuiltProgram program = at(hub);
      Running login = program.start("auth", "login");
      String code = login.userCode();
      hub.approve(code);
      Run run = login.end().exits(0).prints("");

      String line = "Visit " + hub.endpoint() + "/oauth/device and enter code: " + code;
      assertEquals(line, run.stderr().lines().findFirst().orElseThrow());
      run.says("Continue only if you started this login yourself.").says("Logged in as alice");
      run.says(program.token().toString()).hides("\u001b");
      assertStored(program, "oauth-alice");
    }
  }

  private static void assertStored(BuiltProgram program, String name) throws Exception {
    String token = text(program.token());
    assertTrue(token.startsWith("hf_oauth_") && token.equals(token.strip()), token);
    Pattern section =
        Pattern.compile(
            "\\["
                + Pattern.quote(name)
                + "]\nhf_token = "
                + Pattern.quote(token)
                + "\nrefresh_token = hf_oauth__refresh_\\w+\nexpires_at = (\\d+)\nendpoint = \\S+\n");
    var found = section.matcher(text(program.storedTokens()));
    assertTrue(found.find(), text(program.storedTokens()));
    long monthFromNow = Instant.now().getEpochSecond() + 2_591_999;
    assertTrue(Math.abs(Long.parseLong(found.group(1)) - monthFromNow) < 60, found.group(1));
    assertPrivate(program);
  }

  private static void assertPrivate(BuiltProgram program) throws Exception {
    for (Path file : List.of(program.token(), program.storedTokens())) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(program.hfHome())));
  }

  @Test
  void secondLogin_asksNobody_unlessForcedOrExpired() throws Exception {
    try (PracticeHub hub = approvingHub()) {
      BuiltProgram program = at(hub);
      program.run("auth", "login").exits(0);
      String first = text(program.token());
      int requests = hub.requests().size();

      program
          .run("auth", "login")
          .exits(0)
          .prints("")
          .says("Already logged in; the token (oauth-alice) is in ");
      JsonNode event = program.run("auth", "login", "--json").exits(0).onlyJson();
      assertEquals("auth_success", event.path("event").asText());
      assertEquals("oauth-alice", event.path("token_name").asText());
      assertEquals(requests, hub.requests().size());
      assertEquals(first, text(program.token()));

      program.run("auth", "login", "-f").exits(0).says("Logged in as alice");
      String second = text(program.token());
      assertFalse(first.equals(second));
      assertFalse(text(program.storedTokens()).contains(first), "the section is replaced whole");

      String expired =
          text(program.storedTokens()).replaceAll("expires_at = \\d+", "expires_at = 9");
      Files.writeString(program.storedTokens(), expired);
      program.run("auth", "login").exits(0).says("Logged in as alice");
      assertFalse(second.equals(text(program.token())));
    }
  }

  @Test
  void login_keepsEveryOtherSection() throws Exception {
    try (PracticeHub hub = approvingHub()) {
      BuiltProgram program = at(hub).loggedIn("", FIRST_SECTION + LAST_SECTION);
      Files.delete(program.token());
      program.run("auth", "login", "--quiet").exits(0).prints("").says("enter code: ");

      String stored = text(program.storedTokens());
      assertTrue(stored.startsWith(FIRST_SECTION + "[oauth-alice]\n"), stored);
      assertTrue(stored.endsWith("\n\n" + LAST_SECTION), stored);
    }
  }

  @Test
  void json_givesTwoEventsWithEveryField() throws Exception {
    try (PracticeHub hub = approvingHub()) {
      BuiltProgram program = at(hub);
      Run run = program.run("auth", "login", "--json").exits(0);
      List<JsonNode> events = run.json();

      assertEquals(2, events.size(), run.toString());
      JsonNode code = events.get(0);
      assertEquals(
          List.of(
              "event",
              "verification_uri",
              "verification_uri_complete",
              "user_code",
              "expires_in",
              "interval"),
          fields(code));
      assertEquals("device_code", code.path("event").asText());
      assertEquals(hub.endpoint() + "/oauth/device", code.path("verification_uri").asText());
      assertTrue(code.path("verification_uri_complete").isNull());
      assertEquals(1, hub.polls(code.path("user_code").asText()));
      assertEquals(300, code.path("expires_in").asInt());
      assertEquals(1, code.path("interval").asInt());
      JsonNode success = events.get(1);
      assertEquals(
          List.of("event", "user", "token_name", "token_path", "expires_at", "granted_scope"),
          fields(success));
      assertEquals("auth_success", success.path("event").asText());
      assertEquals("alice", success.path("user").asText());
      assertEquals("oauth-alice", success.path("token_name").asText());
      assertEquals(program.token().toString(), success.path("token_path").asText());
      assertTrue(success.path("expires_at").asLong() > Instant.now().getEpochSecond());
    }
  }

  private static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void json_readerThatTakesOneLine_hasItBeforeTheApproval_andTheTokenIsStored() throws Exception {
    try (PracticeHub hub = PracticeHub.start(quick().build())) {
      BuiltProgram program = at(hub).with("out", dir.resolve("code"));
      Files.createFile(dir.resolve("code"));
      Thread approval =
          new Thread(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  try {
                    var code =
                        Pattern.compile("\"user_code\":\"(.+?)\"")
                            .matcher(text(dir.resolve("code")));
                    if (code.find()) {
                      hub.approve(code.group(1));
                      return;
                    }
                    Thread.sleep(20);
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }
              });
      approval.start();
      Run run =
          program.shell(
              "{ \"$hf\" auth login --json; echo $? >ended; } | head -1 >\"$out\"; cat ended");
      approval.join();
      run.prints("0\n").saysNothing();
      assertStored(program, "oauth-alice");
    }
  }

  @Test
  void denialAndExpiry_haveTheirOwnExitCodes_andStoreNothing() throws Exception {
    try (PracticeHub denying = PracticeHub.start(quick().scenario(Scenario.DENY).build());
        PracticeHub expiring = PracticeHub.start(quick().scenario(Scenario.EXPIRE).build())) {
      BuiltProgram denied = at(denying);
      BuiltProgram expired = at(expiring);
      Running deniedLogin = denied.start("auth", "login");
      Running deniedJson = at(denying).start("auth", "login", "--json");
      Running expiredLogin = expired.start("auth", "login");
      Running expiredJson = at(expiring).start("auth", "login", "--json");

      deniedLogin.end().exits(3).prints("").says("Error: ");
      expiredLogin.end().exits(9).prints("").says("Error: ");
      assertAuthError(deniedJson.end().exits(3), "access_denied", 3);
      assertAuthError(expiredJson.end().exits(9), "expired_token", 9);
      for (BuiltProgram program : List.of(denied, expired)) {
        assertFalse(Files.exists(program.token()));
        assertFalse(Files.exists(program.storedTokens()));
      }
    }
  }

  private static void assertAuthError(Run run, String error, int exitCode) throws Exception {
    JsonNode last = run.json().get(1);
    assertEquals(List.of("event", "error", "message", "exit_code"), fields(last));
    assertEquals("auth_error", last.path("event").asText());
    assertEquals(error, last.path("error").asText());
    assertEquals(exitCode, last.path("exit_code").asInt());
    assertEquals(2, run.json().size(), run.toString());
    run.saysNothing();
  }

  @Test
  void discover_takesTheEndpointsOfTheMetadata() throws Exception {
    try (PracticeHub hub = approvingHub()) {
      BuiltProgram program = new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint().toString());
      program
          .run("auth", "login", "--endpoint", hub.endpoint() + "/", "--discover")
          .exits(0)
          .says("Logged in as alice");
      assertTrue(
          hub.requests().get(0).startsWith("GET /.well-known/openid-configuration"),
          hub.requests()::toString);
      assertPrivate(program);
      String stored = text(program.storedTokens());
      assertTrue(stored.contains("hf_token = " + text(program.token()) + "\n"), stored);
      assertTrue(
          stored.contains("\ntoken_endpoint = " + hub.endpoint() + "/oauth/token\n"), stored);
    }
  }

  @Test
  void agent_readsPlainSentencesOnStdout() throws Exception {
    try (PracticeHub hub = approvingHub()) {
      Run run = at(hub).with("CLAUDECODE", "1").run("auth", "login").exits(0).saysNothing();
      assertTrue(
          run.stdout().startsWith("Visit " + hub.endpoint() + "/oauth/device and enter code: "));
      assertTrue(run.stdout().contains("Logged in as alice"), run::stdout);
      assertFalse(run.stdout().contains("\u001b"));
    }
  }
}
