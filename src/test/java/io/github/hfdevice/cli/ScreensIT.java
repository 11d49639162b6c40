package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What stands on a terminal of 80 columns and 24 rows, each screen a golden file with a line for
 * each line that was printed, in colours and without. {@code -Dhfdevice.golden=write} writes them
 * anew, to be looked at.
 */
@EnabledIf("io.github.hfdevice.cli.Tmux#isInstalled")
class ScreensIT {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "screens");
  private static final String MINUTES_LEFT = "[0-9]:[0-9][0-9] left to approve";

  @TempDir private Path dir;
  @AutoClose private final ScriptedHub hub = new ScriptedHub();
  @AutoClose private final ScriptedHub other = new ScriptedHub();
  private Path home;
  private BuiltProgram program;
  private Tmux window;
  private String kind;

  /** Of one length on every machine, for lines are wrapped where they are too long. */
  @BeforeEach
  void start() throws Exception {
    do {
      home =
          Path.of(
              "/tmp", String.format(Locale.ROOT, "hf-%06d", System.nanoTime() / 1000 % 1000000));
    } while (Files.exists(home));
    Files.createDirectory(home);
    Files.createSymbolicLink(home.resolve("bin"), BuiltProgram.LAUNCHER.getParent());
    program =
        new BuiltProgram(dir)
            .with("HF_ENDPOINT", hub.endpoint())
            .with("LANG", "C.UTF-8")
            .with("HF_HOME", home)
            .with("PATH", home.resolve("bin") + ":/usr/bin:/bin");
  }

  @AfterEach
  void end() throws Exception {
    if (window != null) {
      window.close();
    }
    for (String file : new String[] {"token", "stored_tokens", "stored_tokens.lock", "bin"}) {
      Files.deleteIfExists(home.resolve(file));
    }
    Files.deleteIfExists(home.resolve("device_login"));
    Files.delete(home);
  }

  private void open(String colours) throws Exception {
    kind = colours.isEmpty() ? "colour" : "plain";
    window = new Tmux(program, dir, 80, 24);
    if (!colours.isEmpty()) {
      window.type("export " + colours).await(colours + "\n\\$$");
    }
  }

  /** Runs {@code command} on an empty screen until {@code pattern} stands there. */
  private void show(String command, String pattern) throws Exception {
    window.type("clear").await("\\A\\$\\z");
    window.type(command).await(pattern);
  }

  private void isAsIn(String name) throws Exception {
    String seen =
        window
            .styledScreen()
            .replace(home.toString(), "/tmp/hf-123456")
            .replaceAll("127\\.0\\.0\\.1:[0-9]{5}", "127.0.0.1:12345")
            .replaceAll("[0-9-]{10}T[0-9:]{8}Z", "2026-12-28T14:58:40Z")
            .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2} \\(", "2026-12-28 (")
            .replaceAll("unidentified-[0-9]{8}T[0-9]{6}Z", "unidentified-20261128T145840Z")
            .replaceAll("4:[0-5][0-9] left", "4:58 left");
    Path golden = GOLDEN.resolve(name + "-" + kind + ".txt");
    // The escape character is written as a sign that every editor shows.
    String text = seen.replace('\u001b', '\u241b') + "\n";
    if (System.getProperty("hfdevice.golden", "").equals("write")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, text);
    }
    assertEquals(Files.readString(golden), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NO_COLOR=1"})
  void login(String colours) throws Exception {
    hub.answer("/oauth/token", json(503, "{}"));
    open(colours);
    show("hf-device auth login --scope 'openid read-repos'", MINUTES_LEFT + ", next try in 2 s");
    isAsIn("login-trouble");
    hub.answer("/oauth/token", json(200, ScriptedHub.GRANT.replace("}", ",\"scope\":\"openid\"}")));
    window.await("(?s)Logged in.*\n\\$$");
    isAsIn("login-success");

    show("hf-device auth login", "(?s)Already.*\n\\$$");
    isAsIn("login-already");

    hub.answer("/oauth/token", json(400, "{\"error\":\"access_denied\"}"));
    show("hf-device auth login --force", "(?s)Error.*\n\\$$");
    isAsIn("login-denied");

    hub.answer("/oauth/token", json(200, ScriptedHub.GRANT));
    hub.answer("/api/whoami-v2", json(503, "{}"));
    hub.answer("/oauth/userinfo", json(503, "{}"));
    show("hf-device auth login --force", "(?s)Logged in.*\n\\$$");
    isAsIn("login-unidentified");
  }

  private String stored() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return "[oauth-alice]\nhf_token = hf_aliceAlice\nexpires_at = "
        + now.plus(30, ChronoUnit.DAYS).getEpochSecond()
        + "\n\n[oauth-bob]\nhf_token = hf_bobBob\nexpires_at = "
        + now.minus(3, ChronoUnit.DAYS).getEpochSecond()
        + "\n\n[oauth-bob@127.0.0.1]\nhf_token = hf_bobElsewhere\nendpoint = "
        + other.endpoint()
        + "\nclient_id = some-app\ntoken_endpoint = "
        + other.endpoint()
        + "/oauth/token\ndiscovered = false\n\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NO_COLOR=1"})
  void storedTokens(String colours) throws Exception {
    new TokenFolder(home).holds("hf_aliceAlice", stored());
    open(colours);
    show("hf-device auth list", "(?s)expires.*\n\\$$");
    isAsIn("list");
    show("hf-device auth status --all", "(?s)problem.*\n\\$$");
    isAsIn("status-all");
    show("hf-device auth switch", "use:$");
    window.type("7").await("(?s)use:.*use:$");
    window.type("3").await("(?s)Now using.*\n\\$$");
    isAsIn("switch");
    show("hf-device auth logout", "\\[y/N]$");
    window.type("n").await("(?s)Nothing.*\n\\$$");
    isAsIn("logout-no");
    show("hf-device auth logout", "\\[y/N]$");
    window.type("y").await("(?s)Removed.*\n\\$$");
    isAsIn("logout-yes");
  }
}
