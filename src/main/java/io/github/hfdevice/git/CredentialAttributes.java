package io.github.hfdevice.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The lines that git gives a credential helper, {@code key=value}, see git-credential(1),
 * "Input/output format". Two readers must never understand one text differently, so that whatever
 * is not exactly as it says there is refused.
 */
final class CredentialAttributes {
  /** Longest line, its end included, in bytes. */
  static final int MOST_LINE_BYTES = 65_535;

  /** Of the whole text, in bytes; far more than git sends. */
  static final int MOST_BYTES = 4 * MOST_LINE_BYTES;

  private final Map<String, String> values = new HashMap<>();

  private CredentialAttributes() {}

  /** The text is not what git writes. The message holds nothing of it, since it may be a secret. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** Reads up to an empty line or the end; blocks until they are there. */
  static CredentialAttributes read(InputStream in) throws IOException, MalformedException {
    CredentialAttributes attributes = new CredentialAttributes();
    int left = MOST_BYTES;
    for (byte[] line = line(in); line.length > 0; line = line(in)) {
      left -= line.length;
      if (left < 0) {
        throw new MalformedException("too much text");
      }
      attributes.add(text(line));
    }
    return attributes;
  }

  /** The value, empty if it was not said. */
  String get(String key) {
    return values.getOrDefault(key, "");
  }

  Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** A line without its end, empty at the end of the text. */
  private static byte[] line(InputStream in) throws IOException, MalformedException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.write(c);
      if (line.size() >= MOST_LINE_BYTES) {
        throw new MalformedException("too long a line");
      }
    }
    return line.toByteArray();
  }

  private static String text(byte[] line) throws MalformedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("no UTF-8");
    }
  }

  private void add(String line) throws MalformedException {
    int equals = line.indexOf('=');
    if (equals <= 0) {
      throw new MalformedException("a line without a key");
    }
    String key = line.substring(0, equals);
    String value = line.substring(equals + 1);
    requirePrintable(line);
    if (key.equals("url")) {
      addUrl(value);
    } else if (!key.endsWith("[]")) {
      put(key, value);
    }
  }

  private void put(String key, String value) throws MalformedException {
    if (values.putIfAbsent(key, value) != null) {
      throw new MalformedException("a key twice");
    }
  }

  private static void requirePrintable(String text) throws MalformedException {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        throw new MalformedException("a control character");
      }
    }
  }

  /** A URL stands for its parts. */
  private void addUrl(String text) throws MalformedException {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new MalformedException("no URL");
    }
    if (url.getScheme() == null || url.getHost() == null) {
      throw new MalformedException("a URL without a scheme or a host");
    }
    put("protocol", url.getScheme());
    put("host", url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort());
    String user = url.getRawUserInfo();
    if (user != null) {
      int colon = user.indexOf(':');
      put("username", decode(colon < 0 ? user : user.substring(0, colon)));
      if (colon >= 0) {
        put("password", decode(user.substring(colon + 1)));
      }
    }
  }

  /** Undoes percent-encoding, in which a plus is a plus. */
  private static String decode(String encoded) throws MalformedException {
    String decoded = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    requirePrintable(decoded);
    return decoded;
  }

  /** Without the values, some of which are secrets. */
  @Override
  public String toString() {
    return "CredentialAttributes" + values.keySet();
  }
}
