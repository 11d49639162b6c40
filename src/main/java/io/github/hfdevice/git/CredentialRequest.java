package io.github.hfdevice.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What git asks a credential helper for, see git-credential(1), "Input/output format".
 *
 * @param protocol such as {@code https}, empty if it was not said
 * @param host with its port if that is not the protocol's own, empty if it was not said
 */
public record CredentialRequest(String protocol, String host) {
  /** Far more than git sends; what comes after it is not looked at. */
  private static final int MOST_BYTES = 1 << 20;

  /** Reads the lines up to an empty one or the end; blocks until they are there. */
  public static CredentialRequest parse(InputStream in) throws IOException {
    String protocol = "";
    String host = "";
    int left = MOST_BYTES;
    for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
      left -= line.length();
      String text = line.strip();
      if (text.startsWith("protocol=")) {
        protocol = text.substring("protocol=".length());
      } else if (text.startsWith("host=")) {
        host = text.substring("host=".length());
      }
    }
    return new CredentialRequest(protocol, host);
  }

  /** A line, empty at the end of the text. */
  private static String line(InputStream in, int most) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n' && line.size() < most; c = in.read()) {
      line.write(c);
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.equals("\r") ? "" : text;
  }

  /** Whether it is for {@code server}: the same protocol, host and port; paths do not matter. */
  public boolean isFor(URI server) {
    String scheme = server.getScheme().toLowerCase(Locale.ROOT);
    return protocol.toLowerCase(Locale.ROOT).equals(scheme)
        && withPort(host.toLowerCase(Locale.ROOT), scheme)
            .equals(withPort(server.getRawAuthority().toLowerCase(Locale.ROOT), scheme));
  }

  private static String withPort(String host, String scheme) {
    boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
    return hasPort ? host : host + (scheme.equals("https") ? ":443" : ":80");
  }
}
