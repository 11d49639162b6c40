package io.github.hfdevice.hub;

import io.github.hfdevice.oauth.SecureAddress;
import io.github.hfdevice.setting.SettingException;
import io.github.hfdevice.text.Printable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * The address of a Hub as people write it. One that is wrong is answered with the one that was
 * meant, where that can be told.
 */
public final class EndpointSetting {
  private static final String QUOTES_AND_BLANKS = "\"'` \t\r\n/\u2018\u2019\u201c\u201d";

  /** The longest address that is offered in place of a wrong one. */
  private static final int MOST_OFFERED = 100;

  private EndpointSetting() {}

  /**
   * Reads the address of a Hub, and takes slashes off its end.
   *
   * @param setting what holds it, for the message
   */
  public static URI parse(String setting, String value) {
    String text = value.strip();
    if (looksLikeToken(text)) {
      throw new SettingException(
          setting,
          "holds what looks like a token, and is for an address. A token goes into HF_TOKEN");
    }
    while (text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    Optional<URI> parsed = parseWeb(text);
    if (parsed.isEmpty()) {
      throw notAnAddress(setting, value);
    }
    URI uri = parsed.get();
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new SettingException(
          setting, "may hold a host, a port and a path only (no user, query or fragment)");
    }
    if (!SecureAddress.isAllowed(uri)) {
      throw new SettingException(
          setting,
          "is plain http to another machine, which would show the token to the network; use https://");
    }
    return uri;
  }

  /** A host may begin so too, and has a dot then, as only a token of a login has. */
  private static boolean looksLikeToken(String text) {
    return text.length() > 20
        && (text.startsWith("hf_oauth_") || (text.startsWith("hf_") && text.indexOf('.') < 0));
  }

  private static Optional<URI> parseWeb(String text) {
    try {
      URI uri = new URI(text);
      boolean isWeb =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      return isWeb && isPlain(text) && hasUsableHost(uri) ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Java takes any letter of the world in a path. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /** One that is written twice has its own scheme for a host, and no port behind the colon. */
  private static boolean hasUsableHost(URI uri) {
    return uri.getHost() != null
        && !uri.getRawAuthority().endsWith(":")
        && uri.getPort() != 0
        && uri.getPort() <= 65_535;
  }

  private static SettingException notAnAddress(String setting, String value) {
    // A password may stand in front of the @.
    String shown = value.indexOf('@') < 0 ? " (\"" + Printable.of(value, 100) + "\")" : "";
    Optional<String> meant = offer(value);
    return new SettingException(
        setting,
        "is not a valid address of a server"
            + shown
            + (meant.isPresent()
                ? "; did you mean " + meant.get() + "?"
                : "; it should look like " + HubSettings.DEFAULT_ENDPOINT));
  }

  /** The address that was meant, where only quotes are too many or the scheme is missing. */
  private static Optional<String> offer(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && QUOTES_AND_BLANKS.indexOf(value.charAt(start)) >= 0) {
      start++;
    }
    while (start < end && QUOTES_AND_BLANKS.indexOf(value.charAt(end - 1)) >= 0) {
      end--;
    }
    String text = withoutWebScheme(value.substring(start, end));
    if (text.length() > MOST_OFFERED) {
      return Optional.empty();
    }
    if (text.indexOf("://") < 0) {
      Optional<URI> https = parseWeb("https://" + text);
      if (https.isEmpty() || !isNameOfHost(https.get())) {
        return Optional.empty();
      }
      text = (SecureAddress.isLoopback(https.get().getHost()) ? "http://" : "https://") + text;
    }
    Optional<URI> meant = parseWeb(text);
    boolean isUsable =
        meant.isPresent()
            && meant.get().getRawUserInfo() == null
            && SecureAddress.isAllowed(meant.get());
    return isUsable ? Optional.of(text) : Optional.empty();
  }

  /**
   * What follows a scheme that is there twice, misses a colon or a slash, or has a name before it.
   */
  private static String withoutWebScheme(String text) {
    int scheme = text.lastIndexOf("http");
    int rest = text.startsWith("https", scheme) ? scheme + 5 : scheme + 4;
    boolean isScheme = scheme >= 0 && (text.startsWith(":/", rest) || text.startsWith("//", rest));
    if (!isScheme || (scheme == 0 && text.startsWith("://", rest))) {
      return text;
    }
    while (rest < text.length() && (text.charAt(rest) == ':' || text.charAt(rest) == '/')) {
      rest++;
    }
    return text.substring(rest);
  }

  /** And not any word, such as None. */
  private static boolean isNameOfHost(URI uri) {
    return SecureAddress.isLoopback(uri.getHost())
        || uri.getHost().indexOf('.') > 0
        || uri.getHost().startsWith("[")
        || uri.getPort() > 0;
  }
}
