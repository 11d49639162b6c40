package io.github.hfdevice.oauth;

import static io.github.hfdevice.oauth.DeviceFlow.PENDING;
import static io.github.hfdevice.oauth.DeviceFlow.TOKEN;
import static io.github.hfdevice.oauth.DeviceFlow.codeAnswer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.HttpReply;
import io.github.hfdevice.oauth.OAuthException.Reason;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceAuthorizationRequestTest {
  private final DeviceFlow flow = new DeviceFlow();

  @Test
  void form_holdsTheClientAlone_withoutAScope() throws Exception {
    flow.server.reply(200, codeAnswer(""));
    flow.request();
    HttpCall call = flow.server.calls().get(0);
    assertEquals(DeviceFlow.DEVICE, call.uri());
    assertEquals(Optional.of(Map.of("client_id", "the-client")), call.form());
    assertEquals(Optional.empty(), call.authorization());
  }

  @Test
  void form_holdsTheScope() throws Exception {
    flow.server.reply(200, codeAnswer(""));
    flow.client().requestDeviceAuthorization(Optional.of("openid read-repos"));
    assertEquals(
        Optional.of(Map.of("client_id", "the-client", "scope", "openid read-repos")),
        flow.server.calls().get(0).form());
  }

  @Test
  void secret_goesIntoBasicAuthorization_ofBothRequests() throws Exception {
    flow.withSecret("s:é%").server.reply(200, codeAnswer("")).reply(200, TOKEN);
    flow.client().authorize(Optional.empty(), code -> {}, PollListener.SILENT);
    String pair = "the-client:s%3A%C3%A9%25";
    String expected =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    for (HttpCall call : flow.server.calls()) {
      assertEquals(Optional.of(expected), call.authorization());
    }
    assertEquals(2, flow.server.calls().size());
  }

  @Test
  void answer_isReadWhole_andUnknownFieldsAreLeftAlone() throws Exception {
    flow.server.reply(
        200,
        codeAnswer(
            "\"verification_uri_complete\":\"https://hub.test/device?user_code=ABCD-1234\","
                + "\"expires_in\":300,\"interval\":8,\"colour\":{\"red\":[1,2]}"));
    Duration startedAt = flow.clock.elapsed();
    DeviceFlowSession session = flow.request();
    assertEquals(
        new DeviceAuthorization(
            DeviceFlow.DEVICE_CODE,
            "ABCD-1234",
            URI.create("https://hub.test/device"),
            Optional.of(URI.create("https://hub.test/device?user_code=ABCD-1234")),
            Duration.ofSeconds(300),
            Duration.ofSeconds(8)),
        session.authorization());
    assertEquals(startedAt.plusSeconds(300), session.deadline());
  }

  @Test
  void lifeOfTheCode_runsFromTheRequestThatIssuedIt() throws Exception {
    flow.server.reply(500, "").reply(200, codeAnswer("\"expires_in\":300"));
    Duration asked = flow.clock.elapsed();
    Duration deadline = flow.request().deadline();
    assertTrue(deadline.compareTo(asked.plusSeconds(300)) >= 0, deadline.toString());
    assertTrue(deadline.compareTo(flow.clock.elapsed().plusSeconds(300)) <= 0, deadline.toString());
  }

  @Test
  void olderSpelling_verificationUrl_isTaken() throws Exception {
    flow.server.reply(
        200,
        "{\"device_code\":\"d\",\"user_code\":\"u\",\"verification_url\":\"https://g.test/device\"}");
    assertEquals(
        URI.create("https://g.test/device"), flow.request().authorization().verificationUri());
  }

  @Test
  void escapesAndLineEnds_areTakenOutOfTheVerificationUri() throws Exception {
    flow.server.reply(
        200,
        "{\"device_code\":\"d\",\"user_code\":\"u\","
            + "\"verification_uri\":\"https://hub.test/\\u001b[31md\\nev\\u202eice\\u0007\"}");
    String uri = flow.request().authorization().verificationUri().toString();
    assertEquals("https://hub.test/%5b31mdevice", uri);
  }

  @Test
  void characterThatNoAddressHas_isEncoded_inTheVerificationUri() throws Exception {
    flow.server.reply(
        200,
        "{\"device_code\":\"d\",\"user_code\":\"u\","
            + "\"verification_uri\":\"https://hub.test/\\\"<>\\\\^`{|} []\"}");
    assertEquals(
        "https://hub.test/%22%3c%3e%5c%5e%60%7b%7c%7d%20%5b%5d",
        flow.request().authorization().verificationUri().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://hub.test/device",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "java\\u0000script:alert(1)",
        "//hub.test/device",
        "https:///device",
        "hub.test/device",
        "https://",
        "http:hub.test",
        "not a url",
        "https://huggingface.co@evil.example/",
        "https://hub.test:443@evil.example/device",
        "https://@hub.test/device",
        "https://hub.test\\\\@evil.example/",
      })
  void verificationUri_thatIsNoWebAddress_isRefused(String uri) throws Exception {
    flow.server.reply(
        200, "{\"device_code\":\"d\",\"user_code\":\"u\",\"verification_uri\":\"" + uri + "\"}");
    OAuthException e = flow.requestFailure();
    assertEquals(Reason.BAD_RESPONSE, e.reason());
    assertTrue(e.getMessage().contains("verification_uri"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 900",
        "'\"expires_in\":300' | 300",
        "'\"expires_in\":\"300\"' | 300",
        "'\"expires_in\":300.2' | 301",
        "'\"expires_in\":0' | 900",
        "'\"expires_in\":-3' | 900",
        "'\"expires_in\":null' | 900",
        "'\"expires_in\":\"x\"' | 900",
        "'\"expires_in\":1e12' | 3155760000",
        "'\"expires_in\":\"1e999999999\"' | 3155760000",
        "'\"expires_in\":\"1e-999999999\"' | 900",
        "'\"expires_in\":\"1e-2147483647\"' | 900",
        "'\"expires_in\":1e-300' | 1",
        "'\"expires_in\":123456789012345678901234567890' | 3155760000",
        "'\"expires_in\":\"5d\"' | 900",
        "'\"expires_in\":\"0x10\"' | 900",
        "'\"expires_in\":\"NaN\"' | 900",
        "'\"expires_in\":\"0000000000000000000000000000000000000300\"' | 300",
        "'\"expires_in\":\"00000000000000000000000000000000000000300\"' | 900",
      })
  void expiresIn_isReadLeniently_andNeverHangs(String field, long seconds) {
    flow.server.reply(200, codeAnswer(field));
    DeviceFlowSession session = assertTimeoutPreemptively(Duration.ofSeconds(5), flow::request);
    assertEquals(Duration.ofSeconds(seconds), session.authorization().expiresIn());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e-999999999", "\"1e-999999999\"", "\"1e2147483648\""})
  void absurdNumbers_neverHang(String number) {
    flow.server.reply(200, codeAnswer("\"interval\":" + number));
    DeviceFlowSession session = assertTimeoutPreemptively(Duration.ofSeconds(5), flow::request);
    assertTrue(session.authorization().interval().toSeconds() >= 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405})
  void olderLayout_isTriedOnce_andPolledAtItsOwnTokenEndpoint(int status) throws Exception {
    flow.server
        .reply(status, "{\"error\":\"Sorry, we cannot find the page\"}")
        .reply(200, codeAnswer(""))
        .reply(400, PENDING)
        .reply(200, TOKEN);
    flow.client().authorize(Optional.empty(), code -> {}, PollListener.SILENT);
    assertEquals(
        List.of(
            DeviceFlow.DEVICE,
            URI.create("https://hub.test/oauth/device/code"),
            DeviceFlow.OLD_TOKEN_ENDPOINT,
            DeviceFlow.OLD_TOKEN_ENDPOINT),
        flow.server.calls().stream().map(HttpCall::uri).toList());
  }

  @Test
  void codeOfAnotherApi_isAMissingLayout_whenItCameWith404() throws Exception {
    flow.server.reply(404, "{\"error\":\"not_found\"}").reply(200, codeAnswer(""));
    assertEquals(DeviceFlow.OLD_TOKEN_ENDPOINT, flow.request().tokenEndpoint());
  }

  @Test
  void oauthError_isNoMissingLayout_thoughItCameWith404() throws Exception {
    flow.server.reply(404, "{\"error\":\"invalid_client\"}");
    OAuthException e = flow.requestFailure();
    assertEquals(Optional.of("invalid_client"), e.error());
    assertEquals(1, flow.server.calls().size());
  }

  @Test
  void serverWithNeitherLayout_offersNoDeviceLogin() throws Exception {
    flow.server.reply(404, "").reply(405, "");
    OAuthException e = flow.requestFailure();
    assertEquals(Reason.BAD_RESPONSE, e.reason());
    assertEquals(2, flow.server.calls().size());
  }

  @ParameterizedTest
  @CsvSource({"400, invalid_scope", "401, invalid_client", "200, oddity", "503, invalid_client"})
  void oauthError_endsTheRequestAtOnce(int status, String code) throws Exception {
    flow.server.reply(status, "{\"error\":\"" + code + "\",\"error_description\":\"because\"}");
    OAuthException e = flow.requestFailure();
    assertEquals(Reason.REJECTED, e.reason());
    assertEquals(Optional.of(code), e.error());
    assertTrue(e.getMessage().contains("because"), e.getMessage());
    assertEquals(List.of(), flow.clock.waits());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | <html>bad</html>",
        "200 | <html>a login page</html>",
        "200 | ''",
        "200 | []",
        "200 | '{}'",
        "200 | '{\"device_code\":\"d\",\"verification_uri\":\"https://hub.test\"}'",
        "200 | '{\"user_code\":\"u\",\"verification_uri\":\"https://hub.test\"}'",
        "200 | '{\"device_code\":\"d\",\"user_code\":\"u\"}'",
      })
  void nonsense_isABadResponse_withoutASecondTry(int status, String body) throws Exception {
    flow.server.reply(status, body);
    assertEquals(Reason.BAD_RESPONSE, flow.requestFailure().reason());
    assertEquals(List.of(), flow.clock.waits());
  }

  @Test
  void redirect_isNamedAndNotFollowed() throws Exception {
    flow.server.reply(
        new HttpReply(302, "", Optional.empty(), Optional.of("https://elsewhere.test/")));
    OAuthException e = flow.requestFailure();
    assertEquals(Reason.BAD_RESPONSE, e.reason());
    assertTrue(e.getMessage().contains("https://elsewhere.test/"), e.getMessage());
  }

  @Test
  void prompt_seesTheCode_beforeTheFirstWaitAndPoll() throws Exception {
    flow.server.reply(200, codeAnswer("")).reply(200, TOKEN);
    List<String> shown = new ArrayList<>();
    TokenResponse token =
        flow.client()
            .authorize(
                Optional.empty(),
                code -> {
                  shown.add(code.userCode());
                  assertEquals(1, flow.server.calls().size());
                  assertEquals(List.of(), flow.clock.waits());
                },
                PollListener.SILENT);
    assertEquals(List.of("ABCD-1234"), shown);
    assertEquals("hf_oauth_tok", token.accessToken());
    assertTrue(flow.server.isUsedUp());
  }
}
