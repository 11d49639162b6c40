package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.html;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that says no, or whose place something else took: what is said, and what helps. */
class RefusalsIT {
  private static final String NETWORK = "hf-device doctor";

  @TempDir private Path dir;
  @AutoClose private final ScriptedHub hub = new ScriptedHub();
  private BuiltProgram program;

  @BeforeEach
  void start() throws Exception {
    program = new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
  }

  @Test
  void tokenThatMayNotDoIt_isAMatterOfItsRights_andNotOfScopes() throws Exception {
    program.loggedIn("hf_x", "[x]\nhf_token = hf_x\n\n");
    hub.answer("/api/whoami-v2", json(403, "{\"error\":\"Your IP is not allowed\"}"));
    program
        .run("auth", "whoami")
        .failsShortly(5)
        .says("answered HTTP 403: Your IP is not allowed")
        .says("Check what the token may do, in its settings on " + hub.endpoint())
        .hides("openid");
  }

  @Test
  void pageInItsPlace_hintsAtAProxyOrFirewall() throws Exception {
    program.loggedIn("hf_x", "[x]\nhf_token = hf_x\n\n");
    hub.answer("/api/whoami-v2", html(403)).answer("/oauth/userinfo", html(403));
    program
        .run("auth", "whoami")
        .failsShortly(5)
        .says("HTTP 403 with a web page, which a proxy or a firewall may have sent")
        .says(NETWORK)
        .hides("openid");
    program
        .run("auth", "login", "--token", "hf_y")
        .failsShortly(5)
        .says("which a proxy or a firewall may have sent")
        .says(NETWORK);
    hub.answer("/oauth/device", html(403));
    program
        .run("auth", "login", "--force")
        .failsShortly(5)
        .says("a web page (HTTP 403), which a proxy or a firewall may have sent");
  }

  @Test
  void jobWithoutAToken_isToldWhichOfTheTwoServersSaidNo() throws Exception {
    program
        .with("HF_OIDC_RESOURCE", "acme/model")
        .with("GITHUB_ACTIONS", "true")
        .with("ACTIONS_ID_TOKEN_REQUEST_URL", hub.endpoint() + "/actions?x=1")
        .with("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "job-secret");
    hub.answer("/actions", json(403, "{\"message\":\"Resource not accessible\"}"));
    program
        .run("auth", "token")
        .failsShortly(5)
        .says("GitHub Actions (" + hub.endpoint() + ") gave no identity token")
        .says("HTTP 403: Resource not accessible")
        .says("\"id-token: write\"")
        .hides("publishers");
    hub.answer("/actions", json(200, "{\"value\":\"id.to.ken\"}"));
    hub.answer("/oauth/token", html(403));
    program.run("auth", "token").failsShortly(5).says(NETWORK).hides("publishers");
    hub.answer("/oauth/token", json(400, "{\"error\":\"invalid_grant\"}"));
    program.run("auth", "token").failsShortly(5).says("invalid_grant").says("as publishers");
  }

  @Test
  void namesThatATerminalWouldObey_areEscapedInJson() throws Exception {
    program.loggedIn("hf_x", "[x\u202e]\nhf_token = hf_x\n\n");
    hub.answer("/api/whoami-v2", json(200, "{\"name\":\"a\\u009b31m\\u202e\\u2028\\u007fb\"}"));
    for (String command : List.of("whoami", "status", "list", "token")) {
      Run run = program.run("auth", command, "--json").exits(0);
      assertTrue(run.stdout().chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)));
    }
    String user = program.run("auth", "whoami", "--json").onlyJson().path("user").asText();
    assertEquals("a\u009b31m\u202e\u2028\u007fb", user);
  }
}
