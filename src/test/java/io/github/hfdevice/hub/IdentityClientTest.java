package io.github.hfdevice.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.http.FakeTransport;
import io.github.hfdevice.http.HttpCall;
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
    assertEquals(new Identity.Rejected(), identity());
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
    assertEquals(Identity.Kind.UNREACHABLE, unknown.kind());
    assertTrue(unknown.reason().contains("429"), unknown.reason());
  }

  @Test
  void serversThatFail_areUnreachable_andNonsenseIsABadResponse() throws Exception {
    server.fail(new IOException("no route")).fail(new IOException("no way"));
    assertEquals(new Identity.Unknown("no route", Identity.Kind.UNREACHABLE), identity());
    server.reply(200, "<html>").reply(200, "<html>");
    Identity.Unknown nonsense = assertInstanceOf(Identity.Unknown.class, identity());
    assertEquals(Identity.Kind.BAD_RESPONSE, nonsense.kind());
    assertFalse(nonsense.toString().contains("SECRET"), nonsense.toString());
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
