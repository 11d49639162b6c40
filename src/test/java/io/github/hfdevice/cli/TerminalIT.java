package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.terminal.QrReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What a person sees and types at a real terminal. */
@EnabledIf("io.github.hfdevice.cli.Tmux#isInstalled")
class TerminalIT extends ScriptedHubCase {
  private static final Path GOLDEN = Path.of("src/test/resources/login-80x24.txt");
  private static final String ADDRESS = "https://hf.co/oauth/device";
  private static final String COMPLETE = ADDRESS + "?user_code=WXYZ-1234";
  private static final String COUNTDOWN = "(?m)^\\d:\\d\\d left to approve$";

  @BeforeEach
  void start() throws Exception {
    hub.answer(
        "/oauth/device",
        json(
            200,
            ScriptedHub.DEVICE
                .replace("http://127.0.0.1/oauth/device", ADDRESS)
                .replace("}", ",\"verification_uri_complete\":\"" + COMPLETE + "\"}")));
    hub.answer("/oauth/token", json(400, "{\"error\":\"authorization_pending\"}"));
  }

  @Test
  void usualWindow_showsCodeLinkAndPicture_andCtrlCLeavesTheTerminalAsItWas() throws Exception {
    try (Tmux window = new Tmux(program, dir, 80, 24)) {
      String modes = window.modes();
      window.type("stty -a >before").await(">before\n\\$$");
      window.type("\"$hf\" auth login");
      String screen = window.await(COUNTDOWN);
      assertEquals(Files.readString(GOLDEN).stripTrailing(), screen.replaceAll("4:\\d\\d", "4:59"));
      List<String> picture =
          screen.lines().filter(line -> line.codePoints().allMatch(TerminalIT::isBlock)).toList();
      assertEquals(COMPLETE, QrReader.read(picture, true));
      assertTrue(window.raw().contains("\u001b]8;;" + COMPLETE + "\u001b\\"), window.raw());

      window.press("C-c").await("(?m)^Interrupted\\. Go on with: ");
      window.type("echo ended with $?").await("ended with 130");
      assertFalse(window.screen().contains("left to approve"), window.screen());
      window.type("stty -a >after; cmp before after && echo as before").await("\nas before\n");
      assertEquals(modes, window.modes());
    }
  }

  private static boolean isBlock(int c) {
    return c == ' ' || c == '\u2580' || c == '\u2584' || c == '\u2588';
  }

  @Test
  void smallWindow_hasNoPicture_andOneCountdown_howeverItIsResized() throws Exception {
    try (Tmux window = new Tmux(program, dir, 40, 12)) {
      window.type("\"$hf\" auth login").await(COUNTDOWN);
      for (int columns : new int[] {12, 60, 40}) {
        String before = window.raw();
        window.resize(columns, 12);
        while (window.raw().equals(before)) {
          Thread.sleep(20);
        }
        String screen = window.screen();
        assertEquals(1, screen.split("\\d:\\d\\d left", -1).length - 1, screen);
        assertTrue(
            screen.lines().toList().get(screen.lines().toList().size() - 1).contains(" left"));
        assertFalse(screen.contains("\u2588"), screen);
      }
      hub.answer("/oauth/token", json(200, ScriptedHub.GRANT));
      String screen = window.await("Logged in as bob");
      assertFalse(screen.contains(" left to approve"), screen);
      assertEquals(ScriptedHub.ACCESS_TOKEN, text(program.token()));
    }
  }

  @Test
  void hangUp_endsTheProgram_andTheLoginCanBeResumed() throws Exception {
    Path pending = program.hfHome().resolve("device_login");
    try (Tmux window = new Tmux(program, dir, 80, 24)) {
      window.type("\"$hf\" auth login").await(COUNTDOWN);
      assertTrue(text(pending).contains("waiter"), text(pending));
    }
    for (int i = 0; i < 500 && text(pending).contains("waiter"); i++) {
      Thread.sleep(20);
    }
    assertFalse(text(pending).contains("waiter"), text(pending));
    hub.answer("/oauth/token", json(200, ScriptedHub.GRANT));
    program.run("auth", "login", "--resume").exits(0).says("Logged in as bob");
  }

  @Test
  void terminalThatOnlyPrints_getsNoEscapes_andOneThatObeysTheClipboard() throws Exception {
    // So wide that the program's path, wherever it was built, wraps no line.
    try (Tmux window = new Tmux(program, dir, 250, 24)) {
      String before = window.raw();
      window.type("TERM=dumb \"$hf\" auth login --timeout 1s; echo end").await("(?m)^end$");
      String plain = window.raw().substring(before.length());
      assertTrue(plain.contains("Waiting for the approval; the code expires in 5 min."), plain);
      assertFalse(plain.contains("\u001b") || plain.contains("\u2580"), plain);

      window.type("NO_COLOR=1 \"$hf\" auth login --no-wait --clipboard").await("--resume\n\\$$");
      assertEquals("WXYZ-1234", window.tmux("show-buffer"));
      String uncoloured = window.raw().substring(before.length() + plain.length());
      assertTrue(uncoloured.contains("\u2588"), uncoloured);
      assertFalse(uncoloured.contains("\u001b["), uncoloured);
    }
  }

  @Test
  void picture_comesByItselfOnlyWhereTheTerminalTakesUtf8() throws Exception {
    try (Tmux window = new Tmux(program, dir, 80, 24)) {
      String login = " \"$hf\" auth login --no-wait; echo end";
      for (String locale : List.of("LANG=en_US", "LC_ALL=C", "LC_CTYPE=xx_XX.ISO-8859-1")) {
        window.type("clear; " + locale + login).await("(?m)^end$");
        assertFalse(window.screen().contains("\u2588"), locale + window.screen());
      }
      window.type("clear; LC_ALL=xx_XX.UTF-8" + login).await("\u2588(?s:.*)\nend\n");
      window.type("clear; LANG=en_US" + login.replace("login", "login --qr"));
      window.await("\u2588(?s:.*)\nend\n");
    }
  }

  @Test
  void code_isSeenAtTheTerminal_whereStderrLeadsElsewhere() throws Exception {
    try (Tmux window = new Tmux(program, dir, 80, 24)) {
      window.type("\"$hf\" auth login --timeout 0s 2>log; echo end").await("(?m)^end$");
      assertTrue(window.screen().contains("\nVisit " + ADDRESS + " and enter code: WXYZ-1234\n"));
      window
          .type("clear; \"$hf\" auth login -q --timeout 0s 2>log; echo end")
          .await("(?s)^Visit .*\nend\n");
    }
  }

  @Test
  void tokenThatIsAskedFor_isNotShown_andCtrlCBringsTheEchoBack() throws Exception {
    try (Tmux window = new Tmux(program, dir, 80, 24)) {
      window.type("stty -a >before").await(">before\n\\$$");
      window.type("\"$hf\" auth login --with-token").await("not shown");
      window.tmux("send-keys", "-l", "hf_secret");
      window.press("C-c").await("not shown\\): \\$$");
      window.type("stty -a >after; cmp before after && echo as before");
      assertFalse(window.await("\nas before\n").contains("hf_secret"));
    }
  }
}
