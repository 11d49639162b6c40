package io.github.hfdevice.http;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.List;

/**
 * What OpenSSL keeps behind the certificate in a {@code TRUSTED CERTIFICATE}: the purposes that it
 * is trusted for, and those that it is rejected for, so that a list may also name whom not to
 * trust.
 */
final class OpensslTrust {
  private static final int SEQUENCE = 0x30;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int REJECTED = 0xa0;

  /** {@code serverAuth} and {@code anyExtendedKeyUsage} (RFC 5280, 4.2.1.12). */
  private static final List<byte[]> FOR_SERVERS =
      List.of(new byte[] {43, 6, 1, 5, 5, 7, 3, 1}, new byte[] {85, 29, 37, 0});

  private OpensslTrust() {}

  /**
   * Whether it may vouch for servers.
   *
   * @param der the certificate and what follows it
   */
  static boolean isForServers(byte[] der) throws CertificateException {
    try {
      ByteBuffer all = ByteBuffer.wrap(der);
      next(all);
      if (!all.hasRemaining()) {
        return true;
      }
      ByteBuffer uses = next(all);
      boolean trusted = true;
      while (uses.hasRemaining()) {
        int tag = uses.get(uses.position()) & 0xff;
        ByteBuffer purposes = next(uses);
        if (tag == REJECTED && holdsServers(purposes)) {
          return false;
        }
        if (tag == SEQUENCE) {
          trusted = holdsServers(purposes);
        }
      }
      return trusted;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new CertificateException("what follows the certificate is damaged", e);
    }
  }

  private static boolean holdsServers(ByteBuffer purposes) {
    boolean holds = false;
    while (purposes.hasRemaining()) {
      int tag = purposes.get(purposes.position()) & 0xff;
      ByteBuffer content = next(purposes);
      byte[] identifier = new byte[content.remaining()];
      content.get(identifier);
      for (byte[] each : FOR_SERVERS) {
        holds |= tag == OBJECT_IDENTIFIER && Arrays.equals(each, identifier);
      }
    }
    return holds;
  }

  /** Takes the next value and gives its content. */
  private static ByteBuffer next(ByteBuffer der) {
    der.get();
    int length = der.get() & 0xff;
    if (length > 0x80) {
      int bytes = length - 0x80;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = Math.multiplyExact(length, 256) + (der.get() & 0xff);
      }
    }
    ByteBuffer content = der.slice(der.position(), Math.min(length, der.remaining()));
    if (content.remaining() < length) {
      throw new BufferUnderflowException();
    }
    der.position(der.position() + length);
    return content;
  }
}
