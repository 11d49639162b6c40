package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Hub whose variables are set, and a Keycloak beside it with a user of the same name. After each
 * test: neither was sent a secret of the other.
 */
class RealServerIT {
  private static final String SECRET = "secret-of-build-service";
  private static Keycloak keycloak;

  @TempDir private Path dir;
  @AutoClose private final OriginServer hub = new OriginServer("A");
  @AutoClose private final RecordedServer real = new RecordedServer(keycloak.address());
  private final String realm = "http://" + real.authority() + Keycloak.REALM;
  private final String there = "oauth-alice@" + real.authority() + Keycloak.REALM;
  private BuiltProgram program;

  @BeforeAll
  static void startKeycloak() throws IOException, InterruptedException {
    keycloak = new Keycloak();
  }

  @AfterAll
  static void stopKeycloak() {
    keycloak.close();
  }

  @BeforeEach
  void start() throws IOException {
    program = new BuiltProgram(dir).with("HF_HUB_DOWNLOAD_TIMEOUT", "60");
    variablesOfTheHub();
  }

  private void variablesOfTheHub() {
    program
        .with("HF_ENDPOINT", hub.endpoint())
        .with("HF_DEVICE_CODE_OAUTH_CLIENT_ID", hub.clientId())
        .with("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET", hub.clientSecret());
  }

  @AfterEach
  void neitherServerKnowsASecretOfTheOther() {
    for (String secret : real.secrets()) {
      assertFalse(hub.wasSent(secret), () -> "the Hub was sent " + secret);
    }
    assertFalse(hub.wasSent(SECRET));
    assertTrue(hub.isKnownToNone(real.requests()));
    assertFalse(real.secrets().isEmpty(), "what is sent can be seen");
  }

  /** {@code words} with the realm's address in place of {@code REALM}. */
  private String[] auth(String words) {
    List<String> arguments = new ArrayList<>(List.of("auth"));
    for (String word : words.split(" ", -1)) {
      arguments.add(word.equals("REALM") ? realm : word);
    }
    return arguments.toArray(String[]::new);
  }

  private Run run(String words) throws IOException, InterruptedException {
    return program.run(auth(words));
  }

  private Run logIn(String options) throws IOException, InterruptedException {
    Running login =
        program.start(auth("login --discover --scope openid --endpoint REALM " + options));
    Person.approves(realm + "/device?user_code=" + login.userCode());
    return login.end();
  }

  private Run logIn() throws IOException, InterruptedException {
    return logIn("--client-id command-line").exits(0);
  }

  private String accessToken() throws IOException {
    return program.files().stored(there, "hf_token");
  }

  private String refreshToken() throws IOException {
    return program.files().stored(there, "refresh_token");
  }

  /** What the server itself says to a token: 200, or 401 for one that is void. */
  private int userinfoStatus(String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/userinfo"))
            .header("Authorization", "Bearer " + token)
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private int refreshStatus(String refreshToken) throws IOException, InterruptedException {
    String form = "grant_type=refresh_token&client_id=command-line&refresh_token=" + refreshToken;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void sameUserThere_isStoredBesideTheHubs_andTheFileTokenStaysTheHubs() throws Exception {
    run("login").exits(0);
    logIn().says("Logged in as alice").says("auth token --endpoint " + realm);

    assertEquals(List.of("oauth-alice", there), List.copyOf(program.files().sections().keySet()));
    assertEquals(hub.accessToken(), text(program.token()));
    assertEquals(hub.refreshToken(), program.files().stored("oauth-alice", "refresh_token"));
    run("token").exits(0).prints(hub.accessToken() + "\n");
    String list = run("list").exits(0).stdout();
    assertTrue(list.contains(realm), list);
    String status = run("status --endpoint REALM").exits(0).toString();
    assertTrue(status.contains(realm) && status.contains("alice"), status);
    run("whoami -q --endpoint REALM").exits(0).prints("alice\n");
  }

  @Test
  void eachUse_tradesTheRefreshTokenIn_andStoresTheNewOne() throws Exception {
    logIn();
    String first = refreshToken();
    run("token --endpoint REALM").exits(0).prints(accessToken() + "\n").saysNothing();
    String second = refreshToken();
    assertNotEquals(first, second);
    run("exec --endpoint REALM -- printenv HF_TOKEN").exits(0).prints(accessToken() + "\n");
    run("refresh --endpoint REALM").exits(0);
    assertNotEquals(second, refreshToken());
    assertEquals(200, userinfoStatus(accessToken()));
    assertEquals(0, hub.hub().requestCount());
  }

  @Test
  void git_getsItsTokenForItsHost_andNothingForAnother() throws Exception {
    logIn();
    program.stdin("protocol=http\nhost=" + real.authority() + "\n\n");
    run("git-credential get").exits(0).prints("username=hf_user\npassword=" + accessToken() + "\n");
    for (String host : List.of(hub.endpoint().replace("http://", ""), "127.0.0.1", "hf.co")) {
      program.stdin("protocol=http\nhost=" + host + "\n\n");
      run("git-credential get").exits(0).prints("").saysNothing();
    }
  }

  @Test
  void loginInTwoSteps_isResumedThere_whateverTheVariablesSayMeanwhile() throws Exception {
    Run begun =
        run("login --json --no-wait --discover --scope openid --endpoint REALM"
                + " --client-id command-line")
            .exits(0);
    String complete = begun.json().get(0).path("verification_uri_complete").asText();
    run("login --resume --timeout 1s").exits(8);
    Person.approves(complete);
    try (OriginServer another = new OriginServer("B")) {
      program
          .with("HF_ENDPOINT", another.endpoint())
          .with("HF_DEVICE_CODE_OAUTH_CLIENT_ID", another.clientId())
          .with("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET", another.clientSecret());
      run("login --resume").exits(0).says("Logged in as alice");
      assertEquals(0, another.hub().requestCount());
      assertTrue(another.isKnownToNone(real.requests()));
    }
    assertEquals(0, hub.hub().requestCount());
    assertEquals(200, userinfoStatus(accessToken()));
  }

  @Test
  void logout_makesTheTokenVoidThere() throws Exception {
    run("login").exits(0);
    logIn();
    String access = accessToken();
    String refresh = refreshToken();
    assertEquals(200, userinfoStatus(access));
    run("logout " + there).exits(0).says("revoked");
    assertEquals(401, userinfoStatus(access));
    assertEquals(400, refreshStatus(refresh));
    assertEquals(2, real.requestsTo("/revoke"));
    assertEquals(hub.accessToken(), text(program.token()));
    assertEquals(List.of("oauth-alice"), List.copyOf(program.files().sections().keySet()));
  }

  @Test
  void clientWithASecret_showsItThere_atTheLoginTheRefreshAndTheRevocation() throws Exception {
    program
        .with("HF_ENDPOINT", realm)
        .with("HF_DEVICE_CODE_OAUTH_CLIENT_ID", "build-service")
        .with("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET", SECRET);
    Running login = program.start(auth("login --discover --scope openid"));
    Person.approves(realm + "/device?user_code=" + login.userCode());
    login.end().exits(0).says("Logged in as alice");
    String access = text(program.token());
    run("refresh").exits(0);
    assertNotEquals(access, text(program.token()));
    variablesOfTheHub();
    run("refresh --endpoint REALM").failsShortly(4).says("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET");
    run("login").exits(0);
    program
        .with("HF_ENDPOINT", realm)
        .with("HF_DEVICE_CODE_OAUTH_CLIENT_ID", "build-service")
        .with("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET", SECRET);
    String second = program.files().stored("oauth-alice", "hf_token");
    run("logout oauth-alice").exits(0).says("revoked");
    assertEquals(401, userinfoStatus(second));
  }

  @Test
  void deniedThere_endsWith3_andTheCodeThatRanOut_with9() throws Exception {
    Running denied =
        program.start(auth("login --discover --endpoint REALM --client-id command-line"));
    Person.denies(realm + "/device?user_code=" + denied.userCode());
    denied.end().exits(3).says("denied");
    run("login --discover --endpoint REALM --client-id hurried").exits(9);
    assertFalse(program.storedTokens().toFile().exists());
  }

  @Test
  void variableThatNamesItLater_usesItsToken_andTheHubsStaysTheHubs() throws Exception {
    run("login").exits(0);
    logIn();
    program.with("HF_ENDPOINT", realm);
    run("token").exits(0).prints(accessToken() + "\n").saysNothing();
    run("whoami -q").exits(0).prints("alice\n");
    run("whoami --endpoint " + hub.endpoint()).exits(0);
    variablesOfTheHub();
    run("token").exits(0).prints(hub.accessToken() + "\n").saysNothing();
  }

  @Test
  void sectionThatLostALine_isSentToNobody() throws Exception {
    logIn("--client-id command-line --activate").exits(0);
    String access = accessToken();
    String stored = text(program.storedTokens());
    int before = real.requests().size();
    for (String key : List.of("client_id", "endpoint", "token_endpoint")) {
      String damaged = stored.replaceFirst("(?m)^" + key + " = .*\n", "");
      assertNotEquals(stored, damaged);
      program.files().write(program.storedTokens(), damaged);
      for (String command : List.of("token", "whoami", "refresh", "exec -- true")) {
        run(command).failsShortly(4).hides(access);
        run(command.replaceFirst("( --.*)?$", " --endpoint REALM$1")).failsShortly(4).hides(access);
      }
      program.stdin("protocol=http\nhost=" + real.authority() + "\n\n");
      run("git-credential get").prints("");
    }
    assertEquals(before, real.requests().size());
    assertEquals(0, hub.hub().requestCount());
  }
}
