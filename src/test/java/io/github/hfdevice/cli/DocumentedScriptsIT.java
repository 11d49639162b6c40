package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts and the schema of the documentation, as they stand there. */
class DocumentedScriptsIT {
  private static final String PENDING = "{\"error\":\"authorization_pending\"}";

  @TempDir private Path dir;
  @AutoClose private final ScriptedHub hub = new ScriptedHub();
  private BuiltProgram program;

  @BeforeEach
  void start() throws Exception {
    program = newProgram();
  }

  private BuiltProgram newProgram() throws Exception {
    return new BuiltProgram(dir)
        .with("HF_ENDPOINT", hub.endpoint())
        .with("PATH", BuiltProgram.LAUNCHER.getParent() + ":/usr/bin:/bin")
        .with("WAIT", "1s");
  }

  private Path script(String mark) throws Exception {
    return Files.writeString(dir.resolve("script.sh"), Documentation.block(mark).text());
  }

  private Running withToken() throws Exception {
    return program.startCommand(
        List.of(
            "/bin/sh",
            script("# sh with-token.sh").toString(),
            "sh",
            "-c",
            "echo \"token: $HF_TOKEN, $1\"",
            "sh",
            "a b"));
  }

  @Test
  void withToken_logsIn_waitsOn_andRunsTheCommand_thenNeedsNoLogin() throws Exception {
    hub.answer("/oauth/token", json(400, PENDING));
    Running script = withToken();
    script.await(script.stderr(), Pattern.compile("(Still waiting): approve"));
    hub.answer("/oauth/token", json(200, ScriptedHub.GRANT));
    String printed = "token: " + ScriptedHub.ACCESS_TOKEN + ", a b\n";
    Run run = script.end().exits(0).prints(printed);
    run.says("Visit http://127.0.0.1/oauth/device and enter code: WXYZ-1234");
    withToken().end().exits(0).prints(printed).saysNothing();
  }

  @Test
  void withToken_saysWhatEndedALogin_andRunsNothing() throws Exception {
    hub.answer("/oauth/token", json(400, "{\"error\":\"access_denied\"}"));
    withToken().end().exits(3).prints("").says("The person said no.");
    hub.answer("/oauth/token", json(400, "{\"error\":\"expired_token\"}"));
    withToken().end().exits(9).prints("").says("Nobody approved in time");
    hub.answer("/oauth/token", json(400, "{\"error\":\"invalid_client\"}"));
    withToken().end().exits(5).prints("").says("invalid_client");
    program.with("HF_HUB_OFFLINE", "1");
    withToken().end().exits(6).prints("").says("HF_HUB_OFFLINE");
    program.with("HF_ENDPOINT", "nonsense");
    withToken().end().exits(2).prints("").says("HF_ENDPOINT");
  }

  private Running ownWords() throws Exception {
    return program.startCommand(List.of("/bin/sh", script("# sh own-words.sh").toString()));
  }

  @Test
  void ownWords_areReadableWhileTheLoginWaits() throws Exception {
    hub.answer("/oauth/token", json(400, PENDING));
    Running script = ownWords();
    script.await(script.stdout(), Pattern.compile("(Open) .*/oauth/device and type WXYZ-1234\n"));
    hub.answer("/oauth/token", json(200, ScriptedHub.GRANT));
    Run run = script.end().exits(0);
    assertTrue(run.stdout().endsWith("Logged in as bob, stored as oauth-bob\n"), run::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "access_denied, 3, The person said no.",
    "expired_token, 9, Nobody approved in time: start again.",
    "invalid_client, 5, The login failed."
  })
  void ownWords_endWithTheExitCodeTheyReport(String error, int exitCode, String words)
      throws Exception {
    hub.answer("/oauth/token", json(400, "{\"error\":\"" + error + "\"}"));
    Run run = ownWords().end().exits(exitCode).says("Failed: ");
    assertTrue(run.stdout().endsWith(words + "\n"), run::toString);
  }

  @Test
  void ownWords_failToo_whereTheLoginNeverBegan() throws Exception {
    hub.answer("/oauth/device", json(503, "{}"));
    program.with("HF_HUB_OFFLINE", "1");
    ownWords().end().exits(6).prints("The Hub cannot be reached: try later.\n");
    program.with("HF_ENDPOINT", "nonsense");
    ownWords().end().exits(2).prints("The login failed.\n").says("HF_ENDPOINT");
    program.with("JAVA_HOME", dir);
    ownWords().end().exits(1).prints("The login failed.\n").says("JAVA_HOME");
  }

  @Test
  void everyEvent_satisfiesTheSchema() throws Exception {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(Documentation.block("json-schema.org").text());
    Set<String> seen = new TreeSet<>();
    for (Run run :
        List.of(
            program.run("auth", "login", "--json", "--no-wait").exits(0),
            program.run("auth", "login", "--json", "--resume").exits(0),
            program.run("auth", "login", "--json").exits(0),
            program.run("auth", "login", "--json", "--resume").exits(2),
            program.with("HF_HUB_OFFLINE", "1").run("auth", "login", "--json", "-f").exits(6),
            interrupted())) {
      for (JsonNode event : run.json()) {
        assertEquals(Set.of(), schema.validate(event), event::toString);
        seen.add(event.path("event").asText());
      }
    }
    assertEquals(Set.of("auth_error", "auth_success", "device_code", "pending"), seen);
    JsonNode bare = Output.object().put("event", "device_code");
    assertTrue(!schema.validate(bare).isEmpty(), "the schema takes everything");
  }

  private Run interrupted() throws Exception {
    program = newProgram();
    hub.answer("/oauth/token", json(400, PENDING));
    hub.answer(
        "/oauth/device",
        json(
            200,
            ScriptedHub.DEVICE.replace(
                "\"interval\"",
                "\"verification_uri_complete\":\"http://127.0.0.1/oauth/device?user_code=W\","
                    + "\"interval\"")));
    Running login = program.start("auth", "login", "--json");
    login.await(login.stdout(), Pattern.compile("(device_code)"));
    login.signal("TERM");
    Run run = login.end().exits(143);
    assertTrue(text(login.stdout()).contains("auth_error"), run::toString);
    return run;
  }
}
