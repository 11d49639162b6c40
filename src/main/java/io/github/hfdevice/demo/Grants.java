package io.github.hfdevice.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The logins that were granted and their tokens: issued, refreshed with rotation, revoked. Safe for
 * several threads.
 */
final class Grants {

  /** One granted login; all tokens that ever come from it end together. */
  static final class Login {
    private final String clientId;
    private final List<String> scopes;
    private boolean revoked;

    Login(String clientId, List<String> scopes) {
      this.clientId = clientId;
      this.scopes = scopes;
    }

    List<String> scopes() {
      return scopes;
    }
  }

  /** What an access token stands for. */
  record Access(Login login, Instant expiresAt) {}

  private static final class Refresh {
    private final Login login;
    private boolean used;

    private Refresh(Login login) {
      this.login = login;
    }
  }

  private final Map<String, Access> accessTokens = new HashMap<>();
  private final Map<String, Refresh> refreshTokens = new HashMap<>();
  private final PracticeUser user;
  private final Duration accessTokenLifetime;
  private final boolean reuseEndsLogin;
  private final Clock clock;
  private final Secrets secrets;
  private final String issuer;

  Grants(PracticeHub.Options options, Secrets secrets, String issuer) {
    this.user = options.user();
    this.accessTokenLifetime = options.accessTokenLifetime();
    this.reuseEndsLogin = options.scenario() == Scenario.ROTATE;
    this.clock = options.clock();
    this.secrets = secrets;
    this.issuer = issuer;
  }

  /** The first tokens, or the next ones, of a login. */
  synchronized IssuedTokens issue(Login login) {
    Instant now = clock.instant();
    accessTokens.values().removeIf(access -> !now.isBefore(access.expiresAt()));
    Instant expiresAt = now.plus(accessTokenLifetime);
    String accessToken = "hf_oauth_" + jwt(login, issuer, now, expiresAt);
    String refreshToken = "hf_oauth__refresh_" + secrets.token(34);
    accessTokens.put(accessToken, new Access(login, expiresAt));
    refreshTokens.put(refreshToken, new Refresh(login));
    return new IssuedTokens(
        accessToken,
        refreshToken,
        login.scopes.contains("openid")
            ? Optional.of(jwt(login, login.clientId, now, expiresAt))
            : Optional.empty(),
        accessTokenLifetime.toSeconds(),
        String.join(" ", login.scopes));
  }

  /**
   * New tokens for a refresh token, which is used up by that (RFC 6749, section 6).
   *
   * @throws OAuthError {@code invalid_grant} for a token that is unknown, used, revoked, or another
   *     client's
   */
  synchronized IssuedTokens refresh(String refreshToken, String clientId) throws OAuthError {
    Refresh refresh = refreshTokens.get(refreshToken);
    if (refresh == null || !refresh.login.clientId.equals(clientId)) {
      throw OAuthError.invalidGrant("The refresh token is unknown, or another client's");
    }
    if (refresh.used) {
      refresh.login.revoked |= reuseEndsLogin;
      throw OAuthError.invalidGrant("The refresh token was used before");
    }
    if (refresh.login.revoked) {
      throw OAuthError.invalidGrant("The login was revoked");
    }
    refresh.used = true;
    return issue(refresh.login);
  }

  /** What the access token stands for, unless it is unknown, expired or revoked. */
  synchronized Optional<Access> identify(String accessToken) {
    return Optional.ofNullable(accessTokens.get(accessToken))
        .filter(access -> !access.login().revoked && clock.instant().isBefore(access.expiresAt()));
  }

  /** Ends a login and all its tokens. */
  synchronized void revoke(Login login) {
    login.revoked = true;
  }

  /**
   * Ends the login of an access or a refresh token; an unknown one is no error (RFC 7009, section
   * 2.2).
   */
  synchronized void revoke(String token) {
    Optional.ofNullable(accessTokens.get(token)).ifPresent(access -> revoke(access.login()));
    Optional.ofNullable(refreshTokens.get(token)).ifPresent(refresh -> revoke(refresh.login));
  }

  /**
   * Claims as in the Hub's tokens. The last part is random and signs nothing: no one verifies it.
   */
  private String jwt(Login login, String audience, Instant issuedAt, Instant expiresAt) {
    ObjectNode claims = Json.object();
    login.scopes.forEach(claims.putArray("scope")::add);
    claims.put("aud", audience);
    claims.put("oauthApp", login.clientId);
    claims.put("sub", user.id());
    claims.put("iat", issuedAt.getEpochSecond());
    claims.put("exp", expiresAt.getEpochSecond());
    claims.put("iss", issuer);
    String header = Json.object().put("alg", "EdDSA").toString();
    return base64(header) + "." + base64(claims.toString()) + "." + secrets.token(86);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
