package io.github.hfdevice.oauth;

import java.net.URI;
import java.net.URISyntaxException;

/** Reads the addresses that a server wants a person or a client to open. */
final class WebAddress {
  private WebAddress() {}

  /**
   * Reads the address of an endpoint, as {@link #parse(String, String)} does.
   *
   * @param server that named it: one that is asked over https may name https endpoints only
   * @throws MalformedReplyException if it is a downgrade too
   */
  static URI parseEndpoint(String field, String text, URI server) throws MalformedReplyException {
    URI address = parse(field, text);
    boolean isDowngrade =
        "https".equalsIgnoreCase(server.getScheme())
            && !"https".equalsIgnoreCase(address.getScheme());
    if (isDowngrade) {
      throw new MalformedReplyException(
          field + " is plain http, though the server itself is asked over https");
    }
    return address;
  }

  /**
   * Reads {@code text} without its control characters, other illegal characters percent-encoded.
   *
   * @param field that holds it, for the message
   * @throws MalformedReplyException if it is not an absolute {@code http} or {@code https} address
   *     (a terminal would make a link of it, and a browser would open it), is too long, or has a
   *     user name in front of its host, by which one host passes for another
   */
  static URI parse(String field, String text) throws MalformedReplyException {
    URI address = parseWeb(field, text);
    if (address.getRawUserInfo() != null) {
      throw new MalformedReplyException(
          field + " has a user name in front of its host, which hides where it leads");
    }
    if (address.toString().length() > Limits.ADDRESS) {
      throw MalformedReplyException.tooLong(field, Limits.ADDRESS);
    }
    return address;
  }

  private static URI parseWeb(String field, String text) throws MalformedReplyException {
    try {
      URI uri = new URI(quoteIllegal(withoutControls(text)));
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (web && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Falls through to the refusal.
    }
    throw new MalformedReplyException(field + " is not an http or https address");
  }

  private static String withoutControls(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().filter(WebAddress::isVisible).forEach(clean::appendCodePoint);
    return clean.toString().strip();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
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
