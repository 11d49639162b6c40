package io.github.hfdevice.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
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
  record Access(Login login, PracticeUser user, Instant expiresAt) {}

  private static final class Refresh {
    private final Login login;
    private boolean used;

    private Refresh(Login login) {
      this.login = login;
    }
  }

  /** Tokens of each kind kept in mind; the oldest are forgotten, and count as unknown. */
  static final int MOST_TOKENS = 5000;

  /** How long the Hub lets a CI job use its token. */
  private static final Duration EXCHANGED_LIFETIME = Duration.ofHours(1);

  /** Who a job acts as on the Hub: "pushes are attributed to a synthetic [OIDC] system user". */
  private static final PracticeUser JOB = new PracticeUser("[OIDC]", List.of());

  private final Map<String, Access> accessTokens = new LastOnes<>(MOST_TOKENS);
  private final Map<String, Refresh> refreshTokens = new LastOnes<>(MOST_TOKENS);
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
    Instant expiresAt = clock.instant().plus(accessTokenLifetime);
    String accessToken = accessToken("hf_oauth_", login, user, expiresAt);
    String refreshToken = "hf_oauth__refresh_" + secrets.token(34);
    refreshTokens.put(refreshToken, new Refresh(login));
    return new IssuedTokens(
        accessToken,
        refreshToken,
        login.scopes.contains("openid")
            ? Optional.of(jwt(login, user, login.clientId, expiresAt))
            : Optional.empty(),
        accessTokenLifetime.toSeconds(),
        String.join(" ", login.scopes));
  }

  /**
   * A token for a CI job: for a user's, to read gated repositories; for one repository's, to write
   * there.
   */
  synchronized ExchangedToken exchange(Resource resource) {
    Duration lifetime =
        accessTokenLifetime.compareTo(EXCHANGED_LIFETIME) < 0
            ? accessTokenLifetime
            : EXCHANGED_LIFETIME;
    Instant expiresAt = clock.instant().plus(lifetime);
    String accessToken =
        resource.isUser()
            ? accessToken(
                "hf_oauth_",
                new Login("", List.of("gated-repos")),
                new PracticeUser(resource.name(), List.of()),
                expiresAt)
            : accessToken("hf_jwt_", new Login("", List.of()), JOB, expiresAt);
    return new ExchangedToken(accessToken, lifetime.toSeconds());
  }

  private String accessToken(String prefix, Login login, PracticeUser of, Instant expiresAt) {
    String accessToken = prefix + jwt(login, of, issuer, expiresAt);
    accessTokens.put(accessToken, new Access(login, of, expiresAt));
    return accessToken;
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

  /** Takes no access token of before any more; refresh tokens stay good. */
  synchronized void voidAccessTokens() {
    accessTokens.clear();
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
  private String jwt(Login login, PracticeUser of, String audience, Instant expiresAt) {
    ObjectNode claims = Json.object();
    login.scopes.forEach(claims.putArray("scope")::add);
    claims.put("aud", audience);
    if (!login.clientId.isEmpty()) {
      claims.put("oauthApp", login.clientId);
    }
    claims.put("sub", of.id());
    claims.put("iat", clock.instant().getEpochSecond());
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
