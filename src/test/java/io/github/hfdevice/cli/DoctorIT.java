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
    Run run = program.run("doctor").exits(2).says("Error: 2 of 9 checks failed\n");
    assertTrue(
        run.stdout().contains("\nfailure  endpoint: HF_ENDPOINT is not a valid address"),
        run::stdout);
    assertTrue(run.stdout().contains("/nowhere/ca.pem"), run::stdout);
    program.with("HF_ENDPOINT", "https://127.0.0.1:9").without("SSL_CERT_FILE");
    Run proxy = program.run("doctor").exits(2);
    assertTrue(proxy.stdout().contains("\nfailure  proxy: HTTPS_PROXY is no"), proxy::stdout);
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
