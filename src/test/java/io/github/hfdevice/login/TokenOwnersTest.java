package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.hub.Identity;
import io.github.hfdevice.oauth.OAuthException;
import io.github.hfdevice.store.Activation;
import io.github.hfdevice.store.StoredToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenOwnersTest extends LoginFixture {
  private Tokens tokens(Servers servers) {
    return new Tokens(servers, store, clocks, Ending.NONE, warnings::add);
  }

  private TokenOwners owners() {
    return tokens(hub.servers()).owners();
  }

  private TokenOwners.Whose whose(TokenInUse token) throws Exception {
    return owners().requestOwner(token, "whoami");
  }

  private LoginException failure(TokenInUse token) {
    return assertThrows(LoginException.class, () -> whose(token));
  }

  private TokenInUse active() throws IOException {
    saveActive("x", "hf_a");
    return found();
  }

  private TokenInUse found() throws IOException {
    return tokens(hub.servers()).finder().findNamed("x").orElseThrow();
  }

  private TokenInUse refreshable() throws IOException {
    save(refreshable("x", "hf_old", Duration.ofDays(20)), Activation.TOKEN_FILE);
    return found();
  }

  private TokenInUse of(StoredToken stored) throws IOException {
    save(stored, Activation.TOKEN_FILE);
    return found();
  }

  @Test
  void server_saysWhoseItsTokenIs() throws Exception {
    TokenInUse token = active();
    TokenOwners.Whose whose = whose(token);
    assertEquals(token, whose.token());
    assertEquals(new Identity.Known("bob", Optional.empty(), List.of()), whose.owner());
    assertEquals("Bearer hf_a", hub.requests(WHOAMI).get(0).authorization());
  }

  @Test
  void tokenThatIsNotAccepted_isRefreshedOnce_andAskedAboutAgain() throws Exception {
    hub.once(WHOAMI, 401, "").answer(TOKEN, 200, REFRESHED);
    TokenOwners.Whose whose = whose(refreshable());
    assertEquals("hf_new", whose.token().token());
    assertEquals("bob", whose.owner().user());
    assertEquals(List.of(WHOAMI, TOKEN, WHOAMI), hub.requests());
    assertEquals("Bearer hf_new", hub.requests(WHOAMI).get(1).authorization());
  }

  @Test
  void refreshedToken_isNotRefreshedAgain() throws Exception {
    hub.answer(WHOAMI, 401, "").answer(TOKEN, 200, REFRESHED);
    LoginException refusal = failure(refreshable());
    assertEquals(LoginException.Reason.REFUSED, refusal.reason());
    assertEquals(List.of(WHOAMI, TOKEN, WHOAMI), hub.requests());
  }

  @Test
  void refreshThatFailsForNow_isNotAnswerEnough() throws Exception {
    hub.answer(WHOAMI, 401, "").answer(TOKEN, 503, "");
    LoginException refusal = failure(refreshable());
    assertEquals(LoginException.Reason.NO_ANSWER, refusal.reason());
    assertEquals(LoginException.Remedy.TRY_LATER, refusal.remedy());
    assertTrue(refusal.getMessage().contains("HTTP 503"), refusal::getMessage);
  }

  @Test
  void refreshThatBringsAPage_isAMatterOfTheNetwork() throws Exception {
    hub.answer(WHOAMI, 401, "").answer(TOKEN, 200, "<html>");
    LoginException refusal = failure(refreshable());
    assertEquals(LoginException.Reason.REFUSED, refusal.reason());
    assertEquals(LoginException.Remedy.CHECK_NETWORK, refusal.remedy());
  }

  @Test
  void storeThatCannotBeWritten_leavesTheRefreshUnsent() throws Exception {
    hub.answer(WHOAMI, 401, "");
    TokenInUse token = refreshable();
    Files.delete(dir.resolve("stored_tokens.lock"));
    Files.createDirectory(dir.resolve("stored_tokens.lock"));
    LoginException refusal = failure(token);
    assertEquals(LoginException.Reason.REFUSED, refusal.reason());
    assertEquals(LoginException.Remedy.NONE, refusal.remedy());
    assertTrue(refusal.getMessage().contains("HTTP 401"), refusal::getMessage);
    assertTrue(refusal.getMessage().contains("Cannot lock"), refusal::getMessage);
    assertEquals(List.of(WHOAMI), hub.requests());
  }

  @Test
  void tokenThatCannotBeRefreshedEither_isRefused_withTheCause() throws Exception {
    hub.answer(WHOAMI, 401, "{\"error\":\"Invalid token\"}")
        .answer(TOKEN, 400, "{\"error\":\"invalid_grant\"}");
    LoginException refusal = failure(refreshable());
    assertEquals(LoginException.Reason.REFUSED, refusal.reason());
    assertEquals(LoginException.Remedy.LOG_IN_AGAIN, refusal.remedy());
    assertEquals(Optional.of(hub.endpoint()), refusal.server());
    assertEquals(
        hub.endpoint()
            + " does not accept the token of "
            + dir.resolve("token")
            + " (HTTP 401: Invalid token), and the token could not be refreshed:"
            + " the server refused the refresh: invalid_grant",
        refusal.getMessage());
    assertInstanceOf(OAuthException.class, refusal.getCause());
    assertEquals(Optional.of("invalid_grant"), refusal.error());
  }

  @Test
  void tokenThatIsNotAccepted_andHasNoRefreshToken_isRefused() throws Exception {
    hub.answer(WHOAMI, 401, "");
    LoginException refusal = failure(active());
    assertEquals(LoginException.Remedy.LOG_IN_AGAIN, refusal.remedy());
    assertTrue(refusal.getMessage().endsWith(" (HTTP 401)"), refusal::getMessage);
    assertEquals(List.of(WHOAMI), hub.requests());
  }

  @Test
  void tokenOfAVariable_isToBeReplacedThere() throws Exception {
    hub.answer(WHOAMI, 401, "");
    Tokens given = tokens(hub.servers(Map.of("HF_TOKEN", "hf_given")));
    TokenInUse token = given.present(hub.endpoint());
    LoginException refusal =
        assertThrows(LoginException.class, () -> given.owners().requestOwner(token, "whoami"));
    assertEquals(LoginException.Remedy.REPLACE_VARIABLE, refusal.remedy());
    assertEquals(
        hub.endpoint() + " does not accept the token of HF_TOKEN (HTTP 401)", refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "503, '', NO_ANSWER, TRY_LATER, HTTP 503",
    "403, '{}', REFUSED, CHECK_RIGHTS, HTTP 403",
    "403, <html>, REFUSED, CHECK_NETWORK, HTTP 403",
    "404, '', REFUSED, LOOK_AT_THE_ANSWER, HTTP 404",
    "302, '', REFUSED, CHECK_NETWORK, HTTP 302",
    "200, <html>, REFUSED, CHECK_NETWORK, HTTP 200 with a web page",
  })
  void serverThatDoesNotSay_isQuoted(
      int status,
      String body,
      LoginException.Reason reason,
      LoginException.Remedy remedy,
      String words)
      throws Exception {
    hub.answer(WHOAMI, status, body).answer(USERINFO, status, body);
    LoginException failure = failure(active());
    assertEquals(reason, failure.reason());
    assertEquals(remedy, failure.remedy());
    assertEquals(Optional.of(hub.endpoint()), failure.server());
    String start =
        "the server did not say whose the token is: " + hub.endpoint() + WHOAMI + " answered ";
    assertTrue(failure.getMessage().startsWith(start + words), failure::getMessage);
  }

  /** A token of a server of which only the metadata is known. */
  private TokenInUse discovered(Optional<URI> userinfo) throws IOException {
    return of(
        new StoredToken(
            "x",
            "hf_a",
            Optional.empty(),
            Optional.empty(),
            Optional.of(discoveredOrigin(hub.endpoint(), userinfo))));
  }

  @Test
  void serverWithoutAnAnswerToThat_isNotAsked() throws Exception {
    TokenInUse token = discovered(Optional.empty());
    assertFalse(owners().tellsOwner(token));
    LoginException failure = failure(token);
    assertEquals(LoginException.Reason.REFUSED, failure.reason());
    assertEquals(LoginException.Remedy.NONE, failure.remedy());
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void serverOfItsOwnMetadata_isAskedWhereTheyName() throws Exception {
    URI where = URI.create(hub.endpoint() + "/u");
    hub.answer("/u", 200, "{\"sub\":\"dave\"}");
    TokenInUse token = discovered(Optional.of(where));
    assertTrue(owners().tellsOwner(token));
    assertEquals("dave", whose(token).owner().user());
    assertEquals(List.of("/u"), hub.requests());
    hub.answer("/u", 403, "{}");
    assertEquals(LoginException.Remedy.ASK_FOR_OPENID, failure(token).remedy());
  }

  @Test
  void tokenOfAServerThatCannotBeRead_isShownToNobody() throws Exception {
    saveOfNobody("x", "hf_a");
    TokenInUse token = found();
    assertTrue(owners().tellsOwner(token));
    LoginException nobody = failure(token);
    assertEquals(LoginException.Reason.UNKNOWN_SERVER, nobody.reason());
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void forbiddenNetwork_isTold_withWhatNeedsIt() throws Exception {
    TokenInUse token = active();
    TokenOwners offline = tokens(hub.servers(Map.of("HF_HUB_OFFLINE", "1"))).owners();
    LoginException ban =
        assertThrows(LoginException.class, () -> offline.requestOwner(token, "whoami"));
    assertEquals("whoami needs the network, and HF_HUB_OFFLINE forbids it", ban.getMessage());
  }
}
