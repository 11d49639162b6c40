package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.terminal.QrReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How the code reaches the person where there is no terminal: browser, picture, agent. */
@EnabledOnOs(OS.LINUX)
class PromptOptionsIT {
  private static final String ADDRESS = "http://127.0.0.1/oauth/device";

  @TempDir private Path dir;
  @AutoClose private final ScriptedHub hub = new ScriptedHub();
  private BuiltProgram program;
  private Path opened;

  @BeforeEach
  void start() throws Exception {
    opened = dir.resolve("opened");
    program =
        new BuiltProgram(dir)
            .with("HF_ENDPOINT", hub.endpoint())
            .with("DISPLAY", ":99")
            .with("BROWSER", "lynx:" + browser() + " --new %s");
  }

  /** Tells what it is to show, and is still there when nobody should wait for it. */
  private Path browser() throws Exception {
    Path browser =
        Files.writeString(
            dir.resolve("browser"),
            "#!/bin/sh\necho \"$*\" >"
                + opened
                + "\ncut -d ' ' -f 6 /proc/$$/stat >"
                + opened
                + ".session\necho $$ >>"
                + opened
                + ".session\nsleep 3\necho done >>"
                + opened
                + "\n");
    return Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
  }

  private String awaitOpened() throws Exception {
    for (int i = 0; i < 500; i++) {
      if (Files.exists(Path.of(opened + ".session"))
          && text(Path.of(opened + ".session")).lines().count() == 2) {
        return text(opened);
      }
      Thread.sleep(20);
    }
    return "nothing";
  }

  @Test
  void web_opensTheAddress_inASessionOfItsOwn_andWaitsForNothing() throws Exception {
    Run run = program.run("auth", "login", "--no-wait", "--web").exits(0);
    run.says("Visit " + ADDRESS + " and enter code: WXYZ-1234\n").says("handed to a browser");
    assertEquals("--new " + ADDRESS + "\n", awaitOpened());
    List<String> session = text(Path.of(opened + ".session")).lines().toList();
    assertEquals(session.get(0), session.get(1), "the browser leads its session");
  }

  @Test
  void variable_opensItForResume_andAFailureChangesNothing() throws Exception {
    program.run("auth", "login", "--no-wait").exits(0).hides("browser");
    program.with("HF_DEVICE_WEB", "1").with("BROWSER", "lynx");
    Run run = program.run("auth", "login", "--resume").exits(0).says("Logged in as bob");
    run.says("No browser was opened: BROWSER names no graphical one that can be started.");

    program.with("SSH_CONNECTION", "::1 1 ::1 22").with("BROWSER", dir.resolve("browser"));
    program.run("auth", "login", "-f", "--no-wait").exits(0).says("this is an SSH session");
    assertFalse(Files.exists(opened));
  }

  @Test
  void qr_isDrawnIntoAPipeToo_andWithJsonOnlyForThePerson() throws Exception {
    Run run = program.run("auth", "login", "--no-wait", "--qr").exits(0).prints("");
    assertEquals(ADDRESS, picture(run.stderr()));
    Run resumed = program.run("auth", "login", "--resume", "--qr", "--json").exits(0);
    assertEquals(2, resumed.json().size());
    assertEquals(ADDRESS, picture(resumed.stderr()));
    program.run("auth", "login", "--qr", "--no-qr").failsShortly(2).says("exclude each other");
  }

  private static String picture(String said) throws Exception {
    assertFalse(said.contains("\u001b"), said);
    List<String> lines =
        said.lines().filter(line -> line.matches("[ \u2580\u2584\u2588]{20,}")).toList();
    return QrReader.read(lines, false);
  }

  @Test
  void completeAddress_bringsNoPictureWhereThereIsNoTerminal() throws Exception {
    String complete = ",\"verification_uri_complete\":\"" + ADDRESS + "?user_code=WXYZ-1234\"}";
    hub.answer("/oauth/device", json(200, ScriptedHub.DEVICE.replace("}", complete)));
    Run run = program.run("auth", "login", "--clipboard").exits(0).prints("");
    run.says("Or open " + ADDRESS + "?user_code=WXYZ-1234 and compare the code.\n");
    run.says("Warning: --clipboard needs a terminal").hides("\u2588").hides("\u001b");
  }

  @Test
  void agent_readsOnStdoutThatTheLoginFailed() throws Exception {
    hub.answer("/oauth/token", json(400, "{\"error\":\"access_denied\"}"));
    Run run = program.with("CLAUDECODE", "1").run("auth", "login").exits(3).says("Error: ");
    String last = run.stdout().lines().reduce((first, second) -> second).orElseThrow();
    assertTrue(Pattern.matches("Not logged in: .*denied.*\\. Run the login again.*", last), last);
    run = program.run("auth", "token").exits(4).prints("");
    run.says("Error: ");
  }
}
