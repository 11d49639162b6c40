package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three servers, each command, and whatever can come between a login and its use: no server gets to
 * see a secret of another.
 */
@Execution(ExecutionMode.CONCURRENT)
class ServerMatrixIT {
  /** What is logged in, and what has happened to it since. */
  enum Case {
    HUB_TOKEN_AND_ENDPOINT_CHANGED("C", "A"),
    TOKEN_OF_THE_OPTION("A", "B"),
    TOKEN_OF_A_DISCOVERED_SERVER("C", "B --discover"),
    SAME_USER_AT_TWO_SERVERS("B", "A, B --activate"),
    LINE_LOST("A", "B --activate", "(?m)^client_id = .*\n", ""),
    LINE_BEFORE_THE_FIRST_SECTION("A", "B --activate", "\\A", "stray = 1\n");

    private final String usedAt;
    private final String logins;
    private final String damage;
    private final String replacement;

    Case(String usedAt, String logins) {
      this(usedAt, logins, "", "");
    }

    Case(String usedAt, String logins, String damage, String replacement) {
      this.usedAt = usedAt;
      this.logins = logins;
      this.damage = damage;
      this.replacement = replacement;
    }
  }

  @TempDir private Path dir;
  @AutoClose private final OriginServer a = new OriginServer("A");
  @AutoClose private final OriginServer b = new OriginServer("B");
  @AutoClose private final OriginServer c = new OriginServer("C");
  private BuiltProgram program;

  @BeforeEach
  void start() throws IOException {
    program = new BuiltProgram(dir);
    variablesOf(a);
  }

  /** The variables, as an {@code .envrc} for that server has them. */
  private void variablesOf(OriginServer server) {
    program
        .with("HF_ENDPOINT", server.endpoint())
        .with("HF_DEVICE_CODE_OAUTH_CLIENT_ID", server.clientId())
        .with("HF_DEVICE_CODE_OAUTH_CLIENT_SECRET", server.clientSecret());
  }

  private OriginServer named(String name) {
    return Map.of("A", a, "B", b, "C", c).get(name);
  }

  /** {@code words} with the address of a server in place of its name. */
  private Run run(String words) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("auth"));
    for (String word : words.split(" ", -1)) {
      arguments.add(word.matches("[ABC]") ? named(word).endpoint() : word);
    }
    return program.run(arguments.toArray(String[]::new));
  }

  private Run askForGit(OriginServer server) throws IOException, InterruptedException {
    program.stdin(server.gitQuestion());
    return run("git-credential get");
  }

  private void assertEachKnowsItsOwnAlone() {
    for (OriginServer one : List.of(a, b, c)) {
      for (OriginServer other : List.of(a, b, c)) {
        if (one != other) {
          one.assertKnowsNothingOf(other);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void noRequest_holdsASecretOfAnotherServer(Case damaged) throws Exception {
    for (String login : damaged.logins.split(", ", -1)) {
      run("login --force --endpoint " + login).exits(0);
    }
    run("login --force --no-wait --endpoint B").exits(0);
    String stored = text(program.storedTokens()).replaceFirst(damaged.damage, damaged.replacement);
    String token = Files.exists(program.token()) ? text(program.token()) : "";

    variablesOf(named(damaged.usedAt));
    List<String> commands =
        List.of(
            "token",
            "whoami",
            "whoami --endpoint C",
            "status",
            "refresh",
            "refresh --endpoint C",
            "exec --endpoint B -- true",
            "login --resume",
            "login --force --endpoint C",
            "logout");
    for (String command : commands) {
      program.files().write(program.storedTokens(), stored);
      if (!token.isEmpty()) {
        program.files().write(program.token(), token);
      }
      Run ended = run(command);
      assertNotEquals(1, ended.exitCode(), () -> command + ": " + ended);
      if (command.equals("exec --endpoint B -- true")) {
        program.stdin(b.gitQuestion().replace("\n\n", "\npassword=" + token + "\n\n"));
        run("git-credential erase");
        for (OriginServer server : List.of(a, b, c)) {
          assertNotEquals(1, askForGit(server).exitCode());
        }
      }
    }

    assertTrue(b.wasSent(b.deviceCode()), "what is sent can be seen");
    assertEachKnowsItsOwnAlone();
  }

  @Test
  void whoamiOfAServerThatIsNamed_showsItNoOtherServersToken() throws Exception {
    run("login").exits(0);
    run("whoami --endpoint C").failsShortly(4).says(a.endpoint()).says(c.endpoint());
    run("refresh --endpoint C").failsShortly(4).says(a.endpoint()).says(c.endpoint());
    assertEquals(0, c.hub().requestCount());
  }

  @Test
  void tokenOfAServerThatCannotBeRead_isSentNowhere() throws Exception {
    run("login --endpoint B --activate").exits(0);
    String stored = text(program.storedTokens());
    program.files().write(program.storedTokens(), stored.replaceFirst("(?m)^client_id = .*\n", ""));
    int before = a.hub().requestCount() + b.hub().requestCount();

    for (String command : List.of("token", "whoami", "refresh", "exec -- true", "whoami -q")) {
      run(command).failsShortly(4).says("login --force");
    }
    for (OriginServer server : List.of(a, b)) {
      askForGit(server).prints("").hides(b.accessToken());
    }
    assertEquals(before, a.hub().requestCount() + b.hub().requestCount());
  }

  @Test
  void sameUserAtAnotherServer_replacesNoToken_andGetsTheTokenFileOnlyWhenAsked() throws Exception {
    run("login").exits(0);
    run("login --endpoint B").exits(0).says("auth token --endpoint " + b.endpoint());
    assertEquals(a.accessToken(), text(program.token()));
    assertEquals(a.refreshToken(), program.files().stored("oauth-alice", "refresh_token"));
    String host = b.endpoint().replace("http://", "");
    String there = "oauth-alice@" + host;
    assertEquals(b.refreshToken(), program.files().stored(there, "refresh_token"));

    run("token").exits(0).prints(a.accessToken() + "\n");
    run("token --endpoint B").exits(0).prints(b.accessToken() + "\n").saysNothing();
    variablesOf(b);
    run("token").exits(0).prints(b.accessToken() + "\n").saysNothing();

    variablesOf(a);
    run("login --force --endpoint B --activate").exits(0);
    assertEquals(b.accessToken(), text(program.token()));
    assertEquals(2, program.files().sections().size());
    run("token").exits(0).prints(a.accessToken() + "\n");
    assertEachKnowsItsOwnAlone();
  }

  @Test
  void tokenOfTheHub_atAMirror_isPrintedWithAWarning_andNotSentThere() throws Exception {
    run("login").exits(0);
    variablesOf(c);
    run("token")
        .exits(0)
        .prints(a.accessToken() + "\n")
        .says("Warning: ")
        .says(a.endpoint())
        .says(c.endpoint());
    run("exec -- printenv HF_TOKEN")
        .exits(0)
        .prints(a.accessToken() + "\n")
        .says(a.endpoint())
        .says(c.endpoint());
    assertEquals(0, c.hub().requestCount());
  }

  @Test
  void git_getsTheTokenOfTheHostThatItAsksFor_andSilenceForOthers() throws Exception {
    run("login").exits(0);
    run("login --endpoint B").exits(0);
    askForGit(a).exits(0).prints("username=hf_user\npassword=" + a.accessToken() + "\n");
    askForGit(b).exits(0).prints("username=hf_user\npassword=" + b.accessToken() + "\n");
    askForGit(c).exits(0).prints("").saysNothing();
    program.stdin("protocol=https\nhost=huggingface.co\n\n");
    run("git-credential get").exits(0).prints("").saysNothing();
    assertEachKnowsItsOwnAlone();
  }

  @Test
  void nameOfAnotherServersToken_isRefused_beforeACodeIsAskedFor() throws Exception {
    run("login --store-as mine").exits(0);
    Run refused = run("login --endpoint B --store-as mine").failsShortly(2);
    refused.says("mine").says(a.endpoint());
    assertEquals(0, b.hub().requestCount());
    assertTrue(text(program.storedTokens()).startsWith("[mine]\n"));
    assertFalse(text(program.storedTokens()).contains(b.accessToken()));
  }
}
