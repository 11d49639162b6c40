package io.github.hfdevice.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Unpacks a body that was compressed though nobody asked for it, as some networks do. */
final class ContentCoding {
  /** Codings on top of each other; more would only serve to keep a processor busy. */
  private static final int MAX_CODINGS = 2;

  private ContentCoding() {}

  /**
   * @param source whose answer it is, for messages
   * @param codings the {@code Content-Encoding} header; empty without one
   * @throws ReplyTooLargeException if there is more than {@code maxBytes} in it
   * @throws UnreadableException if it is damaged, or its coding is not known; the message says so
   */
  static byte[] unpack(String source, String codings, byte[] packed, int maxBytes)
      throws IOException {
    if (codings.isBlank()) {
      // No JSON and no page begins so: somebody kept the file and lost its header.
      return isGzip(packed) ? unpackOnce(source, "gzip", packed, maxBytes) : packed;
    }
    String[] names = codings.toLowerCase(Locale.ROOT).split(",", -1);
    if (names.length > MAX_CODINGS) {
      throw unknown(codings);
    }
    byte[] body = packed;
    for (int i = names.length - 1; i >= 0; i--) {
      String name = names[i].strip();
      switch (name) {
        case "", "identity" -> {}
        case "gzip", "x-gzip", "deflate" -> body = unpackOnce(source, name, body, maxBytes);
        default -> throw unknown(codings);
      }
    }
    return body;
  }

  private static UnreadableException unknown(String codings) {
    return new UnreadableException(
        "it is compressed in a way that was not asked for and is not known here: "
            + Words.ofOthers(codings),
        null);
  }

  private static byte[] unpackOnce(String source, String name, byte[] packed, int maxBytes)
      throws IOException {
    boolean isText = !name.equals("deflate") && !isGzip(packed) && beginsAsText(packed);
    if (packed.length == 0 || isText) {
      // Somebody on the way unpacked it, and left the header as it was.
      return packed;
    }
    byte[] body;
    try (InputStream in = opened(name, packed)) {
      body = in.readNBytes(maxBytes + 1);
    } catch (IOException e) {
      throw new UnreadableException("it is compressed (" + name + ") and damaged", e);
    }
    if (body.length > maxBytes) {
      throw new ReplyTooLargeException(source, maxBytes);
    }
    return body;
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length > 1 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
  }

  private static boolean beginsAsText(byte[] bytes) {
    return bytes.length > 0 && "{[<\"\t\r\n ".indexOf(bytes[0]) >= 0;
  }

  private static InputStream opened(String name, byte[] packed) throws IOException {
    InputStream in = new ByteArrayInputStream(packed);
    if (!name.equals("deflate")) {
      return new GZIPInputStream(in);
    }
    // It means zlib's format (RFC 9110, 8.4.1.2), but some servers leave its head out.
    int head = (packed[0] & 0xff) << 8 | (packed.length > 1 ? packed[1] & 0xff : 0);
    boolean hasHead = (packed[0] & 0x0f) == 8 && head % 31 == 0;
    return new InflaterInputStream(in, new Inflater(!hasHead));
  }

  /** There is no telling what is in a body. */
  static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
