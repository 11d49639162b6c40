package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.hfdevice.demo.PracticeHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A container whose own folder may only be read, and into which the two files are mounted. */
@EnabledOnOs(OS.LINUX)
class ReadOnlyFolderIT {
  private static final String MOUNTS =
      "set -e; mount --bind \"$image\" \"$HF_HOME\"; mount -o remount,bind,ro \"$HF_HOME\";"
          + " for file in token stored_tokens; do"
          + " mount --bind \"$host/$file\" \"$HF_HOME/$file\"; done; ";

  @TempDir private Path dir;
  private Path host;
  private BuiltProgram program;

  @BeforeEach
  void files() throws Exception {
    program = new BuiltProgram(dir);
    Path image = Files.createDirectory(dir.resolve("image"));
    host = Files.createDirectory(dir.resolve("host"));
    Files.createDirectories(program.hfHome());
    program.with("image", image).with("host", host);
    program
        .shell("umask 077; touch \"$image/token\" \"$image/stored_tokens\" \"$host/token\"")
        .exits(0);
    program.shell("umask 077; touch \"$host/stored_tokens\"").exits(0);
    assumeTrue(mounted("exit 0").exitCode() == 0, "mounting is not possible here");
  }

  private Run mounted(String command) throws Exception {
    String user = program.shell("id -u").stdout().strip();
    String unshare = user.equals("0") ? "unshare -m" : "unshare -rm";
    return program
        .with("script", MOUNTS + command)
        .shell("exec " + unshare + " sh -c \"$script\" sh");
  }

  @Test
  void login_refreshAndDoctor_workWithTheFilesAlone() throws Exception {
    try (PracticeHub hub =
        PracticeHub.start(
            PracticeHub.Options.builder()
                .interval(Duration.ofSeconds(1))
                .autoApprove(Duration.ofMillis(100))
                .build())) {
      program.with("HF_ENDPOINT", hub.endpoint());
      mounted("exec \"$hf\" auth login").exits(0).says("Logged in as alice");
      String first = text(host.resolve("token"));

      mounted("exec \"$hf\" auth refresh").exits(0).says("Refreshed oauth-alice");
      String second = text(host.resolve("token"));
      assertNotEquals(first, second);
      assertTrue(text(host.resolve("stored_tokens")).contains("hf_token = " + second + "\n"));

      Run doctor = mounted("exec \"$hf\" doctor").exits(0);
      assertTrue(
          doctor
              .stdout()
              .contains(
                  "warning  permissions: "
                      + program.hfHome()
                      + " takes no new files; those in it"));

      mounted("exec \"$hf\" auth logout").exits(0);
      assertEquals("", text(host.resolve("token")).strip());
      assertEquals(Set.of("token", "stored_tokens"), names(host));
    }
  }

  private static Set<String> names(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
