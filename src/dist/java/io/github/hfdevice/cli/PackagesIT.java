package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packages for systems, as far as a user without special rights can try them. */
@DisabledOnOs(OS.WINDOWS)
@EnabledIfSystemProperty(named = "hfdevice.packages", matches = "true")
class PackagesIT {
  @TempDir private Path folder;

  @Test
  void deb_hasNoErrorsForLintian() throws Exception {
    Path deb = Packages.named("hf-device_.*\\.deb");
    assumeTrue(Files.exists(Path.of("/usr/bin/lintian")), "needs lintian");
    Packages.shell(folder, "lintian --fail-on error \"$deb\"", "deb", deb).exits(0);
  }

  @Test
  void deb_unpacked_logsIn() throws Exception {
    Path deb = Packages.named("hf-device_.*\\.deb");
    Path root = folder.resolve("root");
    Packages.shell(folder, "dpkg-deb -x \"$deb\" \"$root\"", "deb", deb, "root", root).exits(0);
    String program = root.resolve("usr/bin/hf-device").toString();
    Packages.logsInAndPrintsItsToken(folder, program);
    Packages.takesItsClassesFromItsArchive(folder, program, root.resolve("usr/lib/hf-device/lib"));
  }

  @Test
  void deb_putsManualAndCompletionsWhereSystemsLookForThem() throws Exception {
    Path deb = Packages.named("hf-device_.*\\.deb");
    assumeTrue(Files.isDirectory(Packages.TARGET.resolve("self-contained/share")), "none made");
    String files = Packages.shell(folder, "dpkg-deb -c \"$deb\"", "deb", deb).exits(0).stdout();
    for (String file :
        new String[] {
          "man/man1/hf-device.1.gz",
          "man/man1/hf-device-auth-login.1.gz",
          "bash-completion/completions/hf-device",
          "zsh/vendor-completions/_hf-device",
          "fish/vendor_completions.d/hf-device.fish"
        }) {
      assertTrue(files.contains(" ./usr/share/" + file + "\n"), file + " is not in " + files);
    }
  }

  @Test
  void deb_letsDpkgVerifyWhatIsInstalled() throws Exception {
    Path deb = Packages.named("hf-device_.*\\.deb");
    Run sums = Packages.shell(folder, "dpkg-deb -I \"$deb\" md5sums", "deb", deb).exits(0);
    String line = "(?sm).*^[0-9a-f]{32}  usr/lib/hf-device/lib/hf-device\\.jar$.*";
    assertTrue(sums.stdout().matches(line), sums::toString);
  }

  @Test
  void rpm_needsTheLibrariesOfTheSystem_andNoneOfItsOwn() throws Exception {
    Path rpm = Packages.named("hf-device-.*\\.rpm");
    Run needs = Packages.shell(folder, "rpm -qp --requires \"$rpm\"", "rpm", rpm).exits(0);
    assertTrue(needs.stdout().contains("libc.so.6("), needs::toString);
    assertFalse(
        needs.stdout().matches("(?s).*(libjvm|libjava|libjli|libnet)\\.so.*"), needs::toString);
    Run gives = Packages.shell(folder, "rpm -qp --provides \"$rpm\"", "rpm", rpm).exits(0);
    assertFalse(gives.stdout().contains(".so"), gives::toString);
  }

  @Test
  void npm_installedOffline_startsByItsName_andFitsItsArchive() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/npm")), "needs npm");
    Path main = Packages.named("hf-device-[0-9.]+\\.tgz");
    Path platform = Packages.named("hf-device-\\w+-\\w+-[0-9.]+\\.tgz");
    Packages.shell(
            folder,
            "mkdir \"$app\" && cd \"$app\" && npm init -y >/dev/null && "
                + "npm install --offline --no-audit --no-fund \"$platform\" \"$main\"",
            "app",
            folder.resolve("app"),
            "platform",
            platform,
            "main",
            main)
        .exits(0);
    Path modules = folder.resolve("app/node_modules");
    String program = modules.resolve(".bin/hf-device").toString();

    Packages.logsInAndPrintsItsToken(folder, program);
    Packages.shell(folder, "cd \"$app\" && npx --offline hf-device nonsense", "app", modules)
        .exits(2);
    String platformPackage = platform.getFileName().toString().replaceFirst("-[0-9.]+\\.tgz$", "");
    Packages.takesItsClassesFromItsArchive(
        folder, program, modules.resolve(platformPackage).resolve("lib"));
  }

  @Test
  void npm_withoutThePackageOfThePlatform_saysSo() throws Exception {
    Path script = Packages.TARGET.resolve("packages/hf-device/hf-device.js");
    assumeTrue(Files.exists(script), "no npm package was made");
    Path copy = Files.copy(script, folder.resolve("hf-device.js"));
    Run run = Packages.shell(folder, "node \"$copy\" auth token", "copy", copy).exits(127);
    run.prints("").says("--no-optional").hides("    at ");
  }
}
