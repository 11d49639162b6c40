package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.WireMock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers, and the spellings, tokens and variables that could make one pass for the other. */
class ServerEdgesIT {
  private static final String SECTION =
      "[x]\nhf_token = @\nrefresh_token = r3fr3sh\nexpires_at = 1\n\n";

  @TempDir private Path dir;
  @AutoClose private final OriginServer a = new OriginServer("A");
  @AutoClose private final OriginServer b = new OriginServer("B");
  private BuiltProgram program;

  @BeforeEach
  void start() throws Exception {
    program = new BuiltProgram(dir).with("HF_ENDPOINT", a.endpoint());
  }

  private Run run(String... words) throws Exception {
    String[] arguments = new String[words.length + 1];
    arguments[0] = "auth";
    System.arraycopy(words, 0, arguments, 1, words.length);
    return program.run(arguments);
  }

  private static String jwt(String issuer) {
    String claims = "{\"iss\":\"" + issuer + "\",\"sub\":\"x\"}";
    return "eyJhbGciOiJub25lIn0."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }

  @Test
  void identityTokenOfAJob_isShownToNoServerThatIsNamedByHand() throws Exception {
    String identity = jwt("https://ci.example");
    program.with("HF_OIDC_RESOURCE", "me/mine").with("HF_OIDC_ID_TOKEN", identity);
    for (String command : List.of("token", "whoami", "refresh")) {
      run(command, "--endpoint", b.endpoint()).failsShortly(4).says("HF_OIDC_ID_TOKEN");
    }
    run("status", "--endpoint", b.endpoint()).exits(4);
    run("exec", "--endpoint", b.endpoint(), "--", "true").failsShortly(4);
    assertEquals(0, a.hub().requestCount() + b.hub().requestCount());
    run("token", "--endpoint", a.endpoint() + "/").exits(0).prints(a.accessToken() + "\n");
  }

  @Test
  void twoIssuersOfOneHost_haveATokenEach() throws Exception {
    String metadata =
        "{'issuer':'@','device_authorization_endpoint':'@/oauth/device','token_endpoint':'@/give',"
            + "'userinfo_endpoint':'@/me'}";
    for (String path : List.of("/realms/one", "/realms/two")) {
      String at = b.endpoint() + path;
      b.hub()
          .answer(
              path + "/.well-known/openid-configuration",
              json(200, metadata.replace('\'', '"').replace("@", at)))
          .answer(path + "/oauth/device", json(200, ScriptedHub.DEVICE))
          .answer(
              path + "/give",
              json(
                  200,
                  "{\"access_token\":\"token-of-"
                      + path.substring(8)
                      + "\",\"token_type\":\"bearer\",\"expires_in\":900000}"))
          .answer(path + "/me", json(200, "{\"sub\":\"1\",\"preferred_username\":\"alice\"}"));
      run("login", "--discover", "--endpoint", at).exits(0).says("Logged in as alice");
    }
    assertEquals(2, program.files().sections().size());
    for (String name : List.of("one", "two")) {
      String at = b.endpoint() + "/realms/" + name;
      run("token", "--endpoint", at).exits(0).prints("token-of-" + name + "\n").saysNothing();
      run("whoami", "-q", "--endpoint", at).exits(0).prints("alice\n");
      program.with("HF_ENDPOINT", at);
      run("token").exits(0).prints("token-of-" + name + "\n").saysNothing();
    }
    int requests = b.hub().requestCount();
    run("login", "--discover", "--endpoint", b.endpoint() + "/realms/one").exits(0).says("lready");
    assertEquals(requests, b.hub().requestCount());
  }

  @Test
  void loginOfAClientWithASecret_isResumedWithItAlone() throws Exception {
    program
        .with("HF_DEVICE_CODE_OAUTH_CLIENT_ID", a.clientId())
        .with("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET", a.clientSecret());
    run("login", "--no-wait").exits(0);
    program
        .with("HF_ENDPOINT", b.endpoint())
        .with("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET", b.clientSecret());
    int before = a.hub().requestCount();
    run("login", "--resume").failsShortly(4).says("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET");
    a.assertKnowsNothingOf(b);
    assertEquals(before, a.hub().requestCount());
    program
        .with("HF_ENDPOINT", a.endpoint())
        .with("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET", a.clientSecret());
    run("login", "--resume").exits(0);
  }

  @Test
  void issuerThatATokenNames_overPlainHttp_isAskedNothing() throws Exception {
    String token = jwt("http://evil.example");
    program.loggedIn(token, SECTION.replace("@", token));
    for (String command : List.of("token", "whoami", "status", "refresh")) {
      run(command).exits(2).says("http://evil.example").hides(token).hides("r3fr3sh");
    }
    run("logout").exits(0).says("http://evil.example").hides(token);
    assertEquals(0, a.hub().requestCount());
  }

  @Test
  void issuerThatATokenNames_isTheOnlyServerThatGetsIt_alsoAfterARefresh() throws Exception {
    String at = b.endpoint();
    for (String issuer : List.of(at, at + "/", at.replace("http", "HTTP") + "/realms/x")) {
      String token = jwt(issuer);
      program.loggedIn(token, SECTION.replace("@", token));
      program.stdin(a.gitQuestion());
      for (String command : List.of("git-credential get", "whoami", "refresh", "token")) {
        run(command.split(" ", -1));
      }
      run("git-credential", "get").exits(0).prints("");
      run("logout").exits(0);
      assertEquals(0, a.hub().requestCount(), issuer);
    }
    assertTrue(b.wasSent("r3fr3sh") && b.wasSent(b.refreshToken()));
  }

  @Test
  void schemeInUpperCase_isTheSameServer() throws Exception {
    program.with("HF_ENDPOINT", a.endpoint().replace("http", "HTTP"));
    run("login").exits(0);
    run("whoami", "-q").exits(0).prints("alice\n");
    program.with("HF_ENDPOINT", a.endpoint() + "/");
    run("token").exits(0).prints(a.accessToken() + "\n").saysNothing();
    run("login").exits(0).says("lready");
  }

  @Test
  void pastedTokenOfAnotherIssuer_isNotShown() throws Exception {
    String token = jwt(a.endpoint());
    run("login", "--token", token, "--endpoint", b.endpoint()).failsShortly(4).says(a.endpoint());
    assertEquals(0, b.hub().requestCount());
  }

  @Test
  void tokenOfTheVariables_isNotShownToTheServerThatIsNamed() throws Exception {
    program.with("HF_TOKEN", "hf_of_the_variables");
    for (String command : List.of("whoami", "status", "refresh")) {
      run(command, "--endpoint", b.endpoint()).exits(4).says(a.endpoint()).says(b.endpoint());
    }
    program.stdin(b.gitQuestion());
    run("git-credential", "get").prints("");
    assertEquals(0, b.hub().requestCount());
  }

  @Test
  void redirect_takesNoSecretElsewhere() throws Exception {
    run("login").exits(0);
    for (int status : List.of(301, 302, 307, 308)) {
      for (String path : List.of("/oauth/token", "/api/whoami-v2", "/oauth/device")) {
        a.hub()
            .answer(
                path,
                WireMock.aResponse()
                    .withStatus(status)
                    .withHeader("Location", b.endpoint() + path));
      }
      run("refresh");
      run("whoami");
      run("login", "--force");
    }
    assertEquals(0, b.hub().requestCount());
  }

  @Test
  void envAndDoctor_showATokenToItsServerAlone() throws Exception {
    run("login").exits(0);
    program.with("HF_ENDPOINT", b.endpoint());
    program.run("env");
    program.run("doctor");
    b.assertKnowsNothingOf(a);
    assertFalse(b.wasSent(a.accessToken()));
  }

  @Test
  void secretBesideTheVariablesServer_isNotThatOfAClientNamedForAnother() throws Exception {
    program.with("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET", a.clientSecret());
    run("login", "--endpoint", b.endpoint(), "--client-id", "mine").exits(0);
    run("refresh", "--endpoint", b.endpoint()).exits(0);
    b.assertKnowsNothingOf(a);

    program.without("HF_ENDPOINT").with("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET", b.clientSecret());
    run("login", "--force", "--endpoint", b.endpoint(), "--client-id", "mine").exits(0);
    assertTrue(b.wasSent(b.clientSecret()));
    run("refresh", "--endpoint", b.endpoint()).exits(0);
  }
}
