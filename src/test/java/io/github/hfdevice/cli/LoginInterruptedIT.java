package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals while a login waits, and streams that take nothing. */
@EnabledOnOs(OS.LINUX)
class LoginInterruptedIT {
  private static final Set<String> FILES =
      Set.of("token", "stored_tokens", "stored_tokens.lock", "device_login");

  @TempDir private Path dir;
  @AutoClose private final ScriptedHub hub = new ScriptedHub();

  private BuiltProgram program() throws Exception {
    return new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
  }

  @Test
  void signals_endAWaitingLogin_withTheirExitCodes_andLeaveNoToken() throws Exception {
    hub.answer("/oauth/token", json(400, "{\"error\":\"authorization_pending\"}"));
    for (String signal : List.of("INT", "TERM", "HUP")) {
      BuiltProgram program = program();
      Running login = program.start("auth", "login");
      login.userCode();
      login.signal(signal);
      Run run =
          login.end().exits(Map.of("INT", 130, "TERM", 143, "HUP", 129).get(signal)).prints("");
      run.says("Go on with: " + BuiltProgram.LAUNCHER + " auth login --resume\n");
      run.hides("Exception").hides(ScriptedHub.DEVICE_CODE);
      assertFalse(Files.exists(program.token()));
      assertFalse(Files.exists(program.storedTokens()));
      assertNoLeftovers(program);
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void json_tellsTheExitCodeOfASignal(String signal, int exitCode) throws Exception {
    hub.answer("/oauth/token", json(400, "{\"error\":\"authorization_pending\"}"));
    Running login = program().start("auth", "login", "--json");
    login.await(login.stdout(), Pattern.compile("(device_code)"));
    while (hub.requests("/oauth/token").isEmpty()) {
      Thread.sleep(20);
    }
    login.signal(signal);
    JsonNode event = login.end().exits(exitCode).saysNothing().json().get(1);
    assertEquals("interrupted", event.path("error").asText());
    assertEquals(exitCode, event.path("exit_code").asInt());
  }

  @Test
  void signalBeforeTheCode_isSaid() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      BuiltProgram program =
          program().with("HF_ENDPOINT", "http://127.0.0.1:" + silent.getLocalPort());
      Running login = program.start("auth", "login");
      Socket request = silent.accept();
      login.signal("INT");
      login.end().exits(130).prints("").says("Interrupted. Nothing was stored.\n");
      request.close();
      assertNoLeftovers(program);
    }
  }

  @Test
  void signalAfterTheGrant_tellsHowToGoOn_andLosesNoToken() throws Exception {
    hub.answer("/api/whoami-v2", json(200, "{\"name\":\"bob\"}").withFixedDelay(8000));
    BuiltProgram program = program();
    Running login = program.start("auth", "login");
    Path pending = program.hfHome().resolve("device_login");
    while (!Files.exists(pending) || !text(pending).contains("granted_token")) {
      assertTrue(login.process().isAlive());
      Thread.sleep(20);
    }
    login.signal("TERM");
    login.end().exits(143).says("auth login --resume\n").hides(ScriptedHub.ACCESS_TOKEN);
    assertFalse(Files.exists(program.token()));
    hub.answer("/api/whoami-v2", json(200, "{\"name\":\"bob\"}"));
    program.run("auth", "login", "--resume").exits(0).says("Logged in as bob");
    assertEquals(1, hub.requests("/oauth/token").size());
    assertEquals(ScriptedHub.ACCESS_TOKEN, text(program.token()));
  }

  private static void assertNoLeftovers(BuiltProgram program) throws Exception {
    if (!Files.exists(program.hfHome())) {
      return;
    }
    try (Stream<Path> files = Files.list(program.hfHome())) {
      List<String> temporary =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !FILES.contains(name))
              .toList();
      assertEquals(List.of(), temporary);
    }
  }

  @Test
  void streamsThatTakeNothing_costNoToken() throws Exception {
    for (String streams :
        List.of(
            ">&-",
            ">/dev/full",
            "--json >/dev/full",
            "--json >&-",
            "2>/dev/full",
            "2>&-",
            ">/dev/full 2>/dev/full",
            ">&- 2>&- <&-",
            "--verbose 2>/dev/full")) {
      BuiltProgram program = program();
      Run run = program.shell("exec \"$hf\" auth login " + streams).exits(0);
      assertEquals(ScriptedHub.ACCESS_TOKEN, text(program.token()), streams);
      if (streams.startsWith("2>")) {
        assertTrue(run.stdout().contains("enter code: WXYZ-1234"), streams + run);
      } else if (!streams.contains("2>")) {
        run.says("enter code: WXYZ-1234");
      }
      assertNoLeftovers(program);
    }
  }

  @Test
  void dataThatCannotBeWritten_isAFailure() throws Exception {
    BuiltProgram program = program().loggedIn("hf_kept", "[kept]\nhf_token = hf_kept\n\n");
    program.shell("exec \"$hf\" auth token >/dev/full").failsShortly(7).says("stdout");
    program.shell("exec \"$hf\" auth token >&-").failsShortly(7).says("stdout");
    program.shell("exec \"$hf\" auth list >/dev/full").failsShortly(7).says("stdout");
    program.shell("exec \"$hf\" auth whoami --json >/dev/full").exits(7).says("stdout");
    program.shell("exec \"$hf\" auth token --help >/dev/full").failsShortly(7).says("stdout");
    program.shell("\"$hf\" auth token | true").exits(0).saysNothing();
  }
}
