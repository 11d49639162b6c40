package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The practice Hub as a process of its own, with the memory that it has there. */
@DisabledOnOs(OS.WINDOWS)
@EnabledIfSystemProperty(
    named = "hfdevice.scale",
    matches = "true",
    disabledReason = "takes half a minute: -Dhfdevice.scale=true runs it")
class DemoServeIT {
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

  @TempDir private Path dir;
  private URI endpoint;

  private static String post(String path, String body) {
    return "POST "
        + path
        + " HTTP/1.1\r\n"
        + FORM
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends a request many times, some at once on one connection; how often each status came. */
  private Map<String, Integer> flood(int times, String request) throws IOException {
    Map<String, Integer> statuses = new HashMap<>();
    try (Socket socket = connect();
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      for (int sent = 0; sent < times; sent += 20) {
        send(socket, request.repeat(20));
        for (int answered = 0; answered < 20; ) {
          String line = answers.readLine();
          if (line.contains("HTTP/1.1 ")) {
            answered++;
            statuses.merge(line.replaceFirst(".*HTTP/1.1 (\\d+) .*", "$1"), 1, Integer::sum);
          }
        }
        skipBody(answers);
      }
    }
    return statuses;
  }

  /** The rest of the last answer: its headers say how long it is. */
  private static void skipBody(BufferedReader answers) throws IOException {
    int length = 0;
    for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    while (length > 0) {
      length -= Math.toIntExact(answers.skip(length));
    }
  }

  @Test
  void servedDemo_goesOn_underAttack() throws Exception {
    Running demo = new BuiltProgram(dir).start("demo", "--serve", "--port", "0", "--auto-approve");
    endpoint =
        URI.create(demo.await(demo.stdout(), Pattern.compile("HF_ENDPOINT=(http://\\S+)\n")));
    List<Socket> halfOpen = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Socket socket = connect();
      send(socket, i % 2 == 0 ? "POST /oauth/token HTTP/1.1\r\n" + FORM : "");
      halfOpen.add(socket);
    }

    String large = "a".repeat(16_000);
    assertEquals(Map.of("401", 4000), flood(4000, post("/oauth/device", "client_id=" + large)));
    assertEquals(
        Map.of("400", 2000),
        flood(2000, post("/oauth/device", "client_id=a" + "&b=&c=".repeat(2600))));
    assertEquals(Map.of("404", 4000), flood(4000, "GET /" + large + " HTTP/1.1\r\n\r\n"));
    new BuiltProgram(dir).with("HF_ENDPOINT", endpoint).run("auth", "login").exits(0);
    String client = "client_id=" + "a".repeat(256);
    Map<String, Integer> codes = flood(5100, post("/oauth/device", client));
    assertTrue(codes.get("200") > 4900 && codes.get("429") > 0, codes::toString);
    assertEquals(Map.of("200", 20), flood(20, "GET / HTTP/1.1\r\n\r\n"));

    for (Socket socket : halfOpen) {
      socket.close();
    }
    demo.signal("TERM");
    demo.end().exits(143).hides("Exception").hides("OutOfMemory");
  }
}
