package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login at another server than the variables name: its tokens are shown to that one alone. */
class OtherServerIT {
  private static final String SOON_OVER = ScriptedHub.GRANT.replace("2591999", "3600");

  @TempDir private Path dir;
  @AutoClose private final ScriptedHub usual = new ScriptedHub();
  @AutoClose private final ScriptedHub other = new ScriptedHub();
  private BuiltProgram program;

  @BeforeEach
  void start() throws Exception {
    program = new BuiltProgram(dir).with("HF_ENDPOINT", usual.endpoint());
  }

  private void publishMetadata() {
    other
        .publishMetadata()
        .answer("/give", json(200, SOON_OVER))
        .answer("/me", json(200, "{\"sub\":\"1\",\"preferred_username\":\"carol\"}"))
        .answer("/take-back", json(200, "{}"));
  }

  @Test
  void discoveredServer_isAskedForEverythingAfterTheLogin() throws Exception {
    publishMetadata();
    String[] login = {
      "auth", "login", "--endpoint", other.endpoint(), "--discover", "--client-id", "my-app"
    };
    program.run(login).exits(0).says("Logged in as carol");
    program
        .run("auth", "token", "--endpoint", other.endpoint())
        .exits(0)
        .prints(ScriptedHub.ACCESS_TOKEN + "\n")
        .saysNothing();
    program.run("auth", "whoami", "-q", "--endpoint", other.endpoint()).exits(0).prints("carol\n");
    program.run("auth", "logout").exits(0).says("The server revoked it.");

    String refresh = other.requests("/give").get(1).getBodyAsString();
    assertTrue(refresh.contains("grant_type=refresh_token"), refresh);
    assertTrue(refresh.contains("client_id=my-app"), refresh);
    assertEquals(2, other.requests("/take-back").size());
    assertEquals(0, usual.requestCount(), "the usual Hub has nothing to do with it");
  }

  @Test
  void metadataThatAreRefused_areSaidToBe_thoughTheOtherAddressHasNone() throws Exception {
    String[] login = {"auth", "login", "--endpoint", other.endpoint(), "--discover"};
    String first = other.endpoint() + "/.well-known/openid-configuration";
    other.answer("/.well-known/openid-configuration", ScriptedHub.html(403));
    program
        .run(login)
        .failsShortly(5)
        .says("a web page (HTTP 403), which a proxy or a firewall may have sent")
        .says("at " + first);
    other.answer("/.well-known/openid-configuration", json(401, "{\"error\":\"Log in first\"}"));
    program.run(login).failsShortly(5).says("HTTP 401: Log in first").says("at " + first);
    other.forgetAnswers().answer("/.well-known/oauth-authorization-server", ScriptedHub.html(403));
    program.run(login).failsShortly(5).says("HTTP 403").says("oauth-authorization-server");
  }

  @Test
  void revocationThatFails_isNotBlamedOnAServerWithoutAny() throws Exception {
    publishMetadata();
    String[] login = {"auth", "login", "--endpoint", other.endpoint(), "--discover"};
    program.run(login).exits(0);
    other.answer("/take-back", json(401, "{\"error\":\"invalid_client\"}"));
    program
        .run("auth", "logout")
        .exits(0)
        .says("did not revoke")
        .says("(invalid_client)")
        .hides("no revocation")
        .hides("Hub");

    program.run(login).exits(0);
    other.answer("/take-back", ScriptedHub.html(503));
    program.run("auth", "logout").exits(0).says("did not revoke").says("(HTTP 503)");

    program.run(login).exits(0);
    program.with("HF_HUB_OFFLINE", "1");
    program.run("auth", "logout").exits(0).says("did not revoke").says("HF_HUB_OFFLINE");
  }

  @Test
  void tokenThatMayNotAskWhoseItIs_needsTheScopeForThat() throws Exception {
    publishMetadata();
    other.answer("/me", json(403, "{\"error\":\"insufficient_scope\"}"));
    program
        .run("auth", "login", "--endpoint", other.endpoint(), "--discover")
        .exits(0)
        .says("the scope openid");
    program
        .run("auth", "whoami", "--endpoint", other.endpoint())
        .failsShortly(5)
        .says("--scope openid")
        .hides("later");
  }

  @Test
  void serverWithoutUserinfo_leavesTheUserOpen_andTheStatusGood() throws Exception {
    publishMetadata();
    String metadata =
        "{'issuer':'@','device_authorization_endpoint':'@/oauth/device','token_endpoint':'@/give'}";
    other.answer(
        "/.well-known/openid-configuration",
        json(200, metadata.replace('\'', '"').replace("@", other.endpoint())));
    program.run("auth", "login", "--endpoint", other.endpoint(), "--discover").exits(0);
    program
        .run("auth", "whoami", "--endpoint", other.endpoint())
        .failsShortly(5)
        .says("userinfo_endpoint")
        .hides("--verbose");
    assertTrue(
        program
            .run("auth", "status", "--json", "--endpoint", other.endpoint())
            .exits(0)
            .onlyJson()
            .path("user")
            .isNull());
    program.run("auth", "logout").exits(0).says("The server offers no revocation").hides("Hub");
  }

  @Test
  void secretOfTheUsualClient_isShownToNoOtherServer() throws Exception {
    publishMetadata();
    program
        .with("HF_DEVICE_CODE_OAUTH_CLIENT_ID", "usual-app")
        .with("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET", "usual-secret");
    program
        .run("auth", "login", "--endpoint", other.endpoint(), "--discover", "--client-id", "public")
        .exits(0);
    program.run("auth", "refresh", "--endpoint", other.endpoint()).exits(0);
    program.run("auth", "logout").exits(0);
    for (String path : List.of("/oauth/device", "/give", "/take-back")) {
      for (var request : other.requests(path)) {
        assertFalse(request.containsHeader("Authorization"), path);
      }
    }
  }

  @Test
  void refreshTokenThatIsVoid_needsALoginThatReplacesTheTokenStillGood() throws Exception {
    publishMetadata();
    program.run("auth", "login", "--endpoint", other.endpoint(), "--discover").exits(0);
    other.answer("/give", json(400, "{\"error\":\"invalid_grant\"}"));
    program
        .run("auth", "refresh", "--endpoint", other.endpoint())
        .failsShortly(4)
        .says("auth login --force");
  }

  @Test
  void hubOfTheOption_isRefreshedThere_alsoAfterAResume() throws Exception {
    other.answer("/oauth/token", json(200, SOON_OVER));
    program.run("auth", "login", "--no-wait", "--endpoint", other.endpoint()).exits(0);
    program.run("auth", "login", "--resume").exits(0);
    program.run("auth", "refresh", "--endpoint", other.endpoint()).exits(0);
    assertEquals(2, other.requests("/oauth/token").size());
    assertEquals(0, usual.requestCount());
  }

  @Test
  void hubOfTheVariable_isKeptWithTheToken_underThePlainName() throws Exception {
    program.run("auth", "login", "--endpoint", usual.endpoint()).exits(0);
    String stored = text(program.storedTokens());
    assertTrue(stored.startsWith("[oauth-bob]\nhf_token = "), stored);
    assertTrue(stored.contains("\nendpoint = " + usual.endpoint() + "\n"), stored);
    assertEquals(ScriptedHub.ACCESS_TOKEN, text(program.token()));
  }

  @Test
  void originThatMakesNoSense_showsTheRefreshTokenToNobody() throws Exception {
    String section = "[x]\nhf_token = hf_x\nrefresh_token = r\nexpires_at = 1\n@\n\n";
    program.loggedIn("hf_x", section.replace("@", "endpoint = https://auth.example.org"));
    program.run("auth", "token").failsShortly(4);
    String plain = "endpoint = http://a.example\ntoken_endpoint = http://a.example/t\n";
    program.loggedIn("hf_x", section.replace("@", plain + "client_id = c\ndiscovered = true"));
    program.run("auth", "refresh").exits(2).says("https://");
    assertEquals(List.of(), usual.requests("/oauth/token"));
    assertFalse(Files.exists(program.hfHome().resolve("device_login")));
  }
}
