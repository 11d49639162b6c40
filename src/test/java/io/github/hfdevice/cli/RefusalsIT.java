package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.html;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that says no, or whose place something else took: what is said, and what helps. */
class RefusalsIT extends ScriptedHubCase {
  private static final String NETWORK = "hf-device doctor";

  private static final String SECTION = "[x]\nhf_token = hf_x\n\n";

  /** What whoami says to the token that is logged in. */
  private Run refused(ResponseDefinitionBuilder answer) throws Exception {
    program.loggedIn("hf_x", SECTION);
    hub.answer("/api/whoami-v2", answer).answer("/oauth/userinfo", answer);
    return program.run("auth", "whoami").failsShortly(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":\"Your token has expired on 1 May\"} | Your token has expired on 1 May",
        "{\"error\":{\"message\":\"no inference rights\"}} | no inference rights",
        "{\"error\":true,\"message\":\"rule 5\"} | rule 5",
        "{\"errors\":[{\"message\":\"rule 6\"}]} | rule 6",
        "{\"detail\":\"rule 7\"} | rule 7",
        "{\"error\":\"a\\u001b[31mb\\nc\\u202e\"} | a[31mb c",
        "{\"error\":\"the token hf_x is bad\"} | the token *** is bad",
      })
  void serversReason_isInTheMessage_printableAndWithoutTheToken(String body, String words)
      throws Exception {
    for (int status : new int[] {401, 403}) {
      refused(json(status, body)).says("HTTP " + status + ": " + words).hides("\u001b");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "X-Error-Message, by the IP rule",
    "X-Error-Code, GatedRepo",
    "WWW-Authenticate, 'Bearer error=\"x\", error_description=\"by the IP rule\"'"
  })
  void reasonInAHeader_isToldToo(String header, String value) throws Exception {
    String words = value.replaceFirst(".*description=\"(.*)\"", "$1");
    for (int status : new int[] {401, 403}) {
      refused(json(status, "{}").withHeader(header, value)).says("HTTP " + status + ": " + words);
      refused(html(status).withHeader(header, value)).says("HTTP " + status + ": " + words);
    }
  }

  @Test
  void reasonWithoutEnd_isCut_andOneThatIsNotUtf8HarmsNothing() throws Exception {
    Run run = refused(json(403, "{\"error\":\"" + "why ".repeat(25_000) + "\"}"));
    run.says("why why").says("…");
    assertTrue(run.stderr().length() < 1_000, run::toString);
    byte[] latin = "{\"error\":\"caf\u00e9 closed\"}".getBytes(StandardCharsets.ISO_8859_1);
    refused(json(403, "").withBody(latin)).says("HTTP 403: caf");
  }

  @Test
  void reason_isToldToALoginAndARefreshToo() throws Exception {
    ResponseDefinitionBuilder no = json(403, "{\"error\":\"Your IP is not allowed\"}");
    hub.answer("/oauth/device", no);
    program.run("auth", "login").failsShortly(5).says("HTTP 403: Your IP is not allowed");
    hub.answer("/oauth/device", json(401, "{}").withHeader("X-Error-Message", "by rule 5"));
    program.run("auth", "login").failsShortly(5).says("HTTP 401: by rule 5");
    hub.answer("/oauth/token", no);
    program.loggedIn("hf_x", SECTION.trim() + "\nrefresh_token = hf_r\nexpires_at = 1\n\n");
    program.run("auth", "token").failsShortly(4).says("HTTP 403: Your IP is not allowed");
    program.run("auth", "refresh").failsShortly(5).says("HTTP 403: Your IP is not allowed");
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
