package io.github.hfdevice.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads one answer (RFC 9112), of which no part goes on without a limit. For one thread; only
 * {@link #status} is for others too.
 */
final class ReplyReader {
  /** For a head and the provisional ones before it. */
  static final int MAX_HEAD_BYTES = 256 << 10;

  /** For what stands around the chunks of a body: their sizes, and headers after the last. */
  private static final int MAX_FRAMING_BYTES = 1 << 20;

  private final String source;
  private final InputStream in;
  private final int maxBodyBytes;
  private int lineBytes;
  private int maxLineBytes = MAX_HEAD_BYTES;
  private volatile int status;

  /**
   * @param source whose answer it is, for messages
   * @param in is read no byte further than the answer goes, where that can be told
   */
  ReplyReader(String source, InputStream in, int maxBodyBytes) {
    this.source = source;
    this.in = in;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** The status of the answer, or 0 until it came. */
  int status() {
    return status;
  }

  /** Reads the head of the answer, and passes over provisional ones (RFC 9110, 15.2). */
  ReplyHead readHead() throws IOException {
    while (true) {
      String line = readStatusLine();
      int code = codeOf(line);
      if (code == 101) {
        throw notHttp();
      }
      boolean isFinal = code >= 200;
      if (isFinal) {
        status = code;
      }
      List<String> headers = readHeaders();
      if (isFinal) {
        return new ReplyHead(code, line.substring(Math.min(line.length(), 13)).strip(), headers);
      }
    }
  }

  private String readStatusLine() throws IOException {
    int first = in.read();
    int second = first < 0 ? -1 : in.read();
    if (second < 0) {
      throw new EOFException("the connection was closed before an answer came");
    }
    // A TLS record that is an alert or a handshake (RFC 8446, 5.1).
    if ((first == 0x15 || first == 0x16) && second == 3) {
      throw new TlsAnswerException();
    }
    if (first == '\n' || second == '\n') {
      throw notHttp();
    }
    return "" + (char) first + (char) second + readLine();
  }

  private int codeOf(String statusLine) throws IOException {
    int code = 0;
    if (statusLine.length() >= 12 && statusLine.startsWith("HTTP/1.")) {
      for (int i = 9; i < 12; i++) {
        int digit = statusLine.charAt(i) - '0';
        code = digit < 0 || digit > 9 ? -10_000 : code * 10 + digit;
      }
    }
    boolean ends = statusLine.length() == 12 || (code >= 100 && statusLine.charAt(12) == ' ');
    if (code < 100 || statusLine.charAt(8) != ' ' || !ends) {
      throw notHttp();
    }
    return code;
  }

  private List<String> readHeaders() throws IOException {
    List<String> headers = new ArrayList<>();
    StringBuilder header = new StringBuilder();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      boolean goesOn = line.charAt(0) == ' ' || line.charAt(0) == '\t';
      if (!goesOn && header.length() > 0) {
        headers.add(header.toString());
        header.setLength(0);
      }
      header.append(line);
    }
    headers.add(header.toString());
    return headers;
  }

  /** A line without its end, each byte as one character. */
  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed");
      }
      lineBytes++;
      if (lineBytes > maxLineBytes) {
        throw new ReplyTooLargeException(source, maxLineBytes);
      }
      line.append((char) next);
    }
    lineBytes++;
    int end = line.length() - 1;
    return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
  }

  /** Reads the body that belongs to {@code head} (RFC 9112, 6.3), as it is on the wire. */
  byte[] readBody(ReplyHead head) throws IOException {
    if (head.status() == 204 || head.status() == 304) {
      return new byte[0];
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String transfer = head.all("Transfer-Encoding").toLowerCase(Locale.ROOT);
    if (transfer.equals("chunked")) {
      lineBytes = 0;
      maxLineBytes = MAX_FRAMING_BYTES;
      readChunks(body);
    } else if (!transfer.isEmpty() && !transfer.equals("identity")) {
      throw notHttp();
    } else {
      String length = head.all("Content-Length");
      if (length.isEmpty()) {
        copyToEnd(body);
      } else {
        copy(lengthOf(length), body);
      }
    }
    return body.toByteArray();
  }

  private void readChunks(ByteArrayOutputStream body) throws IOException {
    while (true) {
      String line = readLine();
      int extension = line.indexOf(';');
      String digits = (extension < 0 ? line : line.substring(0, extension)).strip();
      long size = numberOf(digits, 16);
      if (size == 0) {
        break;
      }
      copy(size, body);
      if (!readLine().isEmpty()) {
        throw notHttp();
      }
    }
    try {
      readHeaders();
    } catch (EOFException e) {
      // The body is whole; nothing here asks for what would follow.
    }
  }

  /** The same length may have been told several times. */
  private long lengthOf(String lengths) throws IOException {
    long length = -1;
    for (String each : lengths.split(",", -1)) {
      long told = numberOf(each.strip(), 10);
      if (length >= 0 && told != length) {
        throw notHttp();
      }
      length = told;
    }
    return length;
  }

  private long numberOf(String digits, int radix) throws IOException {
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) < 128 ? Character.digit(digits.charAt(i), radix) : -1;
      if (digit < 0) {
        throw notHttp();
      }
      // Larger ones are all the same: too large.
      number = Math.min(Integer.MAX_VALUE, number * radix + digit);
    }
    if (digits.isEmpty()) {
      throw notHttp();
    }
    return number;
  }

  private void copy(long length, ByteArrayOutputStream body) throws IOException {
    if (body.size() + length > maxBodyBytes) {
      throw new ReplyTooLargeException(source, maxBodyBytes);
    }
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException(bytes.length + " of " + length + " bytes came");
    }
    body.writeBytes(bytes);
  }

  private void copyToEnd(ByteArrayOutputStream body) throws IOException {
    byte[] bytes = in.readNBytes(maxBodyBytes + 1);
    if (bytes.length > maxBodyBytes) {
      throw new ReplyTooLargeException(source, maxBodyBytes);
    }
    body.writeBytes(bytes);
  }

  private static IOException notHttp() {
    return new IOException("what came is not HTTP");
  }
}
