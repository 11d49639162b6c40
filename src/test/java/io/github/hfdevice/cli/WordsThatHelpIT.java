package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.html;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Advice that helps whoever follows it. */
@DisabledOnOs(OS.WINDOWS)
class WordsThatHelpIT extends ScriptedHubCase {
  private static final String SECRET = "HF_DEVICE_CODE_OAUTH_CLIENT_SECRET";
  private static final String NETWORK =
      "\n  Check the network, the proxy variables and HF_ENDPOINT with: hf-device doctor\n";

  @Test
  void variableThatTheServerRejects_isToBeCorrectedOrUnset_andThatHelps() throws Exception {
    program.run("auth", "login").exits(0);
    program.with("HF_TOKEN", "hf_rejected");
    hub.answer("/api/whoami-v2", json(401, "{\"error\":\"Invalid credentials\"}"));
    String advice =
        "\n  Correct HF_TOKEN (tokens are made at "
            + hub.endpoint()
            + "/settings/tokens), or unset the variable to use a stored token.\n";
    program.run("auth", "whoami").failsShortly(5).says(advice).hides("auth login");
    program.run("auth", "status").exits(5).says(advice).hides("auth login");
    Run doctor = program.run("doctor").exits(5);
    assertTrue(
        doctor.stdout().contains("\nfailure  whoami: " + hub.endpoint() + " does not accept the"),
        doctor::stdout);
    assertTrue(doctor.stdout().contains(advice.strip()), doctor::stdout);

    hub.answer("/api/whoami-v2", json(200, "{\"name\":\"bob\"}"));
    program.without("HF_TOKEN").run("auth", "whoami", "-q").exits(0).prints("bob\n");
  }

  @Test
  void refreshOfTheVariablesToken_isToldToUnsetIt() throws Exception {
    program
        .with("HF_TOKEN", "hf_given")
        .run("auth", "refresh")
        .failsShortly(4)
        .says("the token of HF_TOKEN has no refresh token\n  Unset HF_TOKEN to refresh a stored");
    program.run("auth", "login").exits(0);
    program.without("HF_TOKEN").run("auth", "refresh").exits(0);
  }

  @Test
  void expiredTokenOfAClientWithASecret_namesTheVariableThatIsUnset() throws Exception {
    program.with("HF_DEVICE_CODE_OAUTH_CLIENT_ID", "an-app").with(SECRET, "s3cret");
    hub.answer("/oauth/token", json(200, ScriptedHub.GRANT.replace("2591999", "1")));
    program.run("auth", "login").exits(0);
    Thread.sleep(1100);
    program.without(SECRET);
    int requests = hub.requestCount();
    for (String command : new String[] {"token", "whoami", "status", "refresh"}) {
      program.run("auth", command).exits(4).says("the secret of the client an-app").says(SECRET);
    }
    assertEquals(requests, hub.requestCount());
    hub.answer("/oauth/token", json(200, ScriptedHub.GRANT));
    program.with(SECRET, "s3cret").run("auth", "token").exits(0);
  }

  @Test
  void secretThatAServerEchoes_isMasked() throws Exception {
    program.run("auth", "login").exits(0);
    String echo = "no " + ScriptedHub.REFRESH_TOKEN + " nor " + ScriptedHub.ACCESS_TOKEN;
    String error = "{\"error\":\"invalid_grant\",\"error_description\":\"" + echo + "\"}";
    hub.answer("/oauth/token", json(400, error));
    program
        .run("auth", "refresh")
        .failsShortly(4)
        .says("invalid_grant (no *** nor ***)")
        .hides("secret");
    hub.answer("/api/whoami-v2", json(401, "{\"error\":\"" + echo + "\"}"));
    program.run("auth", "whoami").failsShortly(5).says("HTTP 401: no *** nor ***").hides("secret");

    hub.answer("/oauth/device", json(400, error.replace("invalid_grant", "invalid_client")));
    program.run("auth", "login", "--force").failsShortly(5).says("(no *** nor ***)");
  }

  @Test
  void commandToGoOnWith_isItsName_whereThePathLeadsToIt() throws Exception {
    hub.answer("/oauth/token", json(400, "{\"error\":\"authorization_pending\"}"));
    Path bin = Files.createDirectory(dir.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("hf-device"), BuiltProgram.LAUNCHER);
    program.with("PATH", bin + ":/usr/bin:/bin");
    program
        .shell("hf-device auth login --timeout 0s")
        .exits(8)
        .says("\n  Go on with: hf-device auth login --resume\n");
    program.shell("hf-device auth login --resume --timeout 0s").exits(8);
    program
        .with("PATH", "/usr/bin:/bin")
        .run("auth", "login", "--force", "--timeout", "0s")
        .exits(8)
        .says("\n  Go on with: " + BuiltProgram.LAUNCHER + " auth login --resume\n");
  }

  @Test
  void hangUp_isInTheTableOfExitCodes() throws Exception {
    Run table = program.run("help", "exit-codes").exits(0);
    assertTrue(table.stdout().contains("129"), table::stdout);
  }

  @Test
  void pageInPlaceOfARefresh_isAMatterOfTheNetwork_andNotOfTheLogin() throws Exception {
    hub.answer("/oauth/token", json(200, ScriptedHub.GRANT.replace("2591999", "1")));
    program.run("auth", "login").exits(0);
    Thread.sleep(1100);
    hub.answer("/oauth/token", html(200));
    program
        .run("auth", "token")
        .failsShortly(4)
        .says("\n  at " + hub.endpoint() + "/oauth/token" + NETWORK);
    hub.answer("/oauth/token", json(503, ""));
    program.run("auth", "token").failsShortly(6).says("\n  Try again later.\n");
    hub.answer("/api/whoami-v2", html(200));
    program.with("HF_TOKEN", "hf_given").run("auth", "whoami").failsShortly(5).says(NETWORK);
    Run doctor = program.run("doctor").exits(5);
    assertTrue(
        doctor
            .stdout()
            .contains("\n         Check the network, the proxy variables and HF_ENDPOINT.\n"),
        doctor::stdout);
  }

  @Test
  void serverThatIsNotThere_isLookedForWithDoctor_andOneInTroubleAskedLater() throws Exception {
    hub.answer("/oauth/device", json(429, "").withHeader("Retry-After", "3600"));
    program.run("auth", "login").failsShortly(6).says("\n  Wait until then, and try again.\n");
    program.with("HF_ENDPOINT", "http://127.0.0.1:9");
    program.run("auth", "login").failsShortly(6).says(NETWORK);
    program.with("HF_TOKEN", "hf_given").run("auth", "whoami").failsShortly(6).says(NETWORK);
    program
        .without("HF_TOKEN")
        .without("HF_ENDPOINT")
        .run("auth", "login", "--endpoint", "http://127.0.0.1:9")
        .failsShortly(6)
        .says(NETWORK.replace("doctor", "doctor --endpoint http://127.0.0.1:9"));
  }

  @Test
  void tokenThatIsNotStored_isToldOfCommandsThatWork() throws Exception {
    hub.answer("/.well-known/openid-configuration", html(404));
    program.files().write(program.token(), "hf_from_elsewhere");
    Run alone = program.run("doctor").exits(0);
    String fix = "\n         Run: hf-device auth login --force\n";
    assertTrue(alone.stdout().contains("is not in stored_tokens, so it is"), alone::stdout);
    assertTrue(alone.stdout().contains(fix), alone::stdout);
    program.files().write(program.storedTokens(), "[ci]\nhf_token = hf_ci\n\n");
    Run beside = program.run("doctor").exits(0);
    assertTrue(
        beside.stdout().contains("\n         Run: hf-device auth switch NAME, or: hf-device auth"),
        beside::stdout);
    program.run("auth", "switch").failsShortly(2).says("ci. Run: hf-device auth switch NAME\n");
    program.run("auth", "switch", "ci").exits(0);
  }

  @Test
  void jobWithoutAToken_isToldWhereItWasAsked_andWhatHelps() throws Exception {
    program.with("HF_OIDC_RESOURCE", "acme/model").with("HF_OIDC_ID_TOKEN", "id.to.ken");
    Run status = program.run("auth", "status").exits(0);
    assertTrue(status.stdout().matches("(?s).*\\nexpires:  \\S+:\\d\\dZ .*"), status::stdout);
    program.run("auth", "refresh").failsShortly(4).says("\n  Unset HF_OIDC_RESOURCE to refresh");
    hub.answer("/oauth/token", json(503, ""));
    String asked = "\n  at " + hub.endpoint() + "/oauth/token\n";
    program.run("auth", "token").failsShortly(6).says(asked + "  Try again later.\n");
    program.with("HF_ENDPOINT", "http://127.0.0.1:9");
    program.run("auth", "token").failsShortly(6).says(NETWORK);
  }

  @Test
  void serverThatRefusesWhatItGranted_isQuoted() throws Exception {
    hub.answer("/api/whoami-v2", json(401, "{\"error\":\"This account is locked\"}"));
    program
        .run("auth", "login")
        .exits(5)
        .says("Error: the token was not stored, for the server that granted it does not accept it")
        .says("(HTTP 401: This account is locked)");
  }
}
