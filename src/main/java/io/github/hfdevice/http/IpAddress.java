package io.github.hfdevice.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/** Addresses that are written in figures. Asks no name server. */
final class IpAddress {
  private IpAddress() {}

  /** The 4 or 16 bytes that {@code text} writes, or nothing if it is a name. */
  static Optional<byte[]> parse(String text) {
    return text.indexOf(':') >= 0 ? parseV6(text) : parseV4(text);
  }

  /** Four decimal numbers without leading zeros, as {@code inet_pton} reads them. */
  private static Optional<byte[]> parseV4(String text) {
    byte[] address = new byte[4];
    int part = 0;
    int digits = 0;
    int value = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '.') {
        if (digits == 0 || part == 4) {
          return Optional.empty();
        }
        address[part++] = (byte) value;
        digits = 0;
        value = 0;
      } else if (c < '0' || c > '9' || (digits > 0 && value == 0)) {
        return Optional.empty();
      } else {
        value = value * 10 + c - '0';
        digits++;
        if (value > 255) {
          return Optional.empty();
        }
      }
    }
    return part == 4 ? Optional.of(address) : Optional.empty();
  }

  private static Optional<byte[]> parseV6(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Anything else could be looked up as a name.
      if (c != ':' && Character.digit(c, 16) < 0 && (c != '.' || i == 0)) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(InetAddress.getByName(text).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether the first {@code bits} bits of both are the same; never where their kinds differ. */
  static boolean shareBits(byte[] one, byte[] other, int bits) {
    if (one.length != other.length || bits > one.length * 8) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int difference = one[bit / 8] ^ other[bit / 8];
      if ((difference & 0x80 >> bit % 8) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether what is sent to {@code host} stays on this machine, by its name or its figures. */
  static boolean isLoopback(String host) {
    String name = withoutRootDot(host.toLowerCase(Locale.ROOT));
    if (isLocalhost(name)) {
      return true;
    }
    byte[] address = parse(name).orElse(new byte[0]);
    if (address.length == 4) {
      return address[0] == 127;
    }
    byte[] one = new byte[16];
    one[15] = 1;
    return shareBits(address, one, 128);
  }

  /** Whether {@code name} never is another machine's (RFC 6761, 6.3). */
  static boolean isLocalhost(String name) {
    return name.equals("localhost") || name.endsWith(".localhost");
  }

  /** A dot at the end of a name stands for the root of the DNS. */
  static String withoutRootDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
