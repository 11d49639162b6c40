package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.cli.Documentation.Block;
import io.github.hfdevice.demo.PracticeHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java programs that log in with the built jars. */
class LibraryIT {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @TempDir private Path dir;

  private static PracticeHub hub() throws Exception {
    return PracticeHub.start(
        PracticeHub.Options.builder()
            .interval(Duration.ofSeconds(1))
            .autoApprove(Duration.ofMillis(100))
            .build());
  }

  /** The jars of the command line and of the log are left out: a library needs neither. */
  private static String classPath() throws Exception {
    try (Stream<Path> jars = Files.list(BuiltProgram.LAUNCHER.resolveSibling("../lib"))) {
      return jars.map(jar -> jar.normalize().toString())
          .filter(jar -> jar.matches(".*/(hf-device|jackson-[a-z]+-[\\d.]+)\\.jar"))
          .collect(Collectors.joining(":"));
    }
  }

  private Run run(BuiltProgram program, String source, String... more) throws Exception {
    Path file = Files.writeString(dir.resolve("Login.java"), source);
    List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-cp", classPath()));
    command.addAll(List.of(more));
    command.add(file.toString());
    return program.startCommand(command).end();
  }

  static List<Block> programs() throws Exception {
    return Documentation.blocks().stream()
        .filter(block -> block.language().equals("java") && block.text().contains(".login("))
        .toList();
  }

  @Test
  void programThatAsksForTheToken_sendsIt_orSaysWhyThereIsNone() throws Exception {
    try (PracticeHub hub = hub()) {
      BuiltProgram program = new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
      Path source =
          Files.writeString(dir.resolve("Ask.java"), Documentation.block("class Ask").text());
      List<String> ask =
          List.of(
              JAVA.toString(),
              "-cp",
              classPath(),
              source.toString(),
              hub.endpoint() + "/api/whoami-v2");
      program.startCommand(ask).end().exits(0).prints("").says("NOT_LOGGED_IN: not logged in");
      program.run("auth", "login").exits(0);
      Run asked = program.startCommand(ask).end().exits(0).saysNothing();
      assertEquals("alice", asked.onlyJson().get("name").asText(), asked::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyProgramOfTheDocumentation_logsIn(Block block) throws Exception {
    assertLogsIn(block.text());
  }

  @Test
  void exampleOfThePackage_logsIn() throws Exception {
    String comment =
        Files.readString(Path.of("src/main/java/io/github/hfdevice/package-info.java"));
    Matcher example =
        Pattern.compile("<pre>\\{@code\n(.*?)\n \\* }</pre>", Pattern.DOTALL).matcher(comment);
    assertTrue(example.find(), "package-info has no example");
    String statements = example.group(1).replaceAll("(?m)^ \\* ?", "");
    assertLogsIn(
        """
        import io.github.hfdevice.*;

        class Login {
          public static void main(String[] args) throws Exception {
        """
            + statements
            + "\n}\n}\n");
  }

  private void assertLogsIn(String source) throws Exception {
    try (PracticeHub hub = hub()) {
      BuiltProgram program = new BuiltProgram(dir).with("HF_ENDPOINT", hub.endpoint());
      Run run = run(program, source).exits(0).saysNothing();
      List<String> lines = run.stdout().lines().toList();
      assertEquals(2, lines.size(), run::toString);
      assertTrue(
          lines.get(0).matches("Open " + hub.endpoint() + "/oauth/device and type [A-Z]{4}-\\d{4}"),
          run::toString);
      assertEquals("Logged in as alice; the token is in " + program.token(), lines.get(1));
      String token = Files.readString(program.token());
      assertEquals(token + "\n", program.run("auth", "token").exits(0).stdout());
    }
  }

  @Test
  void withoutVariables_noneIsRead_andNoStreamIsWrittenTo() throws Exception {
    try (PracticeHub hub = hub()) {
      BuiltProgram program =
          new BuiltProgram(dir)
              .with("HF_ENDPOINT", "nonsense")
              .with("HF_HUB_OFFLINE", "1")
              .with("http_proxy", "http://127.0.0.1:1")
              .with("HF_DEBUG", "1");
      Path home = Files.createDirectory(dir.resolve("other"));
      run(
              program,
              """
              import io.github.hfdevice.DeviceLogin;
              import java.net.URI;

              class Login {
                public static void main(String[] args) throws Exception {
                  DeviceLogin.builder()
                      .endpoint(URI.create(System.getProperty("hub")))
                      .build()
                      .login(prompt -> {});
                }
              }
              """,
              "-Dhub=" + hub.endpoint(),
              "-Duser.home=" + home)
          .exits(0)
          .prints("")
          .saysNothing();
      assertTrue(Files.exists(home.resolve(".cache/huggingface/token")));
      assertFalse(Files.exists(program.token()));
    }
  }
}
