package io.github.hfdevice.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks the addresses of a host up; blocks. */
interface Resolver {
  /** The system's, but for the names that stand for this machine everywhere. */
  Resolver OF_THE_SYSTEM =
      new Resolver() {
        @Override
        public List<InetAddress> addressesOf(String host) throws UnknownHostException {
          if (IpAddress.isLocalhost(IpAddress.withoutRootDot(host))) {
            // Not every system tells of both, and a server may listen at either.
            return List.of(loopback(4), loopback(16));
          }
          return List.of(InetAddress.getAllByName(host));
        }
      };

  /**
   * The addresses of a host.
   *
   * @param host a name, or an address in figures without brackets; in lower case
   * @return at least one, in the order in which they are to be tried
   * @throws UnknownHostException if there is none
   */
  List<InetAddress> addressesOf(String host) throws UnknownHostException;

  private static InetAddress loopback(int length) throws UnknownHostException {
    byte[] address = new byte[length];
    address[0] = (byte) (length == 4 ? 127 : 0);
    address[length - 1] = 1;
    return InetAddress.getByAddress(address);
  }
}
