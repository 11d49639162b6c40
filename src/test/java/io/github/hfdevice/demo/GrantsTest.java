package io.github.hfdevice.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.hfdevice.time.FakeClock;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GrantsTest {
  private final FakeClock clock = new FakeClock();

  private Grants grants(Scenario scenario) {
    PracticeHub.Options options =
        PracticeHub.Options.builder().scenario(scenario).clock(clock).random(new Random(7)).build();
    return new Grants(options, new Secrets(options.random()), "http://127.0.0.1:1");
  }

  private static Grants.Login login(String... scopes) {
    return new Grants.Login("app", List.of(scopes));
  }

  private static String refreshError(Grants grants, String refreshToken, String clientId) {
    return assertThrows(OAuthError.class, () -> grants.refresh(refreshToken, clientId)).code();
  }

  @Test
  void accessToken_isShapedAsTheHubs() throws IOException {
    IssuedTokens tokens = grants(Scenario.APPROVE).issue(login("read-repos", "jobs"));

    String token = tokens.accessToken();
    assertTrue(token.matches("hf_oauth_[\\w-]+\\.[\\w-]+\\.[\\w-]+"));
    JsonNode claims =
        new JsonMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    assertEquals("[\"read-repos\",\"jobs\"]", claims.get("scope").toString());
    assertEquals(clock.instant().getEpochSecond(), claims.get("iat").asLong());
    assertEquals(2_591_999, claims.get("exp").asLong() - claims.get("iat").asLong());
    assertEquals("http://127.0.0.1:1", claims.get("iss").asText());
    assertEquals("http://127.0.0.1:1", claims.get("aud").asText());
    assertEquals(new PracticeUser("alice", List.of()).id(), claims.get("sub").asText());
    assertTrue(tokens.idToken().isEmpty());
    assertTrue(grants(Scenario.APPROVE).issue(login("openid")).idToken().isPresent());
  }

  @Test
  void refresh_rotates_andTheOldTokenIsVoid() throws OAuthError {
    Grants grants = grants(Scenario.APPROVE);
    IssuedTokens first = grants.issue(login("jobs"));

    IssuedTokens second = grants.refresh(first.refreshToken(), "app");

    assertNotEquals(first.refreshToken(), second.refreshToken());
    assertNotEquals(first.accessToken(), second.accessToken());
    assertEquals("jobs", second.scope());
    assertEquals("invalid_grant", refreshError(grants, first.refreshToken(), "app"));
    assertEquals("jobs", grants.refresh(second.refreshToken(), "app").scope());
  }

  @Test
  void reuse_endsTheWholeLogin_inTheRotateScenario() throws OAuthError {
    Grants grants = grants(Scenario.ROTATE);
    IssuedTokens first = grants.issue(login("jobs"));
    IssuedTokens second = grants.refresh(first.refreshToken(), "app");
    assertTrue(grants.identify(second.accessToken()).isPresent());

    assertEquals("invalid_grant", refreshError(grants, first.refreshToken(), "app"));

    assertEquals("invalid_grant", refreshError(grants, second.refreshToken(), "app"));
    assertTrue(grants.identify(first.accessToken()).isEmpty());
    assertTrue(grants.identify(second.accessToken()).isEmpty());
  }

  @Test
  void accessToken_livesAMinute_inTheRotateScenario() {
    Grants grants = grants(Scenario.ROTATE);
    IssuedTokens tokens = grants.issue(login("jobs"));
    assertEquals(60, tokens.expiresInSeconds());
    clock.advanceSeconds(59);
    assertTrue(grants.identify(tokens.accessToken()).isPresent());

    clock.advanceSeconds(1);
    assertTrue(grants.identify(tokens.accessToken()).isEmpty());
  }

  @Test
  void refreshToken_isWorthNothing_toAnotherClient() throws OAuthError {
    Grants grants = grants(Scenario.ROTATE);
    IssuedTokens tokens = grants.issue(login("jobs"));

    assertEquals("invalid_grant", refreshError(grants, tokens.refreshToken(), "thief"));

    assertEquals("jobs", grants.refresh(tokens.refreshToken(), "app").scope());
  }

  @Test
  void revoking_eitherToken_endsBoth() {
    Grants grants = grants(Scenario.APPROVE);
    IssuedTokens one = grants.issue(login("jobs"));
    IssuedTokens other = grants.issue(login("jobs"));

    grants.revoke(one.refreshToken());
    assertTrue(grants.identify(one.accessToken()).isEmpty());
    assertTrue(grants.identify(other.accessToken()).isPresent());

    grants.revoke(other.accessToken());
    assertEquals("invalid_grant", refreshError(grants, other.refreshToken(), "app"));
    grants.revoke("never issued");
  }

  @Test
  void oldestTokens_areForgotten_onceThereAreVeryMany() throws OAuthError {
    Grants grants = grants(Scenario.APPROVE);
    IssuedTokens first = grants.issue(login("jobs"));
    IssuedTokens second = grants.issue(login("jobs"));
    for (int i = 1; i < Grants.MOST_TOKENS; i++) {
      grants.issue(login("jobs"));
    }
    assertTrue(grants.identify(first.accessToken()).isEmpty());
    assertTrue(grants.identify(second.accessToken()).isPresent());
    assertEquals("invalid_grant", refreshError(grants, first.refreshToken(), "app"));
    assertEquals("jobs", grants.refresh(second.refreshToken(), "app").scope());
  }

  @Test
  void tokens_appearInNoToString() {
    IssuedTokens tokens = grants(Scenario.APPROVE).issue(login("openid"));
    String shown = tokens.toString();

    assertFalse(shown.contains("hf_oauth_"));
    assertFalse(shown.contains(tokens.idToken().orElseThrow()));
    assertFalse(Reply.json(200, tokens.accessToken()).toString().contains("hf_oauth_"));
  }
}
