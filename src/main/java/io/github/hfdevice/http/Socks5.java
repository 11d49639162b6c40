package io.github.hfdevice.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks a SOCKS proxy for a connection (RFC 1928, RFC 1929); it looks the name up itself. */
final class Socks5 {
  private static final int VERSION = 5;
  private static final int NO_AUTHENTICATION = 0;
  private static final int USER_AND_PASSWORD = 2;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;

  private final ProxyServer proxy;
  private final String server;
  private final Socket socket;
  private final DataInputStream in;

  /**
   * @param server what is asked for, for messages
   * @param socket connected to the proxy
   */
  Socks5(ProxyServer proxy, String server, Socket socket) throws IOException {
    this.proxy = proxy;
    this.server = server;
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  /** Blocks until the proxy lets it through. */
  void connect(String host, int port) throws IOException {
    authenticate();
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(new byte[] {VERSION, CONNECT, 0});
    Optional<byte[]> address = IpAddress.parse(host);
    if (address.isPresent()) {
      request.write(address.get().length == 4 ? IPV4 : IPV6);
      request.writeBytes(address.get());
    } else {
      request.write(NAME);
      writeText(request, host);
    }
    request.write(port >> 8);
    request.write(port);
    send(request);
    requireVersion(in.read(), VERSION);
    int answer = in.readUnsignedByte();
    if (answer != 0) {
      throw refused(reason(answer));
    }
    in.readUnsignedByte();
    int kind = in.readUnsignedByte();
    in.readNBytes(2 + (kind == IPV4 ? 4 : kind == IPV6 ? 16 : in.readUnsignedByte()));
  }

  private void authenticate() throws IOException {
    ByteArrayOutputStream offer = new ByteArrayOutputStream();
    offer.write(VERSION);
    offer.writeBytes(
        proxy.user().isPresent()
            ? new byte[] {2, NO_AUTHENTICATION, USER_AND_PASSWORD}
            : new byte[] {1, NO_AUTHENTICATION});
    send(offer);
    requireVersion(in.read(), VERSION);
    int method = in.readUnsignedByte();
    if (method == NO_AUTHENTICATION) {
      return;
    }
    if (method != USER_AND_PASSWORD || proxy.user().isEmpty()) {
      throw refused("it wants another user and password, or another way to tell them");
    }
    ByteArrayOutputStream login = new ByteArrayOutputStream();
    login.write(1);
    writeText(login, proxy.user().get().name());
    writeText(login, proxy.user().get().password());
    send(login);
    requireVersion(in.read(), 1);
    if (in.readUnsignedByte() != 0) {
      throw refused("it does not take this user and password");
    }
  }

  private void writeText(ByteArrayOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 255) {
      throw refused("a name or password of more than 255 bytes cannot be told to it");
    }
    out.write(bytes.length);
    out.writeBytes(bytes);
  }

  private void send(ByteArrayOutputStream message) throws IOException {
    socket.getOutputStream().write(message.toByteArray());
  }

  private void requireVersion(int byteRead, int version) throws IOException {
    if (byteRead != version) {
      throw new ExchangeException(proxy.inWords() + " does not speak SOCKS5");
    }
  }

  private ProxyRefusedException refused(String reason) {
    return new ProxyRefusedException(proxy, server, reason);
  }

  private static String reason(int answer) {
    return switch (answer) {
      case 2 -> "its rules do not allow it";
      case 3 -> "it finds no way to that network";
      case 4 -> "it cannot reach that host";
      case 5 -> "the server does not take the connection";
      case 6 -> "the server is too far away";
      case 7, 8 -> "it cannot make such a connection";
      default -> "it failed";
    };
  }
}
