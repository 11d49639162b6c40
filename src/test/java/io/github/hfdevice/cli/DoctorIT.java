package io.github.hfdevice.cli;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class DoctorIT {
  private static final String TOKEN = "hf_token_for_doctor_abcdefgh";
  private static final String STORED = "[ci]\nhf_token = " + TOKEN + "\n\n";
  private static final String METADATA = "{\"device_authorization_endpoint\":\"x\"}";

  @TempDir private Path dir;

  private static String names(JsonNode report, String status) {
    return StreamSupport.stream(report.path("checks").spliterator(), false)
        .filter(check -> check.path("status").asText().equals(status))
        .map(check -> check.path("name").asText())
        .collect(joining(" "));
  }

  private static JsonNode check(JsonNode report, String name) {
    return StreamSupport.stream(report.path("checks").spliterator(), false)
        .filter(check -> check.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + report));
  }

  @Test
  void whereAllIsWell_itExits0_andSaysSoInALineEach() throws Exception {
    try (ScriptedHub hub = new ScriptedHub()) {
      hub.answer("/.well-known/openid-configuration", json(200, METADATA));
      BuiltProgram program = new BuiltProgram(dir).loggedIn(TOKEN, STORED);
      Run run = program.run("doctor", "--endpoint", hub.endpoint()).exits(0).saysNothing();
      assertTrue(
          run.stdout().lines().allMatch(line -> line.matches("ok       \\w+: .+")), run::stdout);
      assertTrue(run.stdout().contains("\nok       token: the token in use is ci\n"), run::stdout);
      assertTrue(run.stdout().contains(hub.endpoint() + " (--endpoint)\n"), run::stdout);
      assertFalse(run.stdout().contains(TOKEN), run::stdout);
      program.run("doctor", "-q", "--endpoint", hub.endpoint()).exits(0).prints("").saysNothing();
      assertEquals(0, hub.requests("/oauth/device").size());
    }
  }

  @Test
  void tokenThatItsServerRefuses_isAFailure_asIsOneThatCannotBe() throws Exception {
    try (ScriptedHub hub = new ScriptedHub()) {
      hub.answer("/.well-known/openid-configuration", json(200, METADATA));
      BuiltProgram program =
          new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint()).with("HF_TOKEN", TOKEN);
      Run run = program.run("doctor").exits(0);
      assertTrue(
          run.stdout().endsWith("\nok       whoami: the token of HF_TOKEN is one of bob\n"),
          run::stdout);

      hub.answer("/api/whoami-v2", json(401, "{\"error\":\"Invalid credentials\"}"));
      JsonNode report = program.run("doctor", "--json").exits(5).onlyJson();
      assertEquals("whoami", names(report, "failure"));
      JsonNode whoami = check(report, "whoami");
      assertTrue(whoami.path("message").asText().contains("HTTP 401: Invalid credentials"));
      assertTrue(whoami.path("fix").asText().startsWith("Correct HF_TOKEN "));

      hub.answer("/api/whoami-v2", json(429, "")).answer("/oauth/userinfo", json(429, ""));
      assertEquals("whoami", names(program.run("doctor", "--json").exits(0).onlyJson(), "warning"));

      for (String wrong : List.of("None", "Bearer hf_x", "\"hf_x\"", "hf_\u00e9", "$HF_TOKEN")) {
        report = program.with("HF_TOKEN", wrong).run("doctor", "--json").exits(2).onlyJson();
        assertEquals("token_variable", names(report, "failure"), wrong);
        assertTrue(check(report, "token_variable").path("message").asText().startsWith("HF_TOKEN"));
      }
    }
  }

  @Test
  void keylessJob_isTriedToo() throws Exception {
    try (ScriptedHub hub = new ScriptedHub()) {
      hub.answer("/.well-known/openid-configuration", json(200, METADATA));
      BuiltProgram program =
          new BuiltProgram(dir)
              .with("HF_ENDPOINT", hub.endpoint())
              .with("HF_OIDC_RESOURCE", "acme/model")
              .with("HF_OIDC_ID_TOKEN", "id.to.ken");
      Run run = program.run("doctor").exits(0);
      assertTrue(run.stdout().contains("\nok       token_variable: HF_OIDC_RESOURCE asks for"));
      assertTrue(run.stdout().contains("the token of HF_OIDC_RESOURCE is one of bob"), run::stdout);
      hub.answer("/oauth/token", json(400, "{\"error\":\"invalid_grant\"}"));
      run = program.run("doctor").exits(5);
      assertTrue(run.stdout().contains("\nfailure  whoami: no token for acme/model"), run::stdout);
      run = program.without("HF_OIDC_ID_TOKEN").run("doctor").exits(5);
      assertTrue(run.stdout().contains("\nfailure  whoami: this job has no identity token"));
      run = program.with("HF_OIDC_RESOURCE", "a/b/c").run("doctor").exits(2);
      assertTrue(run.stdout().contains("\nfailure  token_variable: HF_OIDC_RESOURCE is"));
    }
  }

  @Test
  void serverOfAnUnknownAuthority_isAFailure_thatNamesWhoSigned() throws Exception {
    WireMockServer hub =
        new WireMockServer(options().dynamicPort().dynamicHttpsPort().bindAddress("127.0.0.1"));
    hub.start();
    try {
      JsonNode report =
          new BuiltProgram(dir)
              .with("HF_ENDPOINT", "https://127.0.0.1:" + hub.httpsPort())
              .run("doctor", "--json")
              .exits(6)
              .saysNothing()
              .onlyJson();
      assertFalse(report.path("ok").asBoolean(true));
      assertEquals("connection tls", names(report, "failure"));
      assertTrue(
          check(report, "tls").path("message").asText().contains("CN=Tom Akehurst"),
          report::toString);
      assertTrue(check(report, "tls").path("fix").asText().contains("SSL_CERT_FILE"));
      assertTrue(check(report, "java").has("fix") && check(report, "java").path("fix").isNull());
      assertEquals(0, hub.getAllServeEvents().size());
    } finally {
      hub.stop();
    }
  }

  @Test
  void wrongSettings_areLines_andNoCrash() throws Exception {
    BuiltProgram program =
        new BuiltProgram(dir)
            .with("HF_ENDPOINT", "no url")
            .with("SSL_CERT_FILE", "/nowhere/ca.pem")
            .with("HTTPS_PROXY", "://");
    Run run = program.run("doctor").exits(2).says("Error: 3 of 10 checks failed\n");
    assertTrue(
        run.stdout().contains("\nfailure  endpoint: HF_ENDPOINT is not a valid address"),
        run::stdout);
    assertTrue(run.stdout().contains("/nowhere/ca.pem"), run::stdout);
    program.with("HF_ENDPOINT", "https://127.0.0.1:9").without("SSL_CERT_FILE");
    Run proxy = program.run("doctor").exits(2);
    assertTrue(proxy.stdout().contains("\nfailure  proxy: HTTPS_PROXY is not"), proxy::stdout);
    program.without("HTTPS_PROXY").with("HF_HUB_OFFLINE", "1").with("HF_HOME", "/dev/null");
    program.run("doctor").exits(7).says("checks failed");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void lockThatIsHeld_isAWarning_andAClockThatIsWrongAFailure() throws Exception {
    try (ScriptedHub hub = new ScriptedHub()) {
      hub.answer(
          "/.well-known/openid-configuration",
          json(200, METADATA).withHeader("Date", "Thu, 01 Jan 2026 00:00:00 GMT"));
      BuiltProgram program =
          new BuiltProgram(dir).loggedIn(TOKEN, STORED).with("HF_ENDPOINT", hub.endpoint());
      program.with("lock", program.hfHome().resolve("stored_tokens.lock"));
      JsonNode report =
          program
              .shell("exec flock \"$lock\" \"$hf\" doctor --json")
              .exits(6)
              .saysNothing()
              .onlyJson();
      assertEquals("lock", names(report, "warning"));
      assertEquals("clock", names(report, "failure"));
      assertTrue(check(report, "clock").path("message").asText().contains("days ahead"));
    }
  }
}
