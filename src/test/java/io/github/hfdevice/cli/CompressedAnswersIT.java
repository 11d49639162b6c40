package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that come compressed though nobody asked for it, as some networks send them. */
@Execution(ExecutionMode.CONCURRENT)
class CompressedAnswersIT extends ScriptedHubCase {
  /** It ends soon, for a program that cannot read its answers. */
  private static final String DEVICE =
      ScriptedHub.DEVICE.replace("\"expires_in\":300", "\"expires_in\":6");

  private static final String WHOAMI = "{\"name\":\"bob\"}";

  private static byte[] packed(String format, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (format) {
          case "gzip" -> new GZIPOutputStream(bytes);
          case "zlib" -> new DeflaterOutputStream(bytes);
          default -> new DeflaterOutputStream(bytes, new Deflater(9, true));
        }) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static ResponseDefinitionBuilder answer(int status, String coding, byte[] body) {
    return json(status, "").withBody(body).withHeader("Content-Encoding", coding);
  }

  private static ResponseDefinitionBuilder gzip(int status, String body) throws IOException {
    return answer(status, "gzip", packed("gzip", body.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({"gzip, gzip", "GZIP, gzip", "x-gzip, gzip", "deflate, zlib", "deflate, raw"})
  void everyAnswerOfALogin_isUnpacked(String coding, String format) throws Exception {
    List<String> bodies = List.of(DEVICE, ScriptedHub.GRANT, WHOAMI);
    List<String> paths = List.of("/oauth/device", "/oauth/token", "/api/whoami-v2");
    for (int i = 0; i < paths.size(); i++) {
      hub.answer(paths.get(i), answer(200, coding, packed(format, bodies.get(i).getBytes(UTF_8))));
    }
    program.run("auth", "login").exits(0).says("Logged in as bob");
    for (String path : paths) {
      assertEquals(1, hub.requests(path).size(), path);
    }
  }

  @Test
  void errors_refreshes_andMetadata_areUnpackedToo() throws Exception {
    hub.answer("/oauth/device", json(200, DEVICE));
    hub.answer("/oauth/token", gzip(400, "{\"error\":\"access_denied\"}"));
    program.run("auth", "login").exits(3);
    program.loggedIn("hf_x", "[x]\nhf_token = hf_x\nrefresh_token = hf_r\nexpires_at = 1\n\n");
    hub.answer("/oauth/token", gzip(200, ScriptedHub.GRANT));
    program.run("auth", "token").exits(0).prints(ScriptedHub.ACCESS_TOKEN + "\n");
    hub.answer("/api/whoami-v2", gzip(403, "{\"error\":\"Your IP is not allowed\"}"));
    program.run("auth", "whoami").failsShortly(5).says("Your IP is not allowed");
    String metadata =
        "{'issuer':'@','device_authorization_endpoint':'@/oauth/device',"
            + "'token_endpoint':'@/oauth/token'}";
    hub.answer(
        "/.well-known/openid-configuration",
        gzip(200, metadata.replace('\'', '"').replace("@", hub.endpoint())));
    program
        .run("auth", "login", "--force", "--discover", "--endpoint", hub.endpoint())
        .exits(0)
        .says("Logged in");
  }

  @Test
  void limitOfAnAnswer_isCountedAfterUnpacking() throws Exception {
    byte[] bomb = packed("gzip", ("{\"x\":\"" + "y".repeat(8 << 20) + "\"}").getBytes(UTF_8));
    hub.answer("/oauth/device", answer(200, "gzip", bomb));
    program.run("auth", "login").failsShortly(5).says("is longer than 1048576 bytes");
    assertEquals(1, hub.requests("/oauth/device").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "gzip"})
  void whatCannotBeUnpacked_isSaidToBeCompressed(String coding) throws Exception {
    hub.answer("/oauth/device", answer(200, coding, new byte[] {1, 2, 3}));
    program
        .run("auth", "login")
        .failsShortly(6)
        .says("cannot be read: it is compressed")
        .says(coding)
        .says(hub.endpoint() + "/oauth/device");
  }

  @Test
  void refusal_isKnownByItsStatus_whateverItsBodyIs() throws Exception {
    program.loggedIn("hf_x", "[x]\nhf_token = hf_x\n\n");
    hub.answer("/api/whoami-v2", answer(401, "br", new byte[] {1, 2, 3}));
    program.run("auth", "whoami").failsShortly(5).says("(HTTP 401)").says("auth login --force");
    hub.answer("/api/whoami-v2", answer(403, "br", new byte[] {1, 2, 3}));
    program.run("auth", "whoami").failsShortly(5).says("HTTP 403").says("it is compressed");
    hub.answer("/oauth/device", answer(429, "br", new byte[3]).withHeader("Retry-After", "3600"));
    program.run("auth", "login", "--force").failsShortly(6).says("it asks to come back at");
  }

  @Test
  void headerThatWasForgotten_orStayedBehind_costsNoLogin() throws Exception {
    byte[] device = DEVICE.getBytes(UTF_8);
    hub.answer("/oauth/device", json(200, "").withBody(packed("gzip", device)));
    program.run("auth", "login").exits(0);
    hub.answer("/oauth/device", answer(200, "gzip", device));
    program.run("auth", "login", "--force").exits(0);
  }
}
