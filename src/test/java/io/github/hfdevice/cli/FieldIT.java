package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers, networks and machines really do, as users of such tools have reported it. */
class FieldIT {
  @TempDir private Path dir;
  @AutoClose private final ScriptedHub hub = new ScriptedHub();
  private BuiltProgram program;

  @BeforeEach
  void start() throws Exception {
    program = new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
  }

  @Test
  void shortRetryAfter_onTheFirstRequest_isWaitedFor_andALongOneEndsTheTry() throws Exception {
    hub.answer("/oauth/device", json(429, "{}").withHeader("Retry-After", "1"));
    Running login = program.start("auth", "login");
    while (hub.requests("/oauth/device").isEmpty()) {
      Thread.sleep(10);
    }
    hub.answer("/oauth/device", json(200, ScriptedHub.DEVICE));
    login.end().exits(0).says("Logged in as bob");
    assertEquals(2, hub.requests("/oauth/device").size());

    hub.answer("/oauth/device", json(429, "{}").withHeader("Retry-After", "3600"));
    program.run("auth", "login", "--force").failsShortly(6).says("Try again later.");
    assertEquals(3, hub.requests("/oauth/device").size());
  }

  @Test
  void answersThatWereCompressedUnasked_areUnpacked() throws Exception {
    hub.answer("/oauth/device", compressed(ScriptedHub.DEVICE));
    hub.answer("/oauth/token", compressed(ScriptedHub.GRANT));
    program.run("auth", "login").exits(0).says("Logged in as bob");
  }

  private static ResponseDefinitionBuilder compressed(String body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body.getBytes(UTF_8));
    }
    return json(200, "").withBody(bytes.toByteArray()).withHeader("Content-Encoding", "gzip");
  }

  @Test
  void fewerScopesThanAskedFor_areNamed_andThoseThatWereGrantedAreInJson() throws Exception {
    hub.answer("/oauth/token", json(200, ScriptedHub.GRANT.replace("}", ",\"scope\":\"openid\"}")));
    Run run = program.run("auth", "login", "--json", "--scope", "openid read-repos").exits(0);
    run.says("missing: read-repos");
    assertEquals("openid", run.json().get(1).path("granted_scope").asText());
  }

  @Test
  void serversReason_isInTheMessage() throws Exception {
    program.loggedIn("hf_x", "[x]\nhf_token = hf_x\n\n");
    hub.answer(
        "/api/whoami-v2",
        json(401, "{}").withHeader("X-Error-Message", "Your token has expired on 1 May"));
    program.run("auth", "whoami").failsShortly(5).says("Your token has expired on 1 May");
    hub.answer("/api/whoami-v2", json(403, "{\"error\":\"your IP address is not allowed\"}"));
    program
        .run("auth", "whoami")
        .failsShortly(5)
        .says("your IP address is not allowed")
        .hides("--scope");
  }

  @Test
  void tlsToAPortWithoutIt_isSaid_withoutAHintAtCertificates() throws Exception {
    String https = "https" + hub.endpoint().substring("http".length());
    program
        .with("HF_ENDPOINT", https)
        .run("auth", "login")
        .failsShortly(6)
        .says(https + " answers without TLS")
        .says("use " + hub.endpoint())
        .hides("certificate");
  }

  @Test
  void bundleAsOpenSslReadsIt_isTaken() throws Exception {
    Path system = Path.of("/etc/ssl/certs/ca-certificates.crt");
    assumeTrue(Files.exists(system));
    String certificate =
        Files.readString(system)
            .replaceAll("(?s)^.*?(-----BEGIN C.*?-----END C[^\\n]*\\n).*", "$1");
    Path bundle =
        Files.writeString(
            dir.resolve("bundle.pem"),
            "\ufeff# the company's\n-----BEGIN DH PARAMETERS-----\nAAAA\n-----END DH PARAMETERS-----\n"
                + certificate
                + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    String report = program.with("SSL_CERT_FILE", bundle).run("doctor").stdout();
    List<String> lines = report.lines().filter(line -> line.contains(" certificates: ")).toList();
    assertEquals(
        List.of(
            "ok       certificates: only those in "
                + bundle
                + " are trusted, 1 of them (SSL_CERT_FILE)"),
        lines);
  }

  @Test
  void pastedToken_thatNobodyVouchesFor_replacesNoneThatWorks() throws Exception {
    program.loggedIn("hf_good", "[x]\nhf_token = hf_good\n\n");
    hub.answer("/api/whoami-v2", ScriptedHub.html(200));
    program.stdin("hf_pasted\n").run("auth", "login", "--force", "--with-token").failsShortly(5);
    hub.answer("/api/whoami-v2", json(400, "{}"));
    program.stdin("hf_pasted\n").run("auth", "login", "--force", "--with-token").failsShortly(5);
    assertEquals("hf_good", Files.readString(program.token()));
  }
}
