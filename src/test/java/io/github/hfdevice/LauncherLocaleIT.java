package io.github.hfdevice;

import static io.github.hfdevice.Launcher.HOME;
import static io.github.hfdevice.Launcher.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Paths beyond ASCII, in locales that have no such letters or are not there. */
@EnabledOnOs(OS.LINUX)
class LauncherLocaleIT {
  /** None of them is installed but the first two: who has an English one has UTF-8 in its name. */
  private static final List<String> POOR =
      List.of("C", "POSIX", "xx", "xx_XX", "xx_XX.UTF-8", "xx_XX.ISO-8859-1", "xx_XX@euro");

  @TempDir private Path dir;

  @BeforeEach
  void needTheLocaleOfTheLauncher() {
    assumeTrue(
        Files.exists(Path.of("/usr/lib/locale/C.utf8"))
            || Files.exists(Path.of("/usr/lib/locale/C.UTF-8")),
        "needs the locale C.UTF-8");
  }

  @Test
  void programAndHomeBeyondAscii_areFound_whateverTheLocale() throws Exception {
    String install = "odd=$2/$(printf 'J\\303\\266rg') && cp -R \"$1\" \"$odd\" && ";
    String keep =
        "mkdir -p \"$odd/home\" && printf 'hf_x' >\"$odd/home/token\" && chmod 600 \"$odd/home/token\" && ";
    String ask = "HF_HOME=$odd/home exec \"$odd/bin/hf-device\" auth token";
    for (String locale : POOR) {
      Path target = Files.createDirectory(dir.resolve(locale));
      for (String screen : List.of("DISPLAY", "SSH_CONNECTION")) {
        Launcher launcher = new Launcher(dir).with("LANG", locale).with(screen, ":0");
        String script = install + keep + ask;

        Launcher.Result result = launcher.shell(script, HOME, target);

        assertEquals("hf_x\n", result.exits(0).stdout(), locale + ", " + screen);
        launcher.shell("rm -rf \"$1\"/*", target).exits(0);
      }
    }
  }

  @Test
  void localeThatIsInstalled_staysOnADesktop() throws Exception {
    Launcher launcher = tellingItsLocale().with("LANG", "C.UTF-8").with("DISPLAY", ":0");
    assertTrue(launcher.start().stdout().endsWith("\nLC_ALL=unset\n"));
    assertFalse(launcher.start().stdout().contains("hfdevice.lcAll"));
  }

  @Test
  void localeThatIsReplaced_isTold() throws Exception {
    Launcher launcher = tellingItsLocale().with("LC_ALL", "xx_XX");
    List<String> told = launcher.start().lines();
    assertEquals("LC_ALL=C.UTF-8", told.get(told.size() - 1));
    assertEquals("xx_XX", fact("lcAll", told));

    assertEquals("", fact("lcAll", launcher.without("LC_ALL").start().lines()));
  }

  private Launcher tellingItsLocale() throws Exception {
    Launcher launcher = new Launcher(dir);
    String tell = Launcher.PRINTS_ARGUMENTS + "; echo \"LC_ALL=${LC_ALL-unset}\"";
    return launcher.with("JAVA_HOME", launcher.fakeJdk("telling", "17", tell));
  }
}
