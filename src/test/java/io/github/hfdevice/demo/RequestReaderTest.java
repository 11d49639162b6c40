package io.github.hfdevice.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
  private static final String POST = "POST /a HTTP/1.1\r\nHost: h\r\n";

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Request read(String text) throws IOException, BadRequest {
    return new RequestReader(in(text), told).read();
  }

  private int refusal(String text) {
    return assertThrows(BadRequest.class, () -> read(text)).reply().status();
  }

  @Test
  void request_isReadToItsEnd_andNoFurther() throws Exception {
    InputStream in =
        in("POST /a/b?c=d&e HTTP/1.1\r\nHost: h\r\nX-A:  b c \r\nContent-Length: 3\r\n\r\nabcGET");

    Request request = new RequestReader(in, told).read();

    assertEquals("POST", request.method());
    assertEquals("/a/b", request.path());
    assertEquals("c=d&e", request.query());
    assertEquals(Optional.of("b c"), request.header("x-a"));
    assertEquals("abc", request.body());
    assertTrue(request.kept());
    assertEquals("GET", new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    assertEquals(0, told.size());
  }

  @Test
  void oldLineEnds_anEmptyLineBefore_andAProxysAddress_areTaken() throws Exception {
    assertEquals("/x", read("\r\nGET /x HTTP/1.1\nHost: h\n\n").path());
    assertEquals("/x", read("GET http://127.0.0.1:80/x?y HTTP/1.1\r\n\r\n").path());
    assertEquals("/", read("GET http://h HTTP/1.1\r\n\r\n").path());
    assertEquals("*", read("OPTIONS * HTTP/1.1\r\n\r\n").path());
    assertEquals(
        Optional.of("a=b"),
        read("GET / HTTP/1.1\r\nHTTP2-Settings: a=b\r\n\r\n").header("http2-settings"));
    assertEquals("\u00fc", read(POST + "Content-Length: 2\r\n\r\n\u00c3\u00bc").body());
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, '', true",
    "1.1, Connection: close, false",
    "1.1, 'Connection: Upgrade, HTTP2-Settings', true",
    "1.0, '', false",
    "1.0, Connection: Keep-Alive, true",
  })
  void connection_isKept_asTheClientWants(String version, String header, boolean kept)
      throws Exception {
    String line = header.isEmpty() ? "" : header + "\r\n";
    assertEquals(kept, read("GET / HTTP/" + version + "\r\n" + line + "\r\n").kept());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n\r\n",
        "\u0016\u0003\u0001 \r\n\r\n",
        "GET /\r\n\r\n",
        "GET / HTTP/1.1 x\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "get / HTTP/1.1\r\n\r\n",
        "GET x HTTP/1.1\r\n\r\n",
        "GET ftp://h/ HTTP/1.1\r\n\r\n",
        "GET /\u00fc HTTP/1.1\r\n\r\n",
        "GET /\t HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\n: x\r\n\r\n",
        "GET / HTTP/1.1\r\nA : x\r\n\r\n",
        "GET / HTTP/1.1\r\n A: x\r\n\r\n",
        "GET / HTTP/1.1\r\nA: x\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\nA: \u0000\r\n\r\n",
        "GET / HTTP/1.1\r\nA: a\rb\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
        "POST / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\na",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\na",
        "POST / HTTP/1.1\r\nContent-Length: 9999999999999999999\r\n\r\na",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
      })
  void whatIsNoHttp_isRefused(String text) {
    assertEquals(400, refusal(text));
  }

  @Test
  void whatIsOtherHttp_isRefused() {
    assertEquals(505, refusal("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    assertEquals(501, refusal(POST + "Transfer-Encoding: gzip\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET",
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nA: b",
        POST + "Content-Length: 3\r\n\r\nab",
        POST + "Transfer-Encoding: chunked\r\n\r\n3\r\nab",
        POST + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n",
      })
  void halfARequest_isNone(String text) {
    assertThrows(EOFException.class, () -> read(text));
  }

  @Test
  void head_hasALimit_inBytesAndInHeaders() throws Exception {
    String start = "GET / HTTP/1.1\r\nA: ";
    int room = RequestReader.MOST_HEAD_BYTES - start.length() - 4;
    assertEquals(
        room, read(start + "x".repeat(room) + "\r\n\r\n").header("a").orElseThrow().length());
    assertEquals(431, refusal(start + "x".repeat(room + 1) + "\r\n\r\n"));
    assertEquals(431, refusal("GET /" + "x".repeat(20_000)));
    String headers = "A: b\r\n".repeat(RequestReader.MOST_HEADERS);
    assertEquals("/", read("GET / HTTP/1.1\r\n" + headers + "\r\n").path());
    assertEquals(431, refusal("GET / HTTP/1.1\r\n" + headers + "A: b\r\n\r\n"));
  }

  @Test
  void body_hasALimit_howeverItComes() throws Exception {
    int most = RequestReader.MOST_BODY_BYTES;
    Request fits = read(POST + "Content-Length: " + most + "\r\n\r\n" + "x".repeat(most));
    assertEquals(most, fits.body().length());
    assertFalse(fits.oversized());

    InputStream in = in(POST + "Content-Length: 999999999999\r\n\r\n" + "x".repeat(9));
    Request announced = new RequestReader(in, told).read();
    assertTrue(announced.oversized());
    assertEquals("", announced.body());
    assertFalse(announced.kept(), "the rest of the body is no request");
    assertEquals(9, in.available());

    String chunked = POST + "Transfer-Encoding: Chunked\r\n\r\n";
    String half = Integer.toHexString(most / 2) + "\r\n" + "x".repeat(most / 2) + "\r\n";
    Request inChunks = read(chunked + half + half + "0\r\n\r\n");
    assertEquals(most, inChunks.body().length());
    assertTrue(inChunks.kept());
    Request tooMany = read(chunked + half + half + "1\r\nx");
    assertTrue(tooMany.oversized());
    assertFalse(tooMany.kept());
    assertTrue(read(chunked + "fffffff\r\n").oversized());
  }

  @Test
  void chunks_mayHaveExtensionsAndTrailers_withinTheLimitOfTheHead() throws Exception {
    String chunked = POST + "Transfer-Encoding: chunked\r\n\r\n";
    InputStream in = in(chunked + "2;a=b\r\nab\r\n1\r\nc\r\n0\r\nTrailer: x\r\n\r\nGET");
    assertEquals("abc", new RequestReader(in, told).read().body());
    assertEquals(3, in.available());
    assertEquals(431, refusal(chunked + "1\r\na\r\n".repeat(9000)));
    assertEquals(431, refusal(chunked + "0\r\n" + "A: b\r\n".repeat(9000)));
  }

  @Test
  void clientThatAsksBeforeItSendsItsBody_isToldToGoOn_unlessItIsTooLarge() throws Exception {
    String expect = "Expect: 100-Continue\r\n";
    assertEquals("a", read(POST + expect + "Content-Length: 1\r\n\r\na").body());
    assertEquals("HTTP/1.1 100 Continue\r\n\r\n", told.toString(StandardCharsets.US_ASCII));
    told.reset();
    read(POST + expect + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    assertEquals("HTTP/1.1 100 Continue\r\n\r\n", told.toString(StandardCharsets.US_ASCII));
    told.reset();
    assertTrue(read(POST + expect + "Content-Length: 99999\r\n\r\n").oversized());
    assertEquals("", told.toString(StandardCharsets.US_ASCII));
  }

  @Test
  void summary_isShort_andHoldsNamesOnly() throws Exception {
    String type = "Content-Type: application/x-www-form-urlencoded\r\n";
    Request request = read(POST + type + "Content-Length: 14\r\n\r\na=secret&b&c=d");
    assertEquals("POST /a a b c", request.summary());
    assertEquals("POST /a a b c", request.toString());
    assertEquals(200, read("GET /" + "x".repeat(9000) + " HTTP/1.1\r\n\r\n").summary().length());
  }
}
