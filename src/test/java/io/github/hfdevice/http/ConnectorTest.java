package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Every address of 127.0.0.0/8 is this machine's on Linux, so a name may have many here. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ConnectorTest {
  @AutoClose private final OpenSockets open = new OpenSockets();
  private final Connector connector = new Connector(Resolver.OF_THE_SYSTEM);

  private static InetAddress address(String figures) throws IOException {
    return InetAddress.getByName(figures);
  }

  private Socket connect(int port, String... figures) throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String each : figures) {
      addresses.add(address(each));
    }
    return connector.connect(addresses, port, open);
  }

  /** A port that takes connections at one address of this machine and refuses at all others. */
  private static ServerSocket listen(String figures) throws IOException {
    return new ServerSocket(0, 50, address(figures));
  }

  @Test
  void addressThatRefuses_isLeftForTheNext() throws Exception {
    try (ServerSocket server = listen("127.0.0.3")) {
      Socket socket = connect(server.getLocalPort(), "127.0.0.1", "127.0.0.2", "127.0.0.3");
      assertEquals(address("127.0.0.3"), socket.getInetAddress());
    }
  }

  @Test
  void firstAddressThatAnswers_isTaken_andNoOtherIsBothered() throws Exception {
    try (ServerSocket first = listen("127.0.0.2");
        ServerSocket second = new ServerSocket(first.getLocalPort(), 50, address("127.0.0.3"))) {
      assertEquals(
          address("127.0.0.2"),
          connect(first.getLocalPort(), "127.0.0.2", "127.0.0.3").getInetAddress());
      second.setSoTimeout(100);
      assertThrows(SocketTimeoutException.class, second::accept);
    }
  }

  @Test
  void allRefuse_theFirstFailureIsTold() throws Exception {
    int port;
    try (ServerSocket gone = listen("127.0.0.2")) {
      port = gone.getLocalPort();
    }
    assertThrows(ConnectException.class, () -> connect(port, "127.0.0.2", "127.0.0.3", "::1"));
  }

  @Test
  void addressThatSaysNothing_leavesTheNextItsTime() throws Exception {
    try (SilentServer silent = new SilentServer("127.0.0.2", 0);
        ServerSocket server = new ServerSocket(silent.port(), 50, address("127.0.0.3"))) {
      long start = System.nanoTime();
      Socket socket = connect(silent.port(), "127.0.0.2", "127.0.0.3");
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertEquals(address("127.0.0.3"), socket.getInetAddress());
      assertTrue(millis >= Connector.HEAD_START_MILLIS && millis < 10_000, millis + " ms");
      try (Socket accepted = server.accept()) {
        accepted.getOutputStream().write('x');
        assertEquals('x', socket.getInputStream().read());
      }
    }
  }

  @Test
  void severalThatSayNothing_leaveTheNextItsTime_andRefusalsAmongThemNone() throws Exception {
    try (SilentServer first = new SilentServer("127.0.0.2", 0);
        SilentServer second = new SilentServer("127.0.0.3", first.port());
        ServerSocket server = new ServerSocket(second.port(), 50, address("127.0.0.6"))) {
      Socket socket =
          connect(
              first.port(), "127.0.0.2", "127.0.0.3", "127.0.0.4", "::1", "127.0.0.5", "127.0.0.6");
      assertEquals(address("127.0.0.6"), socket.getInetAddress());
      server.accept().close();
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void silence_endsWhenItIsGivenUp() throws Exception {
    try (SilentServer first = new SilentServer("127.0.0.2", 0);
        SilentServer second = new SilentServer("127.0.0.3", first.port())) {
      for (String[] addresses : new String[][] {{"127.0.0.2"}, {"127.0.0.2", "127.0.0.3"}}) {
        OpenSockets sockets = new OpenSockets();
        Thread[] connecting = new Thread[1];
        boolean[] failed = new boolean[1];
        connecting[0] =
            new Thread(
                () -> {
                  try {
                    connector.connect(
                        Arrays.asList(address("127.0.0.2"), address("127.0.0.3"))
                            .subList(0, addresses.length),
                        second.port(),
                        sockets);
                  } catch (IOException e) {
                    failed[0] = true;
                  }
                });
        connecting[0].start();
        connecting[0].join(2L * Connector.HEAD_START_MILLIS);
        assertTrue(connecting[0].isAlive());
        sockets.close();
        connecting[0].join(10_000);
        assertFalse(connecting[0].isAlive());
        assertTrue(failed[0]);
      }
    }
  }

  @Test
  void whatWasGivenUp_connectsNoMore() throws Exception {
    open.close();
    try (ServerSocket server = listen("127.0.0.2")) {
      assertThrows(IOException.class, () -> connect(server.getLocalPort(), "127.0.0.2"));
      server.setSoTimeout(100);
      assertThrows(SocketTimeoutException.class, server::accept);
    }
  }

  @Test
  void bothVersionsOfIp_areTriedInTurn() throws Exception {
    List<InetAddress> told =
        List.of(
            address("127.0.0.2"),
            address("127.0.0.3"),
            address("127.0.0.4"),
            address("::2"),
            address("::3"));
    assertEquals(
        List.of(told.get(0), told.get(3), told.get(1), told.get(4), told.get(2)),
        new Connector(host -> told).addressesOf("hub.test"));
    List<InetAddress> sixFirst = List.of(told.get(3), told.get(0), told.get(1));
    assertEquals(
        List.of(told.get(3), told.get(0), told.get(1)),
        new Connector(host -> sixFirst).addressesOf("hub.test"));
  }

  @Test
  void localhost_isBothLoopbackAddresses_whateverTheSystemKnows() throws Exception {
    for (String host : List.of("localhost", "localhost.", "hub.localhost")) {
      assertEquals(List.of(address("127.0.0.1"), address("::1")), connector.addressesOf(host));
    }
  }
}
