package io.github.hfdevice.http;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Opens a connection to one of the addresses of a host (RFC 8305). An address that refuses is left
 * at once; one that says nothing gets company of the next after {@link #HEAD_START_MILLIS}, and the
 * first that answers is taken. Only connections are tried: nothing is sent on any.
 */
final class Connector {
  /** How long an address may be silent before the next one is tried beside it. */
  static final int HEAD_START_MILLIS = 250;

  private final Resolver resolver;

  Connector(Resolver resolver) {
    this.resolver = resolver;
  }

  /** The addresses of {@code host}, those of IPv4 and IPv6 in turn. */
  List<InetAddress> addressesOf(String host) throws UnknownHostException {
    Deque<InetAddress> sameKind = new ArrayDeque<>();
    Deque<InetAddress> otherKind = new ArrayDeque<>();
    List<InetAddress> addresses = resolver.addressesOf(host);
    boolean beginsWithV6 = addresses.get(0) instanceof Inet6Address;
    for (InetAddress address : addresses) {
      (address instanceof Inet6Address == beginsWithV6 ? sameKind : otherKind).add(address);
    }
    List<InetAddress> inTurn = new ArrayList<>();
    while (inTurn.size() < addresses.size()) {
      for (Deque<InetAddress> kind : List.of(sameKind, otherKind)) {
        if (!kind.isEmpty()) {
          inTurn.add(kind.remove());
        }
      }
    }
    return inTurn;
  }

  /**
   * Blocks until one of {@code addresses} answers, all have failed, or {@code open} is closed.
   *
   * @throws IOException the failure of the address that failed first
   */
  Socket connect(List<InetAddress> addresses, int port, OpenSockets open) throws IOException {
    Deque<InetSocketAddress> left = new ArrayDeque<>();
    for (InetAddress address : addresses) {
      left.add(new InetSocketAddress(address, port));
    }
    IOException failure = null;
    while (true) {
      InetSocketAddress address = left.remove();
      Socket socket = open.add(new Socket(Proxy.NO_PROXY));
      try {
        socket.connect(address, left.isEmpty() ? 0 : HEAD_START_MILLIS);
        return withoutDelay(socket);
      } catch (SocketTimeoutException e) {
        socket.close();
        left.add(address);
        return withoutDelay(AddressRace.run(left, failure, open));
      } catch (IOException | UnsupportedAddressTypeException e) {
        socket.close();
        failure = failure == null ? asIo(e) : failure;
        if (left.isEmpty()) {
          throw failure;
        }
      }
    }
  }

  /** TLS writes small records, which should not wait for each other. */
  private static Socket withoutDelay(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return socket;
  }

  static IOException asIo(Exception failure) {
    return failure instanceof IOException io
        ? io
        : new IOException("this Java is set to speak the other version of IP", failure);
  }
}
