package io.github.hfdevice.http;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Values in DER (X.690), as certificates are made of. */
final class Der {
  static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] value(int tag, byte[]... parts) {
    byte[] content = joined(parts);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      byte[] length =
          new BigInteger(1, BigInteger.valueOf(content.length).toByteArray()).toByteArray();
      int skip = length[0] == 0 ? 1 : 0;
      out.write(0x80 + length.length - skip);
      out.write(length, skip, length.length - skip);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] integer(long number) {
    return value(2, BigInteger.valueOf(number).toByteArray());
  }

  static byte[] bits(byte[] content) {
    return value(3, new byte[1], content);
  }

  static byte[] identifier(int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return value(6, content);
  }

  static byte[] time(Instant time) {
    return value(0x18, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
  }

  /** A distinguished name of a common name alone. */
  static byte[] commonName(String name) {
    byte[] text = value(0x0c, name.getBytes(StandardCharsets.UTF_8));
    return value(SEQUENCE, value(SET, value(SEQUENCE, identifier(0x55, 4, 3), text)));
  }

  /** An extension below {@code id-ce}. */
  static byte[] extension(int number, byte[] content) {
    return value(SEQUENCE, identifier(0x55, 0x1d, number), value(4, content));
  }
}
