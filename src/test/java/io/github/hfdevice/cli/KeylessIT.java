package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.hfdevice.demo.PracticeHub;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CI job without secrets: its identity token is exchanged, and the result is on no disk. */
class KeylessIT {
  private static final String JOB_TOKEN = "job-token-secret";
  private static final String IDENTITY = "identity-token-secret";
  private static final String TOKEN = "hf_jwt_exchanged_secret";
  private static final String EXCHANGED =
      "{\"access_token\":\"hf_jwt_exchanged_secret\",\"token_type\":\"bearer\"}";

  @TempDir private Path dir;
  @AutoClose private final ScriptedHub hub = new ScriptedHub();
  @AutoClose private final ScriptedHub github = new ScriptedHub();
  private BuiltProgram program;

  @BeforeEach
  void start() throws IOException {
    hub.answer("/oauth/token", json(200, EXCHANGED));
    github.answer("/id", json(200, "{\"value\":\"identity-token-secret\"}"));
    program =
        new BuiltProgram(dir)
            .with("HF_ENDPOINT", hub.endpoint())
            .with("HF_OIDC_RESOURCE", "acme/model")
            .with("GITHUB_ACTIONS", "true")
            .with("ACTIONS_ID_TOKEN_REQUEST_URL", github.endpoint() + "/id?api-version=2.0&x=1")
            .with("ACTIONS_ID_TOKEN_REQUEST_TOKEN", JOB_TOKEN);
  }

  private BuiltProgram withoutGitHub() {
    return program
        .without("GITHUB_ACTIONS")
        .without("ACTIONS_ID_TOKEN_REQUEST_URL")
        .without("ACTIONS_ID_TOKEN_REQUEST_TOKEN");
  }

  private void assertNothingOnDisk() {
    assertFalse(Files.exists(program.token()));
    assertFalse(Files.exists(program.storedTokens()));
  }

  @Test
  void audience_isAddedToTheQueryOfGitHub_andTheExchangeIsJson() throws Exception {
    program.run("auth", "token").exits(0).prints(TOKEN + "\n").saysNothing();

    LoggedRequest question = github.requests("/id").get(0);
    String audience = URLEncoder.encode(hub.endpoint(), StandardCharsets.UTF_8);
    assertEquals("/id?api-version=2.0&x=1&audience=" + audience, question.getUrl());
    assertEquals("GET", question.getMethod().getName());
    assertEquals("bearer " + JOB_TOKEN, question.getHeader("Authorization").replace("B", "b"));

    LoggedRequest exchange = hub.requests("/oauth/token").get(0);
    assertTrue(exchange.getHeader("Content-Type").startsWith("application/json"));
    JsonNode body = JsonMapper.builder().build().readTree(exchange.getBodyAsString());
    JsonNode expected =
        JsonMapper.builder()
            .build()
            .createObjectNode()
            .put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
            .put("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")
            .put("subject_token", IDENTITY)
            .put("resource", "acme/model");
    assertEquals(expected, body);
    assertFalse(exchange.containsHeader("Authorization"));
    assertEquals(1, hub.requestCount());
    assertNothingOnDisk();
  }

  @Test
  void exchangedToken_winsOverTheVariableAndTheFiles_inEveryCommand() throws Exception {
    String stored = "[x]\nhf_token = hf_stored\n\n";
    program.loggedIn("hf_stored", stored).with("HF_TOKEN", "hf_of_the_variable");

    program.run("auth", "token").exits(0).prints(TOKEN + "\n");
    program.run("auth", "whoami", "-q").exits(0).prints("bob\n");
    program.run("auth", "status").exits(0).hides("hf_of_the_variable");
    program.run("auth", "exec", "--", "printenv", "HF_TOKEN").exits(0).prints(TOKEN + "\n");
    String host = hub.endpoint().replace("http://", "");
    program.stdin("protocol=http\nhost=" + host + "\n\n");
    program
        .run("auth", "git-credential", "get")
        .exits(0)
        .prints("username=hf_user\npassword=" + TOKEN + "\n");

    for (LoggedRequest request : hub.requests("/api/whoami-v2")) {
      assertEquals("Bearer " + TOKEN, request.getHeader("Authorization"));
    }
    assertEquals("hf_stored", program.files().activeToken());
    assertEquals(stored, BuiltProgram.text(program.storedTokens()));
  }

  @Test
  void git_getsNothingForAnotherHost_andNoExchangeIsMade() throws Exception {
    program.stdin("protocol=https\nhost=example.org\n\n");
    program.run("auth", "git-credential", "get").exits(0).prints("").saysNothing();
    assertEquals(0, hub.requestCount() + github.requestCount());
  }

  @Test
  void identityTokenOfTheVariable_needsNoGitHub() throws Exception {
    withoutGitHub().with("HF_OIDC_ID_TOKEN", "given-identity");
    program.run("auth", "token").exits(0).prints(TOKEN + "\n").saysNothing();
    String body = hub.requests("/oauth/token").get(0).getBodyAsString();
    assertTrue(body.contains("\"given-identity\""), body);
    assertEquals(0, github.requestCount());
  }

  @Test
  void jobWithoutIdentityToken_fails_andNamesTheVariables() throws Exception {
    program.loggedIn("hf_stored", "[x]\nhf_token = hf_stored\n\n").with("HF_TOKEN", "hf_v");
    program
        .without("ACTIONS_ID_TOKEN_REQUEST_TOKEN")
        .run("auth", "token")
        .failsShortly(4)
        .says("ACTIONS_ID_TOKEN_REQUEST_TOKEN")
        .says("id-token: write");
    withoutGitHub().run("auth", "token").failsShortly(4).says("HF_OIDC_ID_TOKEN");
    program
        .with("GITHUB_ACTIONS", "1")
        .run("auth", "whoami")
        .failsShortly(4)
        .says("GITHUB_ACTIONS");
    assertEquals(0, hub.requestCount());
  }

  @Test
  void refusedExchange_fails_withTheServersWords_andFallsBackToNothing() throws Exception {
    program.loggedIn("hf_stored", "[x]\nhf_token = hf_stored\n\n").with("HF_TOKEN", "hf_v");
    String words = "{\"error\":\"invalid_grant\",\"error_description\":\"No publisher matches\"}";
    hub.answer("/oauth/token", json(400, words));
    for (String command : List.of("token", "whoami", "status")) {
      program
          .run("auth", command)
          .failsShortly(5)
          .says("No publisher matches")
          .hides(IDENTITY)
          .hides(JOB_TOKEN);
    }
    program.run("auth", "exec", "--", "echo", "ran").failsShortly(5);
    assertEquals(0, hub.requests("/api/whoami-v2").size());
  }

  @Test
  void gitHubThatRefuses_fails_andTheHubIsNotAsked() throws Exception {
    github.answer("/id", json(403, "{\"message\":\"job-token-secret is not allowed\"}"));
    program.run("auth", "token").failsShortly(5).hides(JOB_TOKEN);
    github.answer("/id", json(200, "{\"other\":1}"));
    program.run("auth", "token").failsShortly(5).says("value");
    assertEquals(0, hub.requestCount());
  }

  @Test
  void serverInTroubleOrAway_is6() throws Exception {
    hub.answer("/oauth/token", ScriptedHub.html(503));
    program.run("auth", "token").failsShortly(6).hides(IDENTITY);
    String endpoint = hub.endpoint();
    hub.close();
    program.run("auth", "token").failsShortly(6).says(endpoint).hides(IDENTITY);
    github.close();
    program.run("auth", "token").failsShortly(6).hides(JOB_TOKEN);
  }

  @Test
  void resourceThatMakesNoSense_isAUsageError() throws Exception {
    program
        .with("HF_OIDC_RESOURCE", "a/b/c/d")
        .run("auth", "token")
        .failsShortly(2)
        .says("HF_OIDC_RESOURCE");
    assertEquals(0, hub.requestCount() + github.requestCount());
  }

  @Test
  void practiceHub_checksTheIdentityTokenThatItGaveTheJob() throws Exception {
    try (PracticeHub practice = PracticeHub.start(PracticeHub.Options.builder().build())) {
      program
          .with("HF_ENDPOINT", practice.endpoint())
          .with(
              "ACTIONS_ID_TOKEN_REQUEST_URL",
              practice.endpoint() + "/practice/identity-token?resource=acme/model");
      String token = program.run("auth", "token").exits(0).saysNothing().stdout().strip();
      assertTrue(token.startsWith("hf_jwt_"), token);
      assertTrue(HubLogin.isGood(practice, token));
      program.run("auth", "whoami", "-q").exits(0).prints("[OIDC]\n");
      withoutGitHub().with("HF_OIDC_ID_TOKEN", "forged.identity.token");
      program.run("auth", "token").failsShortly(5).says("invalid_grant");
      assertNothingOnDisk();
    }
  }
}
