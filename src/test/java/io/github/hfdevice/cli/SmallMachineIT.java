package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.BuiltProgram.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.hfdevice.demo.PracticeHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Login nodes and jails, where a process gets little address space. */
@EnabledOnOs(OS.LINUX)
class SmallMachineIT {
  private static final String LIMITED = "ulimit -v 524288; ";

  @TempDir private Path dir;

  @Test
  void halfAGigabyte_isEnough_withAndWithoutAnArchive() throws Exception {
    Path bare = dir.resolve("bare");
    new BuiltProgram(dir)
        .with("bare", bare)
        .shell("cp -R \"${hf%/bin/*}\" \"$bare\" && rm -f \"$bare\"/lib/*.home \"$bare\"/lib/*.jsa")
        .exits(0);
    try (PracticeHub hub =
        PracticeHub.start(
            PracticeHub.Options.builder()
                .interval(Duration.ofSeconds(1))
                .autoApprove(Duration.ofMillis(100))
                .build())) {
      for (Path home : List.of(BuiltProgram.LAUNCHER.getParent().getParent(), bare)) {
        BuiltProgram program =
            new BuiltProgram(dir)
                .with("HF_ENDPOINT", hub.endpoint())
                .with("program", home.resolve("bin/hf-device"));

        program.shell(LIMITED + "exec \"$program\" auth login").exits(0).says("Logged in as alice");
        program
            .shell(LIMITED + "exec \"$program\" auth token")
            .exits(0)
            .prints(text(program.token()) + "\n")
            .saysNothing();
      }
    }
  }

  @Test
  void halfAGigabyte_isEnough_forWhatUsesAToken_evenWhereVariablesAskForMore() throws Exception {
    BuiltProgram program = new BuiltProgram(dir).with("HF_ENDPOINT", "http://127.0.0.1:1");
    program.loggedIn("hf_x", "[x]\nhf_token = hf_x\n\n").with("JAVA_TOOL_OPTIONS", "-Xmx4g");
    program
        .shell(LIMITED + "exec \"$hf\" auth exec -- sh -c 'echo $HF_TOKEN'")
        .exits(0)
        .prints("hf_x\n");
    String request = "printf 'protocol=http\\nhost=127.0.0.1:1\\n\\n' | ";
    program
        .shell(LIMITED + request + "\"$hf\" auth git-credential get")
        .exits(0)
        .prints("username=hf_user\npassword=hf_x\n");
    program.shell(LIMITED + "exec \"$hf\" auth list -q").exits(0).prints("x\n");
    program.with("_JAVA_OPTIONS", "-Xmx8g");
    Run broken = program.shell(LIMITED + "exec \"$hf\" auth token");
    assertEquals(broken.exitCode() == 0 ? "hf_x\n" : "", broken.stdout(), broken::toString);
  }

  /** The JVM gives up at different points; none of its words may be taken for a token. */
  @Test
  void tooLittle_leavesStdoutEmpty() throws Exception {
    for (int kilobytes : List.of(100_000, 200_000, 300_000, 350_000, 400_000, 440_000)) {
      BuiltProgram program = new BuiltProgram(dir).with("HF_TOKEN", "hf_x");
      Run run = program.shell("ulimit -v " + kilobytes + "; exec \"$hf\" auth token");
      assertEquals(run.exitCode() == 0 ? "hf_x\n" : "", run.stdout(), kilobytes + ": " + run);
    }
    try (var left = Files.find(dir, 3, (file, kind) -> file.toString().contains("hs_err"))) {
      assertEquals(List.of(), left.toList());
    }
  }
}
