package io.github.hfdevice.cli;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.hfdevice.cli.Documentation.Block;
import io.github.hfdevice.demo.PracticeHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fenced block of the documentation is run as it stands there, by a reader who goes through a
 * file from its top with a home of his own; or it is listed here, with the test that runs it or
 * with the reason why none can.
 */
@EnabledOnOs(OS.LINUX)
class DocumentedBlocksIT {
  /** By what stands in the block. */
  private static final Map<String, String> NOT_RUN =
      Map.ofEntries(
          entry("ssh -t box", "needs another machine"),
          entry("permissions:\n  id-token: write", "needs GitHub Actions; KeylessIT plays them"),
          entry("upload:\n  id_tokens:", "needs GitLab"),
          entry("src/bench/Bench.java\n", "measures for minutes, on a machine with nothing to do"),
          entry("./mvnw -Pdist,packages -DskipTests", "a build; .ci/distribution makes the same"),
          entry("| Out-String", "no PowerShell is at hand; CompletionIT reads the script"),
          entry("./mvnw verify -Pbrowser", "builds and tests the program, and this is such a run"));

  private static final Map<String, String> RUN_BY =
      Map.ofEntries(
          entry("./mvnw -Pdist -DskipTests package\ncd target", "InstallIT#readme_installs"),
          entry(
              "sudo apt install",
              "InstalledPackagesIT#deb_isOnThePath_andLeavesOnlyTheTokenBehind"),
          entry("sudo rpm -i", "InstalledPackagesIT#rpm_installedInARoot_logsIn_andIsRemovedWhole"),
          entry(
              "npm install -g",
              "PackagesIT#npm_installedOffline_startsByItsName_andFitsItsArchive"),
          entry("install.sh | sh", "InstallScriptIT#installs_saysWhatItDid_andCanBeRepeated"),
          entry(
              "# sh with-token.sh",
              "DocumentedScriptsIT#withToken_saysWhatEndedALogin_andRunsNothing"),
          entry("hf-device auth exec -- sh -c", "ExecIT#token_isInNoProcessList"),
          entry("# sh own-words.sh", "DocumentedScriptsIT#ownWords_endWithTheExitCodeTheyReport"),
          entry("json-schema.org", "DocumentedScriptsIT#everyEvent_satisfiesTheSchema"),
          entry("demo --serve --port", "DocumentedBlocksIT#servedDemo_printsWhatIsShown"),
          entry("public class Login", "LibraryIT#everyProgramOfTheDocumentation_logsIn"),
          entry(
              "public class Ask",
              "LibraryIT#programThatAsksForTheToken_sendsIt_orSaysWhyThereIsNone"));

  /** What a test puts in the place of a server that it must not ask, of a build, of a long wait. */
  private static final Map<String, String> REPLACED =
      Map.of(
          "./mvnw -B -ntp -DskipTests package", "echo '[INFO] BUILD SUCCESS'; echo",
          "https://huggingface.co/", "$HF_ENDPOINT/",
          "https://auth.example.org", "$HF_ENDPOINT",
          "--timeout 30s", "--timeout 1s");

  private static final String CI_READ =
      "[ci-read]\nhf_token = hf_" + "abcdefghij".repeat(3) + "\n\n";
  private static final List<String> MAY_BE_MISSING = List.of("curl", "jq", "git", "bash", "zsh");

  @TempDir private static Path folder;
  private static PracticeHub approving;
  private static PracticeHub silent;

  @BeforeAll
  static void start() throws Exception {
    PracticeHub.Builder options =
        PracticeHub.Options.builder().interval(Duration.ofSeconds(1)).strictPolling(false);
    silent = PracticeHub.start(options.build());
    approving = PracticeHub.start(options.autoApprove(Duration.ofMillis(100)).build());
  }

  @AfterAll
  static void stop() {
    approving.close();
    silent.close();
  }

  @TestFactory
  List<DynamicNode> everyBlock_isRun_orListedWithAReason() throws Exception {
    List<DynamicNode> files = new ArrayList<>();
    for (Path file : Documentation.files()) {
      List<Block> blocks = Documentation.blocks(file);
      Reader reader = new Reader();
      files.add(
          dynamicContainer(
              file.toString(),
              blocks.stream()
                  .map(block -> dynamicTest(block.place(), () -> reader.follows(block)))));
    }
    return files;
  }

  @Test
  void everyException_isABlock() throws Exception {
    for (String mark : NOT_RUN.keySet()) {
      Documentation.block(mark);
    }
    for (String mark : RUN_BY.keySet()) {
      Documentation.block(mark);
    }
  }

  @Test
  void servedDemo_printsWhatIsShown() throws Exception {
    Transcript.Step step =
        Transcript.of(Documentation.block("demo --serve --port").text()).steps().get(0);
    Reader reader = new Reader();
    Running hub = reader.start("exec " + step.command().replaceFirst("--port \\d+", "--port 0"));
    hub.await(hub.stdout(), Pattern.compile("(approve codes at) .*\n"));
    hub.signal("INT");
    List<String> printed = hub.end().exits(130).stdout().lines().toList();
    assertTrue(step.shows(printed), () -> step + "\nprinted: " + printed);
  }

  /** Goes through one file. */
  private static final class Reader {
    private final BuiltProgram program;
    private final Path home;

    Reader() throws Exception {
      program = new BuiltProgram(folder).without("HF_HOME").without("JAVA_HOME");
      home = program.folder().resolve("home");
      Path java = Path.of(System.getProperty("java.home"), "bin");
      program.with(
          "PATH", BuiltProgram.LAUNCHER.getParent() + ":" + java + ":/usr/local/bin:/usr/bin:/bin");
      Path made = Files.createDirectories(program.folder().resolve("src/build"));
      Files.copy(Path.of("src/build/ClassArchive.java"), made.resolve("ClassArchive.java"));
      Files.writeString(
          program.folder().resolve("token.txt"), HubLogin.at(approving).accessToken() + "\n");
    }

    void follows(Block block) throws Exception {
      Optional<String> listed = listed(NOT_RUN, block);
      Optional<String> test = listed(RUN_BY, block);
      if (block.isScript() || block.language().equals("java")) {
        save(block);
      }
      if (test.isPresent()) {
        assertTrue(Documentation.isTest(test.get()), () -> "there is no test " + test.get());
      } else if (listed.isEmpty()) {
        run(block);
      }
    }

    private static Optional<String> listed(Map<String, String> exceptions, Block block) {
      return exceptions.keySet().stream()
          .filter(block.text()::contains)
          .findFirst()
          .map(exceptions::get);
    }

    private void save(Block block) throws Exception {
      Matcher name = Pattern.compile("# sh (\\S+\\.sh)|class (\\w+)").matcher(block.text());
      assertTrue(name.find(), () -> "the script has no name: " + block);
      String file = name.group(1) != null ? name.group(1) : name.group(2) + ".java";
      Files.writeString(program.folder().resolve(file), block.text());
    }

    private void run(Block block) throws Exception {
      assertTrue(!block.isScript(), () -> "a script that no test runs: " + block);
      prepare(block);
      switch (block.language()) {
        case "sh" -> run("sh", block);
        case "bash" -> run("bash", block);
        case "zsh" -> run("zsh -f", block);
        case "console" -> compare(block);
        default -> fail("a block that nothing runs: " + block);
      }
    }

    private void prepare(Block block) throws Exception {
      for (String tool : MAY_BE_MISSING) {
        boolean needed = Pattern.compile("\\b" + tool + "\\b").matcher(block.text()).find();
        assumeTrue(!needed || Files.isExecutable(Path.of("/usr/bin", tool)), tool);
      }
      if (block.text().contains("target/hf-device") && !Files.exists(copy())) {
        Run copied = program.shell("mkdir target && cp -Rp \"${hf%/bin/*}\" target/hf-device");
        copied.exits(0);
      }
      program.with(
          "HF_ENDPOINT",
          (block.heading().equals("Two steps") ? silent : approving).endpoint().toString());
      if (block.heading().equals("Git")) {
        program.without("HF_ENDPOINT");
      }
      if (block.heading().equals("Accounts")) {
        program.shell("hf-device auth login --force").exits(0);
        Path stored = home.resolve(".cache/huggingface/stored_tokens");
        Files.writeString(stored, CI_READ + Files.readString(stored));
        program.shell("hf-device auth switch ci-read").exits(0);
      }
    }

    private Path copy() {
      return program.folder().resolve("target/hf-device");
    }

    private void run(String shell, Block block) throws Exception {
      Path script = Files.writeString(program.folder().resolve("block"), replaced(block.text()));
      Run run = start("exec " + shell + " -e '" + script + "'").end();
      assertEquals(0, run.exitCode(), () -> block + "\n" + run);
    }

    private void compare(Block block) throws Exception {
      for (Transcript.Step step : Transcript.of(block.text()).steps()) {
        List<String> printed = new ArrayList<>();
        Run run = start(replaced(step.command())).end();
        run.stdout().lines().map(this::shortened).forEach(printed::add);
        assertTrue(
            step.shows(printed),
            () ->
                block.place()
                    + ": $ "
                    + step.command()
                    + "\nis shown to print\n"
                    + String.join("\n", step.lines())
                    + "\nand printed (exit code "
                    + run.exitCode()
                    + ")\n"
                    + String.join("\n", printed));
      }
    }

    Running start(String command) throws Exception {
      return program.startShell("{ " + command + "\n} 2>&1");
    }

    private String shortened(String line) {
      return line.replace(home.toString(), "/home/alice");
    }

    private static String replaced(String commands) {
      String replaced = commands;
      for (Map.Entry<String, String> each : REPLACED.entrySet()) {
        replaced = replaced.replace(each.getKey(), each.getValue());
      }
      return replaced;
    }
  }
}
