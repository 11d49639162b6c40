package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With the real git, its settings in a home of the test. */
@DisabledOnOs(OS.WINDOWS)
class GitIT {
  private static final String TOKEN = "hf_token_for_git_abcdefgh";
  private static final String STORED = "[ci]\nhf_token = " + TOKEN + "\n\n";

  @TempDir private Path dir;
  @AutoClose private final ScriptedHub hub = new ScriptedHub();
  private BuiltProgram program;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/git")), "git is not installed");
    program = new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
    program.with("GIT_CONFIG_NOSYSTEM", "1").with("GIT_TERMINAL_PROMPT", "0");
  }

  private String host() {
    return hub.endpoint().substring("http://".length());
  }

  private String request(String host) {
    return "printf 'protocol=http\\nhost=" + host + "\\n\\n' | ";
  }

  private String answer(String token) {
    return "username=hf_user\npassword=" + token + "\n";
  }

  /** Git's own helper that keeps passwords in a file. */
  private Path storeHelper() throws Exception {
    Path kept = dir.resolve("kept passwords");
    program.shell("git config --global credential.helper \"store --file='" + kept + "'\"").exits(0);
    return kept;
  }

  /** Puts a git before the real one that notes what it is called with. */
  private Path recordArguments() throws Exception {
    Path noted = dir.resolve("arguments");
    Path git = Files.createDirectory(dir.resolve("bin")).resolve("git");
    Files.writeString(git, "#!/bin/sh\necho \"$*\" >>'" + noted + "'\nexec /usr/bin/git \"$@\"\n");
    Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwx------"));
    program.with("PATH", git.getParent() + ":/usr/bin:/bin");
    return noted;
  }

  private String keptUrl(String token) {
    return "http://hf_user:" + token + "@" + host().replace(":", "%3a") + "\n";
  }

  @Test
  void get_givesTheTokenToTheHubsHostOnly() throws Exception {
    program.loggedIn(TOKEN, STORED);
    String get = "\"$hf\" auth git-credential get";
    program.shell(request(host()) + get).exits(0).prints(answer(TOKEN)).saysNothing();
    program.shell(request("127.0.0.1:1") + get).exits(0).prints("").saysNothing();
    program.shell(request(host()) + "\"$hf\" auth git-credential approve").exits(0).prints("");
    assertEquals(0, hub.requestCount());
    Files.delete(program.token());
    program.shell(request(host()) + get).failsShortly(4).says("auth login");
  }

  @Test
  void get_refreshesATokenThatIsAtItsEnd() throws Exception {
    program.loggedIn(
        TOKEN,
        "[ci]\nhf_token = " + TOKEN + "\nrefresh_token = hf_old_refresh\nexpires_at = 1000\n\n");
    program
        .shell(request(host()) + "\"$hf\" auth git-credential get")
        .exits(0)
        .prints(answer(ScriptedHub.ACCESS_TOKEN));
    assertEquals(ScriptedHub.ACCESS_TOKEN, text(program.token()));
  }

  @Test
  void tokenOfAnotherServer_isForThatOneAlone_whateverTheVariableNames() throws Exception {
    program.with("HF_ENDPOINT", "http://127.0.0.1:1").stdin(TOKEN);
    program.run("auth", "login", "--with-token", "--endpoint", hub.endpoint()).exits(0);
    String get = "\"$hf\" auth git-credential get";
    program.shell(request("127.0.0.1:1") + get).exits(0).prints("").saysNothing();
    program.shell(request(host()) + get).exits(0).prints(answer(TOKEN)).saysNothing();
    JsonNode told =
        program
            .run("auth", "setup-git", "--json", "--endpoint", hub.endpoint())
            .exits(0)
            .onlyJson();
    assertEquals(hub.endpoint(), told.path("endpoint").asText());
  }

  @Test
  void setupGit_makesGitAskTheProgram_whereverItLies_andNobodyElse() throws Exception {
    program.loggedIn(TOKEN, STORED);
    Path kept = storeHelper();
    Path link = Files.createDirectory(dir.resolve("it's a folder")).resolve("hf-device");
    Files.createSymbolicLink(link, BuiltProgram.LAUNCHER);
    program.with("link", link);
    program.shell("cd \"${link%/*}\" && ./hf-device auth setup-git").exits(0).prints("");
    JsonNode told = program.shell("\"$link\" auth setup-git --json").exits(0).onlyJson();
    assertEquals(hub.endpoint(), told.path("endpoint").asText());
    assertTrue(told.path("helper").asText().endsWith("/hf-device' auth git-credential"));

    String filled = "protocol=http\nhost=" + host() + "\n" + answer(TOKEN);
    program.shell(request(host()) + "git credential fill").exits(0).prints(filled).saysNothing();
    program.shell("printf '" + filled + "\\n' | git credential approve").exits(0);
    assertFalse(Files.exists(kept), "another helper was given the token");
    program.shell(request("127.0.0.1:1") + "git credential fill").exits(128).hides(TOKEN);
  }

  @Test
  void setupGit_saysWhichFileGitCannotWrite() throws Exception {
    program.with("HOME", dir.resolve("gone")).run("auth", "setup-git").failsShortly(7).says("gone");
  }

  @Test
  void login_givesGitsHelperTheToken_inOneStepAndInTwo() throws Exception {
    Path kept = storeHelper();
    Path arguments = recordArguments();
    program
        .run("auth", "login", "--add-to-git-credential")
        .exits(0)
        .hides(ScriptedHub.ACCESS_TOKEN);
    assertTrue(text(arguments).contains("credential approve\n"), text(arguments));
    assertFalse(text(arguments).contains("hf_oauth"), "others see it in the list of processes");
    assertEquals(keptUrl(ScriptedHub.ACCESS_TOKEN), text(kept));

    Files.delete(kept);
    program.run("auth", "login", "--force", "--no-wait", "--add-to-git-credential").exits(0);
    assertFalse(Files.exists(kept));
    program.run("auth", "login", "--resume").exits(0);
    assertEquals(keptUrl(ScriptedHub.ACCESS_TOKEN), text(kept));

    Files.delete(kept);
    program.run("auth", "login", "--force").exits(0);
    assertFalse(Files.exists(kept), "nobody asked for it");
    program.run("auth", "login", "--add-to-git-credential").exits(0).says("Already logged in");
    assertEquals(keptUrl(ScriptedHub.ACCESS_TOKEN), text(kept));

    program.stdin(TOKEN).run("auth", "login", "--with-token", "--add-to-git-credential").exits(0);
    assertEquals(keptUrl(TOKEN), text(kept));

    Files.delete(kept);
    program.loggedIn("hf_other", STORED);
    program.run("auth", "switch", "ci", "--add-to-git-credential").exits(0);
    assertEquals(keptUrl(TOKEN), text(kept));

    program.run("auth", "logout", "ci").exits(0);
    assertEquals("", text(kept), "git keeps what was logged out");
    assertFalse(text(arguments).contains(TOKEN), text(arguments));
  }

  @Test
  void login_standsWithoutGit() throws Exception {
    hub.answer("/api/whoami-v2", json(200, "{\"type\":\"user\",\"name\":\"bob\"}"));
    program
        .run("auth", "login", "--add-to-git-credential")
        .exits(0)
        .says("Warning: git keeps no passwords")
        .says("Logged in as bob");
    program
        .with("GIT_CONFIG_GLOBAL", dir)
        .run("auth", "login", "--add-to-git-credential")
        .exits(0)
        .says("Warning: git")
        .says("Already logged in");
    program
        .with("PATH", dir)
        .run("auth", "login", "--add-to-git-credential")
        .exits(0)
        .says("Warning: git was not given the token: git cannot be run")
        .hides(ScriptedHub.ACCESS_TOKEN);
    program.run("auth", "setup-git").failsShortly(7).says("git cannot be run");
  }
}
