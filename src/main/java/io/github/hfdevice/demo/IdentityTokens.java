package io.github.hfdevice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The identity tokens by which a CI job proves who it is (OpenID Connect Core, section 2). The real
 * Hub checks them with the public key of their issuer, and looks up which jobs the owner of a
 * resource trusts. Here they are signed by HMAC-SHA256 with {@link #KEY}, which everybody knows, so
 * that a test can make its own, and the token itself names the resource that trusts its job.
 *
 * <p>The header is {@code {"alg":"HS256"}}; the claims are {@code aud} (this hub's endpoint, or an
 * array with it), {@code exp} (Unix seconds) and {@code resource}. Others are passed over.
 */
final class IdentityTokens {
  static final String KEY = "practice-hub";

  /** What GitHub Actions takes for the audience when a job names none; no Hub accepts it. */
  static final String OTHER_AUDIENCE = "https://github.com/practice";

  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final Clock clock;
  private final String endpoint;

  IdentityTokens(Clock clock, String endpoint) {
    this.clock = clock;
    this.endpoint = endpoint;
  }

  /** A token for a job that {@code resource} trusts. */
  String issue(String audience, Resource resource) {
    Instant now = clock.instant();
    ObjectNode claims = Json.object();
    claims.put("iss", endpoint + "/practice");
    claims.put("sub", "repo:practice/training:ref:refs/heads/main");
    claims.put("aud", audience);
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(LIFETIME).getEpochSecond());
    claims.put("resource", resource.name());
    String signed =
        encode(Json.object().put("alg", "HS256").put("typ", "JWT").toString())
            + "."
            + encode(claims.toString());
    return signed + "." + ENCODER.encodeToString(signature(signed));
  }

  /**
   * Proves that a token is for a job that {@code resource} trusts.
   *
   * @throws OAuthError {@code invalid_grant} that says why not
   */
  void check(String token, Resource resource) throws OAuthError {
    JsonNode claims = claims(token);
    require(hasAudience(claims.path("aud")), "The claim aud must be " + endpoint);
    require(claims.path("exp").isNumber(), "The claim exp is missing");
    require(
        claims.path("exp").asLong() > clock.instant().getEpochSecond(),
        "The subject_token expired");
    require(
        claims.path("resource").asText().equals(resource.name()),
        "The claim resource does not name the resource asked for");
  }

  private JsonNode claims(String token) throws OAuthError {
    String[] parts = token.split("\\.", -1);
    require(parts.length == 3, "The subject_token is not a JWT");
    Optional<JsonNode> header = decode(parts[0]);
    Optional<JsonNode> claims = decode(parts[1]);
    require(header.isPresent() && claims.isPresent(), "The subject_token is not a JWT");
    require(
        header.get().path("alg").asText().equals("HS256"),
        "The subject_token must be signed by HS256");
    byte[] signature = ENCODER.encode(signature(parts[0] + "." + parts[1]));
    require(
        MessageDigest.isEqual(signature, parts[2].getBytes(StandardCharsets.UTF_8)),
        "The signature of the subject_token is wrong; the key is " + KEY);
    return claims.get();
  }

  private boolean hasAudience(JsonNode audience) {
    if (!audience.isArray()) {
      return audience.asText().equals(endpoint);
    }
    for (JsonNode each : audience) {
      if (each.asText().equals(endpoint)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] signature(String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HmacSHA256", e);
    }
  }

  private static String encode(String text) {
    return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<JsonNode> decode(String part) {
    try {
      return Json.parse(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void require(boolean condition, String otherwise) throws OAuthError {
    if (!condition) {
      throw OAuthError.invalidGrant(otherwise);
    }
  }
}
