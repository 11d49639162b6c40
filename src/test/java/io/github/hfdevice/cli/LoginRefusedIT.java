package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.html;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Logins that a server, a setting or a file keeps from succeeding, and what a login sends. */
@DisabledOnOs(OS.WINDOWS)
class LoginRefusedIT extends ScriptedHubCase {

  private BuiltProgram program() throws Exception {
    return new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
  }

  private static void assertNothingStored(BuiltProgram program) {
    assertFalse(Files.exists(program.token()));
    assertFalse(Files.exists(program.storedTokens()));
  }

  @Test
  void oauthError_endsTheLogin_whateverItsNameAndStatus() throws Exception {
    hub.answer("/oauth/device", json(401, "{\"error\":\"invalid_client\"}"));
    BuiltProgram refused = program();
    refused.run("auth", "login").failsShortly(5).says("invalid_client").says(hub.endpoint());
    assertNothingStored(refused);
    JsonNode event = program().run("auth", "login", "--json").exits(5).saysNothing().onlyJson();
    assertEquals("auth_error", event.path("event").asText());
    assertEquals("invalid_client", event.path("error").asText());
    assertEquals(5, event.path("exit_code").asInt());
    assertTrue(event.path("message").isTextual());

    hub.answer("/oauth/device", json(200, ScriptedHub.DEVICE));
    hub.answer("/oauth/token", json(200, "{\"error\":\"consent_on_the_moon\"}"));
    BuiltProgram unknown = program();
    unknown.run("auth", "login").exits(5).prints("").says("consent_on_the_moon");
    assertNothingStored(unknown);
  }

  @Test
  void nonsenseForADeviceCode_isABadResponse_withoutATrace() throws Exception {
    Map<String, ResponseDefinitionBuilder> answers = new LinkedHashMap<>();
    answers.put("html", html(200));
    answers.put("empty", json(200, ""));
    answers.put("cut", json(200, ScriptedHub.DEVICE.substring(0, 60)));
    answers.put("null", json(200, "null"));
    answers.put("array", json(200, "[]"));
    answers.put("no code", json(200, "{\"expires_in\":300}"));
    answers.put(
        "script", json(200, ScriptedHub.DEVICE.replace("http://127.0.0.1/", "javascript:")));
    answers.put("redirect", json(302, "").withHeader("Location", "http://127.0.0.1:1/elsewhere"));
    answers.put("huge", json(200, "{\"x\":\"" + "y".repeat(10 << 20) + "\"}"));

    for (Map.Entry<String, ResponseDefinitionBuilder> each : answers.entrySet()) {
      hub.answer("/oauth/device", each.getValue());
      BuiltProgram program = program();
      Run run = program.run("auth", "login");
      run.failsShortly(5).says(hub.endpoint()).hides("javascript").hides(ScriptedHub.DEVICE_CODE);
      assertNothingStored(program);
    }
    assertEquals(answers.size(), hub.requestCount(), "none is asked twice, no redirect followed");
  }

  @Test
  void escapeSequencesOfTheServer_reachNoTerminal() throws Exception {
    hub.answer(
        "/oauth/device",
        json(
            200,
            ScriptedHub.DEVICE
                .replace("WXYZ-1234", "WX\\u001b[2JYZ\\u0007\\u009b31m\\u202e\\n9")
                .replace(
                    "\"interval\"",
                    "\"verification_uri_complete\":\"http://127.0.0.1/\\u001b]8;;x\",\"interval\"")));
    hub.answer(
        "/oauth/token",
        json(400, "{\"error\":\"access_denied\",\"error_description\":\"\\u001b[31mno\\u0007\"}"));
    for (String format : List.of("human", "agent", "json", "quiet")) {
      Run run = program().run("auth", "login", "--format", format);
      assertTrue(run.exitCode() == 3 || run.exitCode() == 5, run::toString);
      String all = run.stdout() + run.stderr();
      assertFalse(all.chars().anyMatch(c -> c != '\n' && Character.isISOControl(c)), run::toString);
      assertFalse(all.contains("\u202e"), run::toString);
    }
  }

  @Test
  void unreachableServers_areTriedThreeTimes() throws Exception {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    String nowhere = "http://127.0.0.1:" + closedPort;
    Running refused = program().with("HF_ENDPOINT", nowhere).start("auth", "login");
    hub.answer("/oauth/device", html(503));
    Running down = program().start("auth", "login");

    refused.end().failsShortly(6).says(nowhere);
    down.end().failsShortly(6).says(hub.endpoint()).says("503");
    assertEquals(3, hub.requests("/oauth/device").size());
  }

  @Test
  void wrongSettings_areUsageErrorsThatNameThem_beforeAnyRequest() throws Exception {
    usage(program().with("HF_ENDPOINT", "not a url"), "HF_ENDPOINT");
    usage(program().with("HF_ENDPOINT", "http://huggingface.co"), "HF_ENDPOINT");
    usage(program().with("HF_HUB_DOWNLOAD_TIMEOUT", "abc"), "HF_HUB_DOWNLOAD_TIMEOUT");
    usage(program().with("HTTP_PROXY", "::"), "HTTP_PROXY");
    usage(program().with("HF_HOME", "~nobody/hf"), "HF_HOME");
    Path noBundle = Files.writeString(dir.resolve("bundle.pem"), "no certificate");
    usage(
        program().with("REQUESTS_CA_BUNDLE", noBundle),
        "REQUESTS_CA_BUNDLE",
        "--endpoint",
        "https://127.0.0.1:9");
    usage(program(), "--endpoint", "--endpoint", "ftp://127.0.0.1");
    usage(program(), "--no-such-flag", "--no-such-flag");
    usage(program(), "--format", "--format", "xml");
    Run secret = usage(program(), "login", "hf_an_argument_that_is_a_token");
    secret.hides("hf_an_argument");
    program()
        .with("HF_HUB_OFFLINE", "1")
        .run("auth", "login")
        .failsShortly(6)
        .says("HF_HUB_OFFLINE");
    assertEquals(0, hub.requestCount());
  }

  private static Run usage(BuiltProgram program, String named, String... flags) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("auth", "login"));
    arguments.addAll(List.of(flags));
    return program.run(arguments.toArray(new String[0])).failsShortly(2).says(named);
  }

  @Test
  void placeThatCannotBeWritten_isToldBeforeAnyRequest() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    program()
        .with("HF_HOME", file.resolve("hf"))
        .run("auth", "login")
        .failsShortly(7)
        .says(file.toString());
    program().with("HF_HOME", file).run("auth", "login").failsShortly(7).says(file.toString());
    program()
        .without("HF_HOME")
        .without("HOME")
        .with("HF_DEVICE_JAVA_OPTS", "-Duser.home=?")
        .run("auth", "login")
        .failsShortly(7)
        .says("HF_HOME");
    assertEquals(0, hub.requestCount());
  }

  @Test
  void serverOfTheOriginalProposal_isTriedOnce() throws Exception {
    hub.forgetAnswers()
        .answer("/oauth/device/code", json(200, ScriptedHub.DEVICE))
        .answer("/oauth/device/token", json(200, ScriptedHub.GRANT))
        .answer("/api/whoami-v2", json(200, "{\"name\":\"bob\"}"));
    program().run("auth", "login").exits(0).says("Logged in as bob");
    assertEquals(1, hub.requests("/oauth/device").size());
    assertEquals(1, hub.requests("/oauth/device/token").size());

    hub.forgetAnswers();
    program().run("auth", "login").failsShortly(5).says(hub.endpoint());
  }

  @Test
  void requests_carryWhatTheContractSays() throws Exception {
    BuiltProgram secretive =
        program()
            .with("HF_DEVICE_CODE_OAUTH_CLIENT_ID", "an app")
            .with("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET", "a:secret");
    secretive
        .run("auth", "login", "--scope", "openid read-repos", "--scope", "email", "--verbose")
        .exits(0)
        .hides(ScriptedHub.DEVICE_CODE)
        .hides(ScriptedHub.ACCESS_TOKEN)
        .hides(ScriptedHub.REFRESH_TOKEN)
        .hides("a:secret")
        .says("/oauth/token")
        .says("***");
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString("an+app:a%3Asecret".getBytes(StandardCharsets.UTF_8));
    for (String path : List.of("/oauth/device", "/oauth/token")) {
      var request = hub.requests(path).get(0);
      assertEquals(basic, request.getHeader("Authorization"));
      assertEquals("application/json", request.getHeader("Accept"));
      assertTrue(request.getHeader("User-Agent").matches("hf-device/\\d.*"));
      assertTrue(request.getHeader("Content-Type").startsWith("application/x-www-form-urlencoded"));
    }
    assertEquals(
        "client_id=an+app&scope=openid+read-repos+email",
        hub.requests("/oauth/device").get(0).getBodyAsString());
    assertEquals(
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code="
            + ScriptedHub.DEVICE_CODE
            + "&client_id=an+app",
        hub.requests("/oauth/token").get(0).getBodyAsString());

    program().run("auth", "login", "--client-id", "other").exits(0);
    assertEquals("client_id=other", hub.requests("/oauth/device").get(1).getBodyAsString());
    assertFalse(hub.requests("/oauth/device").get(1).containsHeader("Authorization"));
  }
}
