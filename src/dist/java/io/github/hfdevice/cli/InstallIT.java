package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archives that were built, installed as the README says. */
@EnabledOnOs(OS.LINUX)
class InstallIT {
  @TempDir private Path folder;

  @Test
  void readme_installs() throws Exception {
    String block = Documentation.block("./mvnw -Pdist -DskipTests package\ncd target").text();
    assumeTrue(
        System.getProperty("hfdevice.platform").equals("linux-x64"), "the block is for linux-x64");
    BuiltProgram program = new BuiltProgram(folder).without("JAVA_HOME");
    Path target = Path.of(System.getProperty("hfdevice.archives")).getParent();
    String copy = "mkdir target && cp \"$built\"/hf-device-*.* \"$built\"/SHA256SUMS target\n";
    program.with("built", target);
    Run run =
        program.shell("set -e\n" + copy + block.replace("./mvnw -Pdist -DskipTests package", ":"));
    String expected = "(?s).*linux-x64\\.tar\\.gz: OK\n.*\nhf-device [0-9].*";
    assertTrue(run.exits(0).stdout().matches(expected), run::toString);
    Path link = program.folder().resolve("home/.local/bin/hf-device");
    assertTrue(Files.isSymbolicLink(link) && Files.isExecutable(link), run::toString);
  }
}
