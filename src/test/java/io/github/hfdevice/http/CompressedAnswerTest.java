package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that come compressed though nobody asked for it. */
@Timeout(60)
class CompressedAnswerTest {
  private static final String JSON = "{\"error\":\"authorization_pending\",\"é\":1}";
  private final Exchanges exchanges = new Exchanges();

  private static byte[] packed(String coding, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (coding) {
          case "gzip" -> new GZIPOutputStream(bytes);
          case "zlib" -> new DeflaterOutputStream(bytes);
          default -> new DeflaterOutputStream(bytes, new Deflater(9, true));
        }) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static FakeServer answering(int status, String coding, byte[] body) throws IOException {
    return new FakeServer(
        c -> {
          c.readRequest();
          c.write(
              "HTTP/1.1 "
                  + status
                  + " X\r\nContent-Encoding: "
                  + coding
                  + "\r\n"
                  + "Content-Length: "
                  + body.length
                  + "\r\n\r\n");
          c.write(body);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, gzip, 200",
    "GZip, gzip, 400",
    "x-gzip, gzip, 500",
    "deflate, zlib, 200",
    "deflate, raw, 400",
  })
  void compressedAnswer_isUnpacked(String header, String coding, int status) throws Exception {
    byte[] body = packed(coding, JSON.getBytes(StandardCharsets.UTF_8));
    try (FakeServer server = answering(status, header, body)) {
      assertEquals(HttpReply.of(status, JSON), exchanges.post(server.uri("/")));
      assertTrue(server.requests().get(0).contains("\r\nAccept-Encoding: identity\r\n"));
    }
  }

  @Test
  void twoCodings_areUndoneInTheirOrder_andNoMoreThanThat() throws Exception {
    byte[] twice = packed("gzip", packed("zlib", JSON.getBytes(StandardCharsets.UTF_8)));
    try (FakeServer server = answering(200, "deflate, gzip", twice);
        FakeServer mad = answering(200, "gzip, gzip, gzip", twice)) {
      assertEquals(JSON, exchanges.post(server.uri("/")).body());
      assertThrows(ReplyCutOffException.class, () -> exchanges.post(mad.uri("/")));
    }
  }

  @Test
  void headerThatWasForgotten_orStayedBehind_costsNoAnswer() throws Exception {
    byte[] plain = JSON.getBytes(StandardCharsets.UTF_8);
    try (FakeServer forgot = answering(200, "", packed("gzip", plain));
        FakeServer left = answering(200, "gzip", plain)) {
      assertEquals(JSON, exchanges.post(forgot.uri("/")).body());
      assertEquals(JSON, exchanges.post(left.uri("/")).body());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 503})
  void statusThatSaysNo_isKnown_whateverTheBodyIs(int status) throws Exception {
    try (FakeServer server = answering(status, "br", new byte[] {1, 2, 3})) {
      HttpReply reply = exchanges.post(server.uri("/"));
      assertEquals(status, reply.status());
      assertEquals("", reply.body());
      assertTrue(reply.unread().orElseThrow().endsWith("known here: br"), reply.unread()::get);
    }
  }

  @Test
  void emptyBody_isEmpty_whateverItsCoding() throws Exception {
    try (FakeServer server = answering(200, "gzip", new byte[0])) {
      assertEquals("", exchanges.post(server.uri("/")).body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "compress", "gzip, br", "\u001b[31mx"})
  void otherCoding_isNamed(String coding) throws Exception {
    try (FakeServer server = answering(200, coding, new byte[] {1, 2, 3})) {
      ReplyCutOffException e =
          assertThrows(ReplyCutOffException.class, () -> exchanges.post(server.uri("/")));
      assertTrue(e.isSuccess());
      assertTrue(
          e.getMessage()
              .endsWith(
                  "cannot be read: it is compressed in a way that was not asked for and is not"
                      + " known here: "
                      + coding.replace("\u001b", "")),
          e::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zlib", "raw"})
  void bomb_isRefused(String coding) throws Exception {
    byte[] bomb = packed(coding, new byte[200 << 20]);
    assertTrue(bomb.length < SocketTransport.MAX_REPLY_BYTES, "it is " + bomb.length);
    try (FakeServer server = answering(200, coding.equals("gzip") ? "gzip" : "deflate", bomb)) {
      assertThrows(ReplyTooLargeException.class, () -> exchanges.post(server.uri("/")));
    }
  }

  @Test
  void limit_isCountedAfterUnpacking() throws Exception {
    byte[] most = new byte[SocketTransport.MAX_REPLY_BYTES];
    Arrays.fill(most, (byte) 'x');
    try (FakeServer fits = answering(200, "gzip", packed("gzip", most));
        FakeServer over =
            answering(200, "gzip", packed("gzip", Arrays.copyOf(most, most.length + 1)))) {
      assertEquals(most.length, exchanges.post(fits.uri("/")).body().length());
      assertThrows(ReplyTooLargeException.class, () -> exchanges.post(over.uri("/")));
    }
  }

  @Test
  void thousandsOfEmptyGzipFiles_areAFailedExchange_andNothingWorse() throws Exception {
    byte[] empty = packed("gzip", new byte[0]);
    byte[] many = new byte[empty.length * 50_000];
    for (int i = 0; i < many.length; i += empty.length) {
      System.arraycopy(empty, 0, many, i, empty.length);
    }
    try (FakeServer server = answering(200, "gzip", many)) {
      try {
        assertEquals("", exchanges.post(server.uri("/")).body());
      } catch (ReplyCutOffException e) {
        assertTrue(e.isSuccess());
      }
    }
  }

  @Test
  void damagedData_isAFailureThatSaysSo() throws Exception {
    Random random = new Random(1952);
    byte[] whole = packed("gzip", JSON.repeat(20).getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 50; i++) {
      byte[] damaged = Arrays.copyOf(whole, whole.length - (i % 2 == 0 ? 1 + i : 0));
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      try (FakeServer server = answering(200, "gzip", damaged)) {
        try {
          exchanges.post(server.uri("/"));
        } catch (ReplyCutOffException e) {
          assertTrue(
              e.getMessage().endsWith("cannot be read: it is compressed (gzip) and damaged"),
              e::toString);
        }
      }
    }
  }
}
