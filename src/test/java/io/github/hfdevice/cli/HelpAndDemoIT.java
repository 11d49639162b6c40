package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What needs neither an account nor a network. */
@DisabledOnOs(OS.WINDOWS)
class HelpAndDemoIT {
  @TempDir private Path dir;

  @Test
  void help_isData_andTheUsageOfAGroupIsForThePerson() throws Exception {
    Run help = new BuiltProgram(dir).run("--help").exits(0).saysNothing();
    assertTrue(help.stdout().contains("\nExample: hf-device auth login"), help::stdout);
    assertEquals(help.stdout(), new BuiltProgram(dir).run().exits(2).prints("").stderr());
    Run auth = new BuiltProgram(dir).run("auth").exits(2).prints("");
    auth.says("Usage: hf-device auth ").says("  switch ");
  }

  @Test
  void version_namesProgramJavaAndSystem() throws Exception {
    Run run = new BuiltProgram(dir).run("--version").exits(0).saysNothing();
    assertTrue(
        run.stdout().matches("hf-device \\d+\\.\\d+\\.\\d+\\S*\nJava .+\n.+\n"), run::stdout);
  }

  @Test
  void wrongCommands_areUsageErrors() throws Exception {
    new BuiltProgram(dir).run("auht").failsShortly(2).says("no command auht").says("auth");
    new BuiltProgram(dir).run("auth", "lgoin").failsShortly(2).says("login");
    new BuiltProgram(dir).run("auth", "list", "more").failsShortly(2).says("too many: more");
    new BuiltProgram(dir).run("auth", "list", "--mor=hf_a").failsShortly(2).says("option --mor\n");
    for (String missing : List.of("auth git-credential", "completion")) {
      new BuiltProgram(dir).run(missing.split(" ")).failsShortly(2).says("--help");
    }
    new BuiltProgram(dir).run("completion", "tcsh").failsShortly(2).says("bash, zsh, fish");
    new BuiltProgram(dir).run("demo", "--scenario", "x").failsShortly(2).says("flaky");
    new BuiltProgram(dir).run("demo", "--serve", "--port", "x").failsShortly(2).says("--port");
  }

  @Test
  void demo_playsALoginToItsEnd_andTouchesNothingOfTheUser() throws Exception {
    Path temporary = Files.createDirectory(dir.resolve("tmp"));
    BuiltProgram program =
        new BuiltProgram(dir)
            .with("HF_TOKEN", "hf_of_the_user")
            .with("HF_ENDPOINT", "http://127.0.0.1:9")
            .with("HTTP_PROXY", "http://127.0.0.1:9")
            .with("TMPDIR", temporary);
    Run run = program.run("demo", "--auto-approve").exits(0).prints("");
    run.says("enter code: ").says("Logged in as alice").says("stored_tokens").says("rw-------");
    assertFalse(Files.exists(program.hfHome()));
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(0, left.count());
    }
    Run denied = program.run("demo", "--scenario", "deny", "--json").exits(3).saysNothing();
    assertEquals("access_denied", denied.json().get(1).path("error").asText());
  }

  @Test
  void takenPort_isAMatterOfTheOption_andOfNoFile() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());
      for (String kind : List.of("--serve", "--auto-approve")) {
        new BuiltProgram(dir)
            .run("demo", kind, "--port", port)
            .failsShortly(2)
            .says("Error: cannot listen on 127.0.0.1:" + port + ": Address already in use")
            .says("Choose another port with --port");
      }
    }
  }

  @Test
  void interruptedDemo_offersNothingToGoOnWith() throws Exception {
    Running demo = new BuiltProgram(dir).start("demo", "--format", "agent");
    demo.await(demo.stdout(), Pattern.compile("(Waiting for the approval)"));
    demo.signal("INT");
    Run run = demo.end().exits(130);
    assertFalse(run.stdout().contains("--resume"), run::toString);
    assertTrue(run.stdout().contains("Interrupted. Nothing was stored."), run::toString);
  }

  @Test
  void servedDemo_isAHubForOtherClients_untilItIsTerminated() throws Exception {
    Running demo = new BuiltProgram(dir).start("demo", "--serve", "--port", "0", "--auto-approve");
    String endpoint = demo.await(demo.stdout(), Pattern.compile("HF_ENDPOINT=(http://\\S+)\n"));
    BuiltProgram client = new BuiltProgram(dir).with("HF_ENDPOINT", endpoint);
    Running login = client.start("auth", "login", "--json");
    login.await(login.stdout(), Pattern.compile("\"event\":\"(device_code)\""));
    List<JsonNode> events = login.end().exits(0).json();
    assertEquals("alice", events.get(1).path("user").asText());
    demo.signal("TERM");
    demo.end().exits(143);
  }
}
