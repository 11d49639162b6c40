package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Packages installed in earnest, by root: it changes the system, so it is only done when asked. */
@EnabledIfSystemProperty(named = "hfdevice.install", matches = "true")
class InstalledPackagesIT {
  @TempDir private Path folder;

  @BeforeEach
  void needRoot() throws Exception {
    assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "only root installs packages");
  }

  @Test
  void deb_isOnThePath_andLeavesOnlyTheTokenBehind() throws Exception {
    Path deb = Packages.named("hf-device_.*\\.deb");
    assumeTrue(Files.exists(Path.of("/usr/bin/apt-get")), "needs apt-get");
    assumeTrue(Files.notExists(Path.of("/usr/bin/hf-device")), "one is installed already");
    BuiltProgram home = Packages.program(folder, "deb", deb);
    // apt's own user reads it there.
    Packages.patiently(
            home,
            "cp \"$deb\" /tmp/hf-device-test.deb && apt-get install -y -q /tmp/hf-device-test.deb")
        .exits(0);
    List<String> installed;
    try {
      installed = home.shell("dpkg -L hf-device").exits(0).stdout().lines().toList();
      Packages.logsInAndPrintsItsToken(folder, "hf-device");
      home.loggedIn("hf_x", "[x]\nhf_token = hf_x\n\n");
      home.shell("hf-device auth token").exits(0).prints("hf_x\n");
      manualAndCompletionsAreFound(home);
    } finally {
      Packages.patiently(home, "rm -f /tmp/hf-device-test.deb; apt-get purge -y -q hf-device")
          .exits(0);
    }

    assertTrue(installed.contains("/usr/bin/hf-device"), installed::toString);
    for (String file : installed) {
      if (file.contains("hf-device")) {
        assertFalse(Files.exists(Path.of(file), LinkOption.NOFOLLOW_LINKS), file);
      }
    }
    home.shell("find /usr /etc /opt /var -name '*hf-device*'").prints("");
    assertEquals("hf_x", BuiltProgram.text(home.token()));
  }

  /**
   * By each program that is there, as it starts in such a system; images for containers tell dpkg
   * to leave manual pages out.
   */
  private static void manualAndCompletionsAreFound(BuiltProgram home) throws Exception {
    String bash = "/usr/share/bash-completion/bash_completion";
    Map<String, String> commands =
        Map.of(
            "man",
            "! grep -rqs 'path-exclude.*/man/' /etc/dpkg || { echo hf-device-auth-login; exit; }; "
                + "man -w hf-device-auth-login | sed 's,.*/,,;s,\\..*,,'",
            "fish",
            "fish -c 'complete -C \"hf-device auth logo\"' | cut -f1",
            "zsh",
            "zsh -c 'autoload -Uz compinit; compinit -u -D; echo $_comps[hf-device]'",
            bash,
            "bash --norc -c '. "
                + bash
                + "; _completion_loader hf-device; complete -p hf-device' | sed 's/.*-F //'");
    Map<String, String> found =
        Map.of("man", "hf-device-auth-login", "fish", "logout", "zsh", "_hf-device");
    for (Map.Entry<String, String> each : commands.entrySet()) {
      if (Files.exists(Path.of("/usr/bin").resolve(each.getKey()))) {
        home.shell(each.getValue())
            .prints(found.getOrDefault(each.getKey(), "_hf_device hf-device") + "\n");
      }
    }
  }

  @Test
  void rpm_installedInARoot_logsIn_andIsRemovedWhole() throws Exception {
    Path rpm = Packages.named("hf-device-.*\\.rpm");
    Path root = Files.createDirectory(folder.resolve("root"));
    String at = "rpm --root \"$root\" --dbpath /var/lib/rpm ";
    Packages.shell(folder, at + "--initdb", "root", root).exits(0);
    Packages.shell(folder, at + "-i --nodeps --ignorearch \"$rpm\"", "root", root, "rpm", rpm)
        .exits(0);

    String program = root.resolve("usr/bin/hf-device").toString();
    Packages.logsInAndPrintsItsToken(folder, program);

    Packages.shell(folder, at + "-e hf-device", "root", root).exits(0);
    Run left = Packages.shell(folder, "find \"$root\" -name '*hf-device*'", "root", root);
    left.exits(0).prints("");
  }

  @Test
  void rpm_keepsTheTimesThatTheArchiveNeeds() throws Exception {
    Path rpm = Packages.named("hf-device-.*\\.rpm");
    Path root = Files.createDirectory(folder.resolve("unpacked"));
    assumeTrue(Files.exists(Path.of("/usr/bin/cpio")), "needs cpio");
    String unpack = "cd \"$root\" && rpm2cpio \"$rpm\" | cpio -idm --quiet";
    Packages.shell(folder, unpack, "root", root, "rpm", rpm).exits(0);
    Packages.takesItsClassesFromItsArchive(
        folder,
        root.resolve("usr/bin/hf-device").toString(),
        root.resolve("usr/lib/hf-device/lib"));
  }
}
