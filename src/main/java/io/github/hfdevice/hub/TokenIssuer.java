package io.github.hfdevice.hub;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Which server a token says that it comes from: the claim {@code iss} of the JWT that a token of
 * OAuth is on most servers. Nothing is verified, so it is a reason to send a token nowhere else and
 * none to believe it.
 */
public final class TokenIssuer {
  /** What the Hub puts in front of its JWTs. */
  private static final String[] PREFIXES = {"hf_oauth_", "hf_jwt_"};

  private static final String CLAIM = "\"iss\"";

  private TokenIssuer() {}

  /**
   * The origin that {@code token} names, or nothing if it names none; pure. Where it is {@code
   * likely}, as it mostly is, that is found without a JSON parser, whose classes would double the
   * time of a start.
   *
   * @param likely returned as it is, if the token names it
   */
  public static Optional<URI> of(String token, URI likely) {
    String claims = claims(token);
    if (claims.isEmpty()) {
      return Optional.empty();
    }
    return names(claims, likely.toString())
        ? Optional.of(likely)
        : TokenClaims.parse(token).issuer();
  }

  /** The claims as JSON text, or an empty text if {@code token} is not a JWT. */
  static String claims(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0 || !isJwt(token)) {
      return "";
    }
    try {
      byte[] json = Base64.getUrlDecoder().decode(token.substring(first + 1, second));
      return new String(json, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** A classic token of the Hub has its prefix too, and no claims. */
  private static boolean isJwt(String token) {
    for (String prefix : PREFIXES) {
      if (token.startsWith(prefix)) {
        return true;
      }
    }
    return !token.startsWith("hf_");
  }

  /**
   * Whether {@code claims}, unless their form is unusual, name {@code issuer}: no escapes and no
   * objects inside, so that the claim can stand in no other place and under no other spelling.
   */
  private static boolean names(String claims, String issuer) {
    int at = claims.indexOf(CLAIM);
    boolean isPlain =
        at > 0
            && claims.indexOf(CLAIM, at + 1) < 0
            && claims.indexOf('\\') < 0
            && claims.lastIndexOf('{') == claims.indexOf('{');
    if (!isPlain) {
      return false;
    }
    int colon = afterBlanks(claims, at + CLAIM.length());
    int value = afterBlanks(claims, colon + 1);
    return claims.startsWith(":", colon) && claims.startsWith("\"" + issuer + "\"", value);
  }

  private static int afterBlanks(String text, int start) {
    int i = start;
    while (i < text.length() && text.charAt(i) <= ' ') {
      i++;
    }
    return i;
  }
}
