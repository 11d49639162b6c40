package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that go on for ever, or that are just at the border of what is HTTP. */
@Timeout(60)
class AnswerLimitsTest {
  private final Exchanges exchanges = new Exchanges();

  /** What a server may send without end. */
  enum Endless {
    PROVISIONAL_ANSWERS("", "HTTP/1.1 100 Continue\r\n\r\n"),
    EARLY_HINTS("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
    STATUS_LINE("HTTP/1.1 200 ", "OK "),
    HEADERS("HTTP/1.1 200 OK\r\n", "X-A: b\r\n"),
    A_HEADER("HTTP/1.1 200 OK\r\nX-A: ", "b"),
    A_FOLDED_HEADER("HTTP/1.1 200 OK\r\nX-A: b\r\n", " b\r\n"),
    BODY("HTTP/1.1 200 OK\r\n\r\n", "x"),
    CHUNKS("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"),
    CHUNK_SIZE("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "0"),
    CHUNK_EXTENSION("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", "a"),
    TRAILERS("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", "X: y\r\n"),
    LINES_THAT_ARE_NONE("HTTP/1.1 200 OK\r\n", "nonsense\r\n");

    private final String start;
    private final String rest;

    Endless(String start, String rest) {
      this.start = start;
      this.rest = rest;
    }

    void play(FakeServer.Connection c) throws IOException {
      c.readRequest();
      c.write(start);
      byte[] many = rest.repeat(1000).getBytes(StandardCharsets.UTF_8);
      while (true) {
        c.write(many);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void answerWithoutEnd_isRefused_longBeforeItsTime(Endless endless) throws Exception {
    try (FakeServer server = new FakeServer(endless::play)) {
      IOException e =
          assertThrows(
              IOException.class, () -> exchanges.post(server.uri("/"), Duration.ofSeconds(50)));
      assertInstanceOf(ReplyTooLargeException.class, e, e::toString);
      assertTrue(exchanges.leavesNoThread());
      assertEquals(1, server.requests().size());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PROVISIONAL_ANSWERS", "HEADERS", "CHUNKS", "TRAILERS"})
  void answerWithoutEnd_thatDrips_isGivenUpAtTheTimeout(Endless endless) throws Exception {
    try (FakeServer server =
        new FakeServer(
            c -> {
              c.readRequest();
              c.write(endless.start);
              c.drip(endless.rest);
            })) {
      assertThrows(
          IOException.class, () -> exchanges.post(server.uri("/"), Duration.ofMillis(300)));
      assertTrue(exchanges.leavesNoThread());
    }
  }

  @Test
  void provisionalAnswers_arePassedOver() throws Exception {
    try (FakeServer server =
        FakeServer.answering(
            "HTTP/1.1 100 Continue\r\n\r\n".repeat(100)
                + "HTTP/1.1 103 Early Hints\r\nRetry-After: 9\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
      assertEquals(HttpReply.of(200, "ok"), exchanges.post(server.uri("/")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\nok",
        "HTTP/1.0 200 OK\r\n\r\nok",
        "HTTP/1.1 200\r\n\r\nok",
        "HTTP/1.1 200 \r\n\r\nok",
        "HTTP/1.1 200 OK\nX: y\n\nok",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok and more",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\ncontent-length:2\r\n\r\nok and more",
        "HTTP/1.1 200 OK\r\nContent-Length:\r\n 2\r\n\r\nok and more",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTRANSFER-ENCODING: Chunked\r\n\r\n02;a=\"b\"\r\nok\r\n000\r\nX: y\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1 \r\nk\r\n0\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Encoding:\r\n\r\nok",
      })
  void answersThatDifferInForm_areRead(String raw) throws Exception {
    try (FakeServer server = FakeServer.answering(raw)) {
      assertEquals(HttpReply.of(200, "ok"), exchanges.post(server.uri("/")));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void answerWithoutABody_isNotWaitedFor(int status) throws Exception {
    try (FakeServer server =
        new FakeServer(
            c -> {
              c.readRequest();
              c.write("HTTP/1.1 " + status + " X\r\nContent-Length: 5\r\n\r\n");
              c.hang();
            })) {
      assertEquals(HttpReply.of(status, ""), exchanges.post(server.uri("/")));
    }
  }

  @Test
  void wholeAnswer_isNotWaitedFurther_thoughTheConnectionStays() throws Exception {
    for (String raw :
        new String[] {
          "Content-Length: 2\r\n\r\nok", "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"
        }) {
      try (FakeServer server =
          new FakeServer(
              c -> {
                c.readRequest();
                c.write("HTTP/1.1 200 OK\r\n" + raw);
                c.hang();
              })) {
        assertEquals("ok", exchanges.post(server.uri("/")).body());
        assertTrue(exchanges.leavesNoThread());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        "\n\nHTTP/1.1 200 OK\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "<html>",
        "HTTP/1.1 100 Continue\r\n\r\n",
      })
  void whatIsNotHttp_isNoAnswer(String raw) throws Exception {
    try (FakeServer server = FakeServer.answering(raw)) {
      IOException e = assertThrows(IOException.class, () -> exchanges.post(server.uri("/")));
      assertFalse(e instanceof ReplyCutOffException, e::toString);
      assertTrue(e.getMessage().startsWith("no whole answer from http://127.0.0.1:"), e::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: x\r\n\r\n{}",
        "Content-Length: -1\r\n\r\n{}",
        "Content-Length: 2, 3\r\n\r\n{}",
        "Transfer-Encoding: chunked\r\n\r\nx\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "X-Cut: here",
      })
  void nonsenseAfterTheStatus_isAnAnswerCutOff_forTheServerHasDoneWhatItWasAsked(String rest)
      throws Exception {
    try (FakeServer server = FakeServer.answering("HTTP/1.1 200 OK\r\n" + rest)) {
      ReplyCutOffException e =
          assertThrows(ReplyCutOffException.class, () -> exchanges.post(server.uri("/")));
      assertTrue(e.isSuccess());
      assertTrue(e.getMessage().startsWith("the answer of http://127.0.0.1"), e::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({"99999999999999999999", "7fffffff", "ffffffffffffffff"})
  void sizeThatIsTooLarge_isRefusedBeforeItComes(String size) throws Exception {
    for (String head :
        new String[] {
          "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\n",
          "Content-Length: " + size.replace('f', '9') + "\r\n\r\n"
        }) {
      try (FakeServer server =
          new FakeServer(
              c -> {
                c.readRequest();
                c.write("HTTP/1.1 200 OK\r\n" + head);
                c.hang();
              })) {
        assertThrows(ReplyTooLargeException.class, () -> exchanges.post(server.uri("/")));
      }
    }
  }

  @Test
  void errorOfTheJvm_isAFailedExchange() throws Exception {
    Error[] errors = {new StackOverflowError(), new OutOfMemoryError("Java heap space")};
    for (Error error : errors) {
      SocketTransport transport =
          new SocketTransport(
              "x",
              ProxyRules.direct(),
              TrustedCertificates.ofMachine(),
              work -> new Thread(work).start(),
              ExchangeLog.SILENT,
              host -> {
                throw error;
              });
      IOException e =
          assertThrows(
              IOException.class,
              () ->
                  transport.exchange(
                      HttpCall.post(
                          java.net.URI.create("http://hub.test/"),
                          Optional.empty(),
                          Map.of(),
                          Duration.ofSeconds(10))));
      assertEquals(
          "no connection to http://hub.test: there is not enough memory for it", e.getMessage());
    }
  }

  @Test
  void threadThatCannotBeStarted_isAFailedExchange() {
    SocketTransport transport =
        new SocketTransport(
            "x",
            ProxyRules.direct(),
            TrustedCertificates.ofMachine(),
            work -> {
              throw new OutOfMemoryError("unable to create native thread");
            },
            ExchangeLog.SILENT);
    assertThrows(
        ExchangeException.class,
        () ->
            transport.exchange(
                HttpCall.get(
                    java.net.URI.create("http://127.0.0.1:1/"),
                    Optional.empty(),
                    Duration.ofSeconds(10))));
  }

  @Test
  void headerThatCannotBeSent_isAFailure_thatShowsNoSecret() throws Exception {
    try (FakeServer server = FakeServer.answering("")) {
      IOException e =
          assertThrows(
              IOException.class,
              () ->
                  exchanges
                      .transport()
                      .exchange(
                          HttpCall.get(
                              server.uri("/"),
                              Optional.of("Bearer SECRET\r\nX: y"),
                              Duration.ofSeconds(10))));
      assertTrue(e.getMessage().contains("Authorization"), e::toString);
      assertFalse(e.getMessage().contains("SECRET"), e::toString);
      assertEquals(0, server.requests().size());
    }
  }
}
