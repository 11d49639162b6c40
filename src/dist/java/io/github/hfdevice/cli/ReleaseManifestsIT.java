package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Homebrew's formula and Scoop's manifest, written from the checksums of a release. */
@DisabledOnOs(OS.WINDOWS)
class ReleaseManifestsIT {
  private static final Path SCRIPT = Path.of("src/build/release/manifests.sh").toAbsolutePath();
  private static final List<String> PLATFORMS =
      List.of("linux-x64", "linux-aarch64", "mac-x64", "mac-aarch64", "windows-x64");

  @TempDir private Path folder;

  @Test
  void eachPlatform_getsItsOwnSum() throws Exception {
    StringBuilder sums = new StringBuilder();
    for (int i = 0; i < PLATFORMS.size(); i++) {
      sums.append(sum(i)).append(" *hf-device-1.2.3-").append(PLATFORMS.get(i)).append(".tar.gz\n");
    }
    write(sums.toString()).exits(0).saysNothing();

    String formula = BuiltProgram.text(folder.resolve("out/hf-device.rb"));
    for (int i = 0; i < 4; i++) {
      String pair = PLATFORMS.get(i) + ".tar.gz\"\n      sha256 \"" + sum(i) + "\"";
      assertTrue(formula.contains(pair), formula);
    }
    JsonNode manifest =
        JsonMapper.builder().build().readTree(folder.resolve("out/hf-device.json").toFile());
    assertEquals(sum(4), manifest.at("/architecture/64bit/hash").asText());
    assertEquals("bin\\hf-device.cmd", manifest.get("bin").asText());
    assertTrue(
        manifest.at("/architecture/64bit/url").asText().endsWith("-1.2.3-windows-x64.tar.gz"));
  }

  @Test
  void sumThatIsMissing_isAnError() throws Exception {
    write(sum(0) + " *hf-device-1.2.3-linux-x64.tar.gz\n").exits(1).says("mac-x64");
  }

  private static String sum(int i) {
    return Integer.toString(i).repeat(64);
  }

  private Run write(String sums) throws Exception {
    Path file = Files.writeString(folder.resolve("SHA256SUMS"), sums);
    return Packages.shell(
        folder,
        "sh \"$script\" \"$sums\" 1.2.3 \"$out\"",
        "script",
        SCRIPT,
        "sums",
        file,
        "out",
        folder.resolve("out"));
  }
}
