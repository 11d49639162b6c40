package io.github.hfdevice.http;

/** Ranges such as {@code 10.0.0.0/8} in NO_PROXY. */
final class IpRange {
  private IpRange() {}

  /** Whether {@code host} is an IPv4 address written in figures within {@code network/bits}. */
  static boolean contains(String network, String bits, String host) {
    long range = parse(network);
    long address = parse(host);
    if (range < 0 || address < 0 || !bits.matches("\\d{1,2}")) {
      return false;
    }
    int length = Integer.parseInt(bits);
    return length <= 32 && range >>> (32 - length) == address >>> (32 - length);
  }

  /** The address as a number, or -1 if {@code text} is no dotted IPv4 address. */
  private static long parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return -1;
    }
    long address = 0;
    for (String part : parts) {
      if (!part.matches("\\d{1,3}") || Integer.parseInt(part) > 255) {
        return -1;
      }
      address = address << 8 | Integer.parseInt(part);
    }
    return address;
  }
}
