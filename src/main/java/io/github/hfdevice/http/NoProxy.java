package io.github.hfdevice.http;

import java.util.Locale;
import java.util.Optional;

/**
 * {@code NO_PROXY}, as curl reads it.
 *
 * <ul>
 *   <li>A lone {@code *} exempts all hosts; among other entries it is a name like any other.
 *   <li>Commas, and as in older versions of curl blanks, stand between entries.
 *   <li>A name exempts itself and all names below it, with or without a dot in front.
 *   <li>An address exempts itself, and with {@code /bits} its network; {@code /0} counts as none.
 *   <li>Ports and brackets are no part of an entry: one with them exempts nothing.
 * </ul>
 */
final class NoProxy {
  private NoProxy() {}

  /**
   * @param host of a URI, with the brackets of an IPv6 address
   */
  static boolean exempts(String list, String host) {
    if (list.equals("*")) {
      return true;
    }
    boolean isV6 = host.startsWith("[");
    Optional<byte[]> address =
        isV6 || host.indexOf(':') < 0
            ? IpAddress.parse(ProxyRules.unbracketed(host))
            : Optional.empty();
    String name = IpAddress.withoutRootDot(host.toLowerCase(Locale.ROOT));
    int start = 0;
    for (int i = 0; i <= list.length(); i++) {
      if (i == list.length() || list.charAt(i) == ',' || isBlank(list.charAt(i))) {
        String entry = list.substring(start, i);
        if (address.isPresent() ? covers(entry, address.get(), isV6) : covers(entry, name)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean covers(String entry, String host) {
    String name = IpAddress.withoutRootDot(entry.toLowerCase(Locale.ROOT));
    name = name.startsWith(".") ? name.substring(1) : name;
    return host.equals(name) || (!name.isEmpty() && host.endsWith("." + name));
  }

  private static boolean covers(String entry, byte[] address, boolean isV6) {
    int slash = entry.indexOf('/');
    String network = slash < 0 ? entry : entry.substring(0, slash);
    if (isV6 != network.indexOf(':') >= 0) {
      return false;
    }
    int bits = slash < 0 ? 0 : leadingNumber(entry.substring(slash + 1));
    Optional<byte[]> start = IpAddress.parse(network);
    return bits >= 0
        && start.isPresent()
        && IpAddress.shareBits(start.get(), address, bits == 0 ? address.length * 8 : bits);
  }

  /** As C's {@code atoi}, but -1 for what is too large or negative. */
  private static int leadingNumber(String text) {
    int i = text.startsWith("+") ? 1 : 0;
    if (text.startsWith("-")) {
      return -1;
    }
    int number = 0;
    for (; i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9'; i++) {
      number = number * 10 + text.charAt(i) - '0';
      if (number > 128) {
        return -1;
      }
    }
    return number;
  }
}
