package io.github.hfdevice.oauth;

import java.net.URI;

/** Where secrets may be sent (RFC 6749, 3.2 demands TLS). */
public final class SecureAddress {
  private SecureAddress() {}

  /** Whether {@code uri} is https, or plain http that cannot leave this machine. */
  public static boolean isAllowed(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme())
        || ("http".equalsIgnoreCase(uri.getScheme()) && isLoopback(uri.getHost()));
  }

  /**
   * Whether {@code host}, as an address has it, is this machine by its own text: {@code localhost},
   * {@code [::1]} or {@code 127.x.x.x}. {@code null} is not.
   */
  public static boolean isLoopback(String host) {
    return host != null
        && (host.equalsIgnoreCase("localhost") || host.equals("[::1]") || isIpv4Loopback(host));
  }

  private static boolean isIpv4Loopback(String host) {
    if (!host.startsWith("127.")) {
      return false;
    }
    int numbers = 0;
    int start = 4;
    while (start <= host.length()) {
      int dot = host.indexOf('.', start);
      int end = dot < 0 ? host.length() : dot;
      if (!isByte(host, start, end)) {
        return false;
      }
      numbers++;
      start = end + 1;
    }
    return numbers == 3;
  }

  private static boolean isByte(String text, int start, int end) {
    int value = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      value = value * 10 + c - '0';
    }
    return end > start && end - start <= 3 && value <= 255;
  }
}
