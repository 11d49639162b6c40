package io.github.hfdevice.demo;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * Starts the Chromium of this machine with an empty profile. It downloads nothing and calls nobody.
 */
final class FreshChromium {
  private static final File CHROMEDRIVER = new File("/usr/bin/chromedriver");

  private FreshChromium() {}

  static ChromeDriver desktop(Path profile) {
    return start(options(profile).addArguments("--window-size=1280,800"));
  }

  static ChromeDriver phone(Path profile) {
    return start(
        options(profile)
            .setExperimentalOption(
                "mobileEmulation",
                Map.of(
                    "deviceMetrics",
                    Map.of(
                        "width",
                        390,
                        "height",
                        844,
                        "pixelRatio",
                        2,
                        "mobile",
                        true,
                        "touch",
                        true))));
  }

  static ChromeDriver withoutScripts(Path profile) {
    return start(
        options(profile)
            .setExperimentalOption(
                "prefs", Map.of("profile.managed_default_content_settings.javascript", 2)));
  }

  private static ChromeOptions options(Path profile) {
    return new ChromeOptions()
        .setBinary("/usr/bin/chromium")
        .addArguments(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + profile);
  }

  private static ChromeDriver start(ChromeOptions options) {
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(CHROMEDRIVER)
            .usingAnyFreePort()
            .withSilent(true)
            .build();
    return new ChromeDriver(service, options);
  }
}
