package io.github.hfdevice.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenResponseTest {
  private static TokenResponse parse(String fields) throws MalformedReplyException {
    return TokenResponse.parse(JsonReply.parse("{\"access_token\":\"a\"" + fields + "}").get())
        .get();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "openid jobs | openid jobs | ''",
        "openid jobs | jobs openid email | ''",
        "openid jobs | openid | jobs",
        "openid jobs email | email | 'openid,jobs'",
        "'  openid   jobs jobs ' | openid | jobs",
        "jobs | job | jobs",
        "Jobs | jobs | Jobs",
        "repo gist user | 'repo,gist' | user",
        "'a,b' | 'a,b' | ''",
        "'' | openid | ''",
      })
  void scopesThatWereNotGranted_areMissing(String asked, String granted, String missing)
      throws Exception {
    assertEquals(
        missing,
        String.join(
            ",", parse(",\"scope\":\"" + granted + "\"").missingScopes(Optional.of(asked))));
  }

  @Test
  void serverThatNamesNoScope_grantedWhatWasAsked() throws Exception {
    for (String fields : List.of("", ",\"scope\":null", ",\"scope\":\" \"", ",\"scope\":7")) {
      TokenResponse token = parse(fields);
      assertEquals(Optional.empty(), token.scope());
      assertEquals(List.of(), token.missingScopes(Optional.of("openid")));
    }
    assertEquals(List.of(), parse(",\"scope\":\"jobs\"").missingScopes(Optional.empty()));
  }

  @Test
  void scopeThatIsAList_isReadAsOne() throws Exception {
    TokenResponse token = parse(",\"scope\":[\"openid\",7,\"jobs\"]");
    assertEquals(Optional.of("openid jobs"), token.scope());
    assertEquals(List.of("email"), token.missingScopes(Optional.of("jobs email")));
  }

  @Test
  void scopeOverTheLimit_costsNoToken() throws Exception {
    String longest = "s".repeat(2048);
    assertEquals(Optional.of(longest), parse(",\"scope\":\"" + longest + "\"").scope());
    assertEquals(Optional.empty(), parse(",\"scope\":\"" + longest + "s\"").scope());
  }

  @Test
  void token_mayHoldEveryVisibleCharacter() throws Exception {
    assertEquals(Optional.of("a ~!"), parse(",\"refresh_token\":\" a ~! \"").refreshToken());
  }

  @Test
  void textForm_tellsWhatIsNotSecret() throws Exception {
    assertEquals(
        "TokenResponse[accessToken=***, expiresIn=Optional[PT1M], refreshToken=Optional[***],"
            + " scope=Optional[jobs]]",
        parse(",\"refresh_token\":\"r\",\"expires_in\":60,\"scope\":\"jobs\"").toString());
    assertEquals("c", ClientCredentials.publicClient("c").toString());
    assertEquals("c with a secret", new ClientCredentials("c", Optional.of("SECRET")).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "65537, x, refresh_token is longer than the 65536 characters that are taken",
    "2, \\u0007, 'refresh_token holds characters that a token cannot have"
        + " (RFC 6749, appendix A.12)'",
  })
  void refreshTokenThatCannotBeKept_costsNoAccessToken(int length, String unit, String problem)
      throws Exception {
    TokenResponse token = parse(",\"refresh_token\":\"r" + unit.repeat(length - 1) + "\"");
    assertEquals("a", token.accessToken());
    assertEquals(Optional.empty(), token.refreshToken());
    assertEquals(Optional.of(problem), token.refreshTokenProblem());
    assertEquals(
        Optional.of(
            problem + ", so it was not kept: once the new token expires, a new login is needed"),
        token.warning());
    assertEquals(Optional.empty(), parse("").warning());
  }

  @Test
  void tokens_haveTheirLimit() throws Exception {
    String longest = "t".repeat(65_536);
    assertEquals(
        Optional.of(longest), parse(",\"refresh_token\":\"" + longest + "\"").refreshToken());
  }
}
