package io.github.hfdevice.oauth;

import java.net.URI;
import java.net.URISyntaxException;

/** Reads the addresses that a server wants a person or a client to open. */
final class WebAddress {
  private WebAddress() {}

  /**
   * Reads {@code text} without its control characters, other illegal characters percent-encoded.
   *
   * @throws MalformedReplyException if it is no absolute {@code http} or {@code https} address: a
   *     terminal would make a link of it, and a browser would open it
   */
  static URI parse(String field, String text) throws MalformedReplyException {
    String clean = withoutControls(text);
    try {
      URI uri = new URI(quoteIllegal(clean));
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (web && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Falls through to the refusal.
    }
    throw new MalformedReplyException(field + " is no http or https address");
  }

  private static String withoutControls(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
        .forEach(clean::appendCodePoint);
    return clean.toString().strip();
  }

  private static String quoteIllegal(String text) {
    StringBuilder quoted = new StringBuilder(text.length());
    int authorityEnd = text.indexOf('/', text.indexOf("://") + 3);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean bracketOfHost = (c == '[' || c == ']') && (authorityEnd < 0 || i < authorityEnd);
      if ("\"<>\\^`{|} []".indexOf(c) >= 0 && !bracketOfHost) {
        quoted.append('%').append(Integer.toHexString(c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.toString();
  }
}
