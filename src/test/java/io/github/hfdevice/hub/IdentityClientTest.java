package io.github.hfdevice.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.http.FakeTransport;
import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.HttpReply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityClientTest {
  private static final URI HUB = URI.create("https://hub.test");
  private final FakeTransport server = new FakeTransport();

  private Identity identity() throws InterruptedException {
    return new IdentityClient(server, Duration.ofSeconds(7)).requestIdentity(HUB, "hf_SECRET");
  }

  private List<String> asked() {
    return server.calls().stream().map(call -> call.uri().toString()).toList();
  }

  @Test
  void whoami_namesUserOrganisationsAndToken() throws Exception {
    server.reply(
        200,
        "{\"type\":\"user\",\"name\":\"ada\",\"orgs\":[{\"name\":\"acme\"},{\"id\":1},{\"name\":2},"
            + "{\"name\":\"bee\"}],\"auth\":{\"type\":\"access_token\",\"accessToken\":"
            + "{\"displayName\":\"laptop\",\"role\":\"write\"}}}");
    Identity.Known known = assertInstanceOf(Identity.Known.class, identity());
    assertEquals(new Identity.Known("ada", Optional.of("laptop"), List.of("acme", "bee")), known);
    assertEquals("laptop", known.tokenName());
    HttpCall call = server.calls().get(0);
    assertEquals(
        HttpCall.get(
            URI.create("https://hub.test/api/whoami-v2"),
            Optional.of("Bearer hf_SECRET"),
            Duration.ofSeconds(7)),
        call);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"ada\"}",
        "{\"name\":\"ada\",\"orgs\":null,\"auth\":null}",
        "{\"name\":\"ada\",\"orgs\":\"none\",\"auth\":{\"type\":\"oauth\"}}",
        "{\"name\":\"ada\",\"auth\":{\"accessToken\":{\"displayName\":\" \"}}}",
        "{\"name\":\"ada\",\"auth\":{\"accessToken\":{\"displayName\":7}}}",
        "{\"name\":\"ada\",\"auth\":{\"accessToken\":\"x\"}}",
      })
  void whoamiOfAnOauthToken_namesItAfterTheUser(String body) throws Exception {
    server.reply(200, body);
    Identity.Known known = assertInstanceOf(Identity.Known.class, identity());
    assertEquals(new Identity.Known("ada", Optional.empty(), List.of()), known);
    assertEquals("oauth-ada", known.tokenName());
  }

  @Test
  void unauthorized_isRejected_withoutASecondQuestion() throws Exception {
    server.reply(401, "{\"error\":\"Invalid credentials in Authorization header\"}");
    Identity identity = identity();
    assertEquals(
        new Identity.Rejected(Optional.of("Invalid credentials in Authorization header")),
        identity);
    assertTrue(identity.isRefusal());
    assertEquals(List.of("https://hub.test/api/whoami-v2"), asked());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | '{\"error\":\"Sorry, too many\"}'",
        "500 | <html>",
        "403 | ''",
        "404 | ''",
        "302 | ''",
        "200 | <html>a login page</html>",
        "200 | '{}'",
        "200 | '{\"name\":\"\"}'",
        "200 | '{\"name\":5}'",
        "200 | '[\"ada\"]'",
      })
  void whoamiThatCannotSay_isFollowedByUserinfo(int status, String body) throws Exception {
    server.reply(status, body).reply(200, "{\"sub\":\"u1\",\"preferred_username\":\"ada\"}");
    assertEquals(new Identity.Known("ada", Optional.empty(), List.of()), identity());
    assertEquals(
        List.of("https://hub.test/api/whoami-v2", "https://hub.test/oauth/userinfo"), asked());
    assertEquals(Optional.of("Bearer hf_SECRET"), server.calls().get(1).authorization());
  }

  @Test
  void userinfoThatForbids_isAMatterOfScope() throws Exception {
    server.reply(403, "{\"error\":\"insufficient_scope\",\"scope\":\"openid\"}");
    Identity identity =
        new IdentityClient(server, Duration.ofSeconds(7))
            .requestDiscovered(Optional.of(URI.create("https://id.test/me")), "SECRET");
    Identity.Unknown unknown = assertInstanceOf(Identity.Unknown.class, identity);
    assertEquals(Identity.Kind.FORBIDDEN, unknown.kind());
    assertTrue(unknown.reason().contains("openid"), unknown.reason());
  }

  @Test
  void userinfoWithoutAName_givesTheSubject() throws Exception {
    server.fail(new IOException("reset")).reply(200, "{\"sub\":\"u1\"}");
    assertEquals("u1", assertInstanceOf(Identity.Known.class, identity()).user());
  }

  @Test
  void userinfoThatRefuses_doesNotCondemnTheToken() throws Exception {
    server.reply(429, "").reply(401, "");
    Identity.Unknown unknown = assertInstanceOf(Identity.Unknown.class, identity());
    assertEquals(Identity.Kind.IN_TROUBLE, unknown.kind());
    assertTrue(unknown.reason().contains("429"), unknown.reason());
  }

  @Test
  void serversThatFail_areUnreachable_andNonsenseIsABadResponse() throws Exception {
    server.fail(new IOException("no route")).fail(new IOException("no way"));
    assertEquals(new Identity.Unknown("no route", Identity.Kind.NO_ANSWER), identity());
    server.reply(200, "<html>").reply(200, "<html>");
    Identity.Unknown nonsense = assertInstanceOf(Identity.Unknown.class, identity());
    assertEquals(Identity.Kind.BAD_RESPONSE, nonsense.kind());
    assertFalse(nonsense.toString().contains("SECRET"), nonsense.toString());
  }

  /** Both addresses answer alike, as one server or one network in front of it does. */
  private Identity.Unknown unknown(HttpReply reply) throws InterruptedException {
    server.reply(reply).reply(reply);
    return assertInstanceOf(Identity.Unknown.class, identity());
  }

  @ParameterizedTest
  @CsvSource({
    "400, REFUSED, true",
    "402, REFUSED, true",
    "403, FORBIDDEN, true",
    "404, REFUSED, true",
    "451, REFUSED, true",
    "408, IN_TROUBLE, false",
    "429, IN_TROUBLE, false",
    "500, IN_TROUBLE, false",
    "503, IN_TROUBLE, false",
    "200, BAD_RESPONSE, false",
    "204, BAD_RESPONSE, false",
    "302, BAD_RESPONSE, false",
  })
  void clearRefusal_isToldFromTrouble_andFromNoVouching(
      int status, Identity.Kind kind, boolean isRefusal) throws Exception {
    Identity.Unknown unknown = unknown(HttpReply.of(status, "{\"error\":\"So it is\"}"));
    assertEquals(kind, unknown.kind());
    assertEquals(isRefusal, unknown.isRefusal());
    assertTrue(unknown.reason().contains("HTTP " + status), unknown.reason());
    assertTrue(
        unknown.reason().startsWith("https://hub.test/api/whoami-v2 answered"), unknown.reason());
  }

  @Test
  void knownAndUnreachable_areNoRefusals() throws Exception {
    assertFalse(new Identity.Known("ada", Optional.empty(), List.of()).isRefusal());
    assertFalse(new Identity.Unknown("", Identity.Kind.NOT_OFFERED).isRefusal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html>Hotel login</html> | a web page",
        "Welcome | text that is not a JSON object",
        "'' | an empty answer",
        "{\"name\": | text that is not a JSON object",
        "[] | text that is not a JSON object",
        "\"ada\" | text that is not a JSON object",
      })
  void pageInPlaceOfJson_vouchesForNobody(String body, String what) throws Exception {
    Identity.Unknown unknown = unknown(HttpReply.of(200, body));
    assertEquals(Identity.Kind.BAD_RESPONSE, unknown.kind());
    assertEquals(
        "https://hub.test/api/whoami-v2 answered HTTP 200 with "
            + what
            + "; the network may want a login of its own first",
        unknown.reason());
  }

  @Test
  void answerOverItsSize_vouchesForNobody() throws Exception {
    server.failTooLarge().failTooLarge();
    Identity.Unknown unknown = assertInstanceOf(Identity.Unknown.class, identity());
    assertEquals(Identity.Kind.BAD_RESPONSE, unknown.kind());
  }

  private static HttpReply withHeader(int status, String body, String errorMessage) {
    return new HttpReply(
        status,
        body,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(errorMessage));
  }

  @Test
  void reasonOfTheServer_isTold_fromItsErrorOrItsHeader() throws Exception {
    assertEquals(
        "https://hub.test/api/whoami-v2 answered HTTP 403: Your IP is not allowed",
        unknown(HttpReply.of(403, "{\"error\":\"Your IP is not allowed\"}")).reason());
    assertEquals(
        "https://hub.test/api/whoami-v2 answered HTTP 403: token expired",
        unknown(withHeader(403, "<html>", "token\u001b expired\u0007")).reason());
    assertEquals(
        "https://hub.test/api/whoami-v2 answered HTTP 403: the body",
        unknown(withHeader(403, "{\"error\":\"the body\"}", "the header")).reason());
    assertEquals(
        "https://hub.test/api/whoami-v2 answered HTTP 403: insufficient_scope (needs openid)",
        unknown(
                HttpReply.of(
                    403,
                    "{\"error\":\"insufficient_scope\",\"error_description\":\"needs openid\"}"))
            .reason());
    assertEquals(
        "https://hub.test/api/whoami-v2 answered HTTP 403",
        unknown(withHeader(403, "{\"error\":{\"code\":1}}", " ")).reason());
    server.reply(withHeader(401, "", "Invalid username or password."));
    assertEquals(new Identity.Rejected(Optional.of("Invalid username or password.")), identity());
    server.reply(401, "");
    assertEquals(new Identity.Rejected(Optional.empty()), identity());
  }

  @Test
  void wordsOfTheServer_areLimited_andRepeatNoToken() throws Exception {
    server.reply(401, "{\"error\":\"hf_SECRET is bad\\n" + "x".repeat(100_000) + "\"}");
    String words = assertInstanceOf(Identity.Rejected.class, identity()).words().orElseThrow();
    assertTrue(words.startsWith("*** is bad xx"), words);
    assertEquals(500, words.length());
  }

  @Test
  void pageWith403_hintsAtAProxyOrFirewall() throws Exception {
    assertEquals(
        "https://hub.test/api/whoami-v2 answered HTTP 403 with a web page,"
            + " which a proxy or a firewall may have sent",
        unknown(HttpReply.of(403, " <!doctype html><title>Blocked</title>")).reason());
    Identity.Unknown text = unknown(HttpReply.of(403, "Access denied by policy 7"));
    assertEquals(
        "https://hub.test/api/whoami-v2 answered HTTP 403 with text that is not a JSON object,"
            + " which a proxy or a firewall may have sent",
        text.reason());
    assertEquals(Identity.Kind.BLOCKED, text.kind());
    assertTrue(text.isRefusal());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 407, 451})
  void pageWithAnother4xx_isOneOfAProxyOrFirewallToo(int status) throws Exception {
    assertEquals(Identity.Kind.BLOCKED, unknown(HttpReply.of(status, "<html>")).kind());
    assertEquals(Identity.Kind.REFUSED, unknown(HttpReply.of(status, "no")).kind());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 401, 403})
  void trouble_isSaidByItsCode_whateverTheStatus(int status) throws Exception {
    for (String code : List.of("temporarily_unavailable", "server_error")) {
      Identity.Unknown unknown = unknown(HttpReply.of(status, "{\"error\":\"" + code + "\"}"));
      assertEquals(Identity.Kind.IN_TROUBLE, unknown.kind());
      assertTrue(unknown.reason().endsWith("HTTP " + status + ": " + code), unknown.reason());
    }
  }

  @Test
  void answerThatNamesNobody_isQuoted() throws Exception {
    assertEquals(
        "https://hub.test/api/whoami-v2 answered HTTP 200 and named no user: Log in first",
        unknown(HttpReply.of(200, "{\"error\":\"Log in first\"}")).reason());
  }

  @Test
  void bodyThatCouldNotBeRead_leavesTheStatus() throws Exception {
    Optional<String> none = Optional.empty();
    Optional<String> unread = Optional.of("it is packed");
    server.reply(new HttpReply(401, "", none, none, none, none, unread));
    assertEquals(new Identity.Rejected(none), identity());
    assertEquals(
        "https://hub.test/api/whoami-v2 answered HTTP 403 with an answer that cannot be read, for"
            + " it is packed",
        unknown(new HttpReply(403, "", none, none, none, none, unread)).reason());
  }

  @Test
  void redirect_isNamed() throws Exception {
    HttpReply redirect =
        new HttpReply(302, "", Optional.empty(), Optional.of("https://portal.test/\u001b[1m"));
    assertEquals(
        "https://hub.test/api/whoami-v2 answered HTTP 302, a redirect to https://portal.test/[1m,"
            + " which is not followed",
        unknown(redirect).reason());
  }

  @Test
  void scopeIsHintedAt_onlyWhereTheServerWasDiscovered() throws Exception {
    assertFalse(unknown(HttpReply.of(403, "")).reason().contains("openid"));
    server.reply(403, "");
    Identity.Unknown discovered =
        assertInstanceOf(
            Identity.Unknown.class,
            new IdentityClient(server, Duration.ofSeconds(7))
                .requestDiscovered(Optional.of(URI.create("https://id.test/me")), "SECRET"));
    assertEquals(
        "https://id.test/me answered HTTP 403; the token may need the scope openid for it",
        discovered.reason());
  }

  @Test
  void serverThatNamesNoUserinfo_isNotAsked() throws Exception {
    Identity identity =
        new IdentityClient(server, Duration.ofSeconds(7))
            .requestDiscovered(Optional.empty(), "SECRET");
    assertEquals(
        Identity.Kind.NOT_OFFERED, assertInstanceOf(Identity.Unknown.class, identity).kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"%s\"}",
        "{\"name\":\"ada\",\"orgs\":[{\"name\":\"%s\"}]}",
        "{\"name\":\"ada\",\"auth\":{\"accessToken\":{\"displayName\":\"%s\"}}}",
        "{\"preferred_username\":\"%s\",\"name\":7}",
        "{\"sub\":\"%s\",\"name\":7}",
      })
  void names_haveTheirLimit(String body) throws Exception {
    String tooLong = body.replace("%s", "n".repeat(300_000));
    server.reply(200, tooLong).reply(200, tooLong);
    Identity.Unknown unknown = assertInstanceOf(Identity.Unknown.class, identity());
    assertEquals(Identity.Kind.BAD_RESPONSE, unknown.kind());
    assertTrue(unknown.reason().length() < 200, unknown.reason());
    String longest = body.replace("%s", "n".repeat(256));
    server.reply(200, longest).reply(200, longest);
    assertInstanceOf(Identity.Known.class, identity());
  }

  @Test
  void layout_isTheHubs_thenTheProposals() {
    assertEquals(
        List.of(
            "https://hub.test/hf/oauth/device https://hub.test/hf/oauth/token",
            "https://hub.test/hf/oauth/device/code https://hub.test/hf/oauth/device/token"),
        HubLayout.of(URI.create("https://hub.test/hf")).stream()
            .map(e -> e.deviceAuthorization() + " " + e.token())
            .toList());
  }
}
