package io.github.hfdevice.demo;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads one HTTP/1.1 request (RFC 9112), and no more of it than its limits allow. */
final class RequestReader {
  /** Of the request line, the headers and what comes between the chunks of a body. */
  static final int MOST_HEAD_BYTES = 16 * 1024;

  static final int MOST_BODY_BYTES = 16 * 1024;
  static final int MOST_HEADERS = 100;

  /** Headers that mean nothing when they come twice. */
  private static final Set<String> SINGLE =
      Set.of("authorization", "content-length", "content-type", "host", "transfer-encoding");

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final InputStream in;
  private final OutputStream out;
  private int left = MOST_HEAD_BYTES;

  /**
   * @param out where a client is told to go on, if it asks before it sends a body
   */
  RequestReader(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Blocks until the request is there. */
  Request read() throws IOException, BadRequest {
    String line = line();
    // RFC 9112, 2.2: some clients end a body with one line more than they announced.
    String[] parts = (line.isEmpty() ? line() : line).split(" ", -1);
    if (parts.length != 3 || !parts[0].matches("[A-Z]{1,20}")) {
      throw new BadRequest(400, "This is not an HTTP request.");
    }
    if (!parts[2].matches("HTTP/1\\.[01]")) {
      throw new BadRequest(505, "Only HTTP/1.1 is spoken here.");
    }
    String target = target(parts[1]);
    int question = target.indexOf('?');
    Map<String, String> headers = headers();
    byte[] body = body(headers);
    boolean oversized = body.length > MOST_BODY_BYTES;
    return new Request(
        parts[0],
        question < 0 ? target : target.substring(0, question),
        question < 0 ? "" : target.substring(question + 1),
        headers,
        oversized ? "" : new String(body, StandardCharsets.UTF_8),
        oversized,
        !oversized && isKept(parts[2], headers.getOrDefault("connection", "")));
  }

  private static String target(String text) throws BadRequest {
    String target = text.replaceFirst("^(?i)http://[^/]+/?", "/");
    if (!target.matches("(/[!-~]*)|\\*")) {
      throw new BadRequest(400, "The address of this request cannot be read.");
    }
    return target;
  }

  private static boolean isKept(String version, String connection) {
    String wish = connection.toLowerCase(Locale.ROOT);
    return version.equals("HTTP/1.1") ? !wish.contains("close") : wish.contains("keep-alive");
  }

  private Map<String, String> headers() throws IOException, BadRequest {
    Map<String, String> headers = new HashMap<>();
    int count = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (++count > MOST_HEADERS) {
        throw tooLarge();
      }
      int colon = line.indexOf(':');
      String name = line.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      if (!name.matches("[!#-'*+.0-9^-z|~-]+") || !value.matches("[\t -~\\x80-\\xff]*")) {
        throw new BadRequest(400, "A header of this request cannot be read.");
      }
      if (headers.putIfAbsent(name, value) != null && SINGLE.contains(name)) {
        throw new BadRequest(400, "The header " + name + " comes twice.");
      }
    }
    return headers;
  }

  /** The body; one byte more than {@link #MOST_BODY_BYTES} stands for any larger one. */
  private byte[] body(Map<String, String> headers) throws IOException, BadRequest {
    String coding = headers.get("transfer-encoding");
    String length = headers.get("content-length");
    if (coding == null) {
      return length == null ? new byte[0] : body(headers, length);
    }
    if (length != null) {
      throw new BadRequest(400, "Content-Length and Transfer-Encoding exclude each other.");
    }
    if (!coding.equalsIgnoreCase("chunked")) {
      throw new BadRequest(501, "The only transfer coding here is chunked.");
    }
    tellToGoOn(headers);
    return chunks();
  }

  private byte[] body(Map<String, String> headers, String length) throws IOException, BadRequest {
    if (!length.matches("\\d{1,18}")) {
      throw new BadRequest(400, "The Content-Length is not a number.");
    }
    if (Long.parseLong(length) > MOST_BODY_BYTES) {
      return new byte[MOST_BODY_BYTES + 1];
    }
    tellToGoOn(headers);
    return bytes(Integer.parseInt(length));
  }

  /** RFC 9112, section 7.1. Extensions and trailers are passed over. */
  private byte[] chunks() throws IOException, BadRequest {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = line().split(";", 2)[0].strip();
      if (!size.matches("[0-9a-fA-F]{1,7}")) {
        throw new BadRequest(400, "The size of a chunk cannot be read.");
      }
      int length = Integer.parseInt(size, 16);
      if (body.size() + length > MOST_BODY_BYTES) {
        return new byte[MOST_BODY_BYTES + 1];
      }
      if (length == 0) {
        break;
      }
      body.writeBytes(bytes(length));
      if (!line().isEmpty()) {
        throw new BadRequest(400, "A chunk is longer than it says.");
      }
    }
    while (!line().isEmpty()) {
      // A trailer.
    }
    return body.toByteArray();
  }

  private void tellToGoOn(Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
      out.write(CONTINUE);
      out.flush();
    }
  }

  private byte[] bytes(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  /** A line without its end. */
  private String line() throws IOException, BadRequest {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = next(); c != '\n'; c = next()) {
      line.write(c);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** The next byte of the head. */
  private int next() throws IOException, BadRequest {
    int c = in.read();
    if (c < 0) {
      throw new EOFException();
    }
    if (--left < 0) {
      throw tooLarge();
    }
    return c;
  }

  private static BadRequest tooLarge() {
    return new BadRequest(431, "The headers of this request are too large.");
  }
}
