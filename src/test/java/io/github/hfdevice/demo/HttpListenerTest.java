package io.github.hfdevice.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.time.FakeClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class HttpListenerTest {
  /** Few, so that a test is quick to use them up. */
  private static final int ROOM = 4;

  private final AtomicInteger answered = new AtomicInteger();
  private HttpListener listener;
  private URI address;

  @BeforeEach
  void start() throws IOException {
    listener = new HttpListener(0, new FakeClock(), ROOM, Duration.ofMillis(200));
    listener.start(this::answer);
    address = URI.create("http://127.0.0.1:" + listener.port());
  }

  @AfterEach
  void close() {
    listener.close();
  }

  private Reply answer(Request request) {
    answered.incrementAndGet();
    return switch (request.path()) {
      case "/dropped" -> Reply.DROPPED;
      case "/broken" -> throw new IllegalStateException("a mistake of ours, on purpose");
      case "/large" -> Reply.json(200, "x".repeat(6_000_000));
      default -> Reply.json(request.oversized() ? 413 : 200, request.body());
    };
  }

  /**
   * On a machine that is slow itself, an honest client may be taken for a slow one: it tries again.
   */
  private void assertServes() {
    String line = "";
    for (int tries = 0; tries < 20 && !line.equals("HTTP/1.1 200 OK"); tries++) {
      try (Wire wire = Wire.to(address).send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")) {
        line = wire.line();
      } catch (IOException e) {
        line = String.valueOf(e);
      }
    }
    assertEquals("HTTP/1.1 200 OK", line);
  }

  @Test
  void answer_isWholeHttp() throws IOException {
    try (Wire wire = Wire.to(address).send("POST / HTTP/1.0\r\nContent-Length: 1\r\n\r\na")) {
      assertEquals(
          String.join(
              "\r\n",
              "HTTP/1.1 200 OK",
              "Content-Type: application/json; charset=utf-8",
              "Date: Sun, 01 Mar 2026 12:00:00 GMT",
              "Content-Length: 1",
              "Cache-Control: no-store",
              "X-Content-Type-Options: nosniff",
              "Connection: close",
              "",
              "a"),
          wire.rest());
    }
  }

  @Test
  void requestsOnOneConnection_areAnsweredInTurn_evenIfTheyComeAtOnce() throws IOException {
    String post = "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\n";
    try (Wire wire = Wire.to(address).send(post + "1" + post + "2" + "HEAD / HTTP/1.1\r\n\r\n")) {
      wire.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
      String all = wire.rest();
      assertEquals(4, all.split("HTTP/1.1 200 OK", -1).length - 1, all);
      assertTrue(all.contains("\r\n\r\n1HTTP"), all);
      assertTrue(all.contains("\r\n\r\n2HTTP"), all);
      assertEquals(3, all.split("Connection: keep-alive", -1).length - 1, all);
      assertTrue(all.endsWith("Connection: close\r\n\r\n"), all);
    }
  }

  @Test
  void droppedAnswer_andAMistakeOfOurs_endTheConnectionOnly() throws IOException {
    for (String path : List.of("/dropped", "/broken")) {
      try (Wire wire = Wire.to(address).send("GET " + path + " HTTP/1.1\r\n\r\n")) {
        assertEquals("", wire.rest());
      }
    }
    assertServes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nA: %s\r\n\r\n",
        "GET /%s HTTP/1.1\r\n\r\n",
        "%s\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 200000\r\n\r\n%s",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n30d40\r\n%s\r\n0\r\n\r\n",
      })
  void refusalOfWhatIsTooLarge_reachesItsSender_whoIsStillSending(String request)
      throws IOException {
    try (Wire wire = Wire.to(address).send(request.replace("%s", "x".repeat(200_000)))) {
      assertTrue(wire.line().matches("HTTP/1.1 4(13|31) .*"));
      assertTrue(wire.rest().contains("Connection: close"));
    }
    assertServes();
  }

  @Test
  void bodyWithoutEnd_isNotListenedToForEver() throws IOException {
    String chunk = "2000\r\n" + "x".repeat(0x2000) + "\r\n";
    try (Wire wire =
        Wire.to(address).send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")) {
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 100_000; i++) {
              wire.send(chunk);
            }
          });
    }
  }

  /** Each way to leave a connection half open, many times as often as there is room. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "POST / HTTP/1.1\r\nHost: h\r\nX-",
        "POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc",
        "POST / HTTP/1.1\r\nContent-Length: 99999\r\n\r\nabc",
        "GET / HTTP/1.1\r\n\r\n",
        "GET /large HTTP/1.1\r\n\r\n",
      })
  void connectionsLeftHalfOpen_keepNobodyOut(String begun) throws IOException {
    List<Wire> wires = new ArrayList<>();
    try {
      for (int i = 0; i < 5 * ROOM; i++) {
        wires.add(Wire.to(address).send(begun));
      }
      assertServes();
      assertServes();
    } finally {
      for (Wire wire : wires) {
        wire.close();
      }
    }
  }

  @Test
  void clientsThatSendAByteNowAndThen_keepNobodyOut() throws Exception {
    List<Wire> wires = new ArrayList<>();
    CountDownLatch end = new CountDownLatch(1);
    Thread dripping =
        new Thread(
            () -> {
              try {
                while (!end.await(20, TimeUnit.MILLISECONDS)) {
                  drip(wires);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    try {
      for (int i = 0; i < ROOM; i++) {
        wires.add(Wire.to(address).send("GET /"));
      }
      dripping.start();
      assertServes();
    } finally {
      end.countDown();
      dripping.join();
      for (Wire wire : wires) {
        wire.close();
      }
    }
  }

  private static void drip(List<Wire> wires) {
    for (Wire wire : wires) {
      try {
        wire.send("x");
      } catch (IOException e) {
        // The hub has had enough of it.
      }
    }
  }

  @Test
  void burstOfHonestClients_isServedToTheLast() throws Exception {
    int clients = 25 * ROOM;
    List<Wire> wires = new ArrayList<>();
    try (HttpListener patient = new HttpListener(0, new FakeClock(), ROOM, Duration.ofHours(1))) {
      patient.start(this::answer);
      URI there = URI.create("http://127.0.0.1:" + patient.port());
      for (int i = 0; i < clients; i++) {
        wires.add(Wire.to(there).send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"));
      }
      for (Wire wire : wires) {
        try (wire) {
          assertEquals("HTTP/1.1 200 OK", wire.line());
        }
      }
    }
    assertEquals(clients, answered.get());
  }

  @Test
  void patience_endsAConnection_andNoOther() throws Exception {
    try (Patience patience = new Patience(Thread::new);
        Wire slow = Wire.to(address);
        Wire kept = Wire.to(address)) {
      Patience.Wait ended = patience.with(kept.socket(), Duration.ofSeconds(5));
      ended.end();
      patience.with(slow.socket(), Duration.ofMillis(50));
      while (!slow.socket().isClosed()) {
        Thread.sleep(10);
      }
      patience.giveUp(List.of(ended));
      assertEquals("HTTP/1.1 200 OK", kept.send("GET / HTTP/1.1\r\n\r\n").line());
    }
  }

  @Test
  void patienceThatIsOver_waitsForNobody() throws Exception {
    Patience patience = new Patience(Thread::new);
    try (Wire waiting = Wire.to(address);
        Wire late = Wire.to(address)) {
      patience.with(waiting.socket(), Duration.ofDays(1));
      patience.close();
      assertTrue(waiting.socket().isClosed());
      assertThrows(IOException.class, () -> patience.with(late.socket(), Duration.ofDays(1)));
    }
  }

  @Test
  void close_endsConnections_andFreesThePort() throws IOException {
    try (Wire idle = Wire.to(address);
        Wire begun = Wire.to(address).send("GET /")) {
      assertServes();
      listener.close();
      assertTrue(idle.isClosedByHub());
      assertTrue(begun.isClosedByHub());
    }
    assertThrows(IOException.class, () -> Wire.to(address));
    try (HttpListener next = new HttpListener(listener.port(), new FakeClock())) {
      assertEquals(listener.port(), next.port());
    }
  }
}
