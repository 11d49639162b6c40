package io.github.hfdevice.oauth;

import java.net.URI;
import java.util.Locale;

/** Where secrets may be sent (RFC 6749, 3.2 demands TLS). */
public final class SecureAddress {
  private SecureAddress() {}

  /** Whether {@code uri} is https, or plain http that cannot leave this machine. */
  public static boolean isAllowed(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme())
        || ("http".equalsIgnoreCase(uri.getScheme()) && isLoopback(uri.getHost()));
  }

  private static boolean isLoopback(String host) {
    if (host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.matches("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
  }
}
