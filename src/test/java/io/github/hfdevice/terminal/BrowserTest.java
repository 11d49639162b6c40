package io.github.hfdevice.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserTest {
  private static final URI ADDRESS = URI.create("https://hf.co/d");
  private static final Optional<String> STARTED = Optional.empty();

  private static Optional<String> open(
      FakePrograms programs, String system, String... environment) {
    Map<String, String> variables = new HashMap<>();
    for (String variable : environment) {
      int equals = variable.indexOf('=');
      variables.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return new Browser(variables, system, programs).open(ADDRESS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DISPLAY=:0", "WAYLAND_DISPLAY=wayland-0"})
  void linuxDesktop_opensItsOwn_inASessionOfItsOwn_andNeverATextBrowser(String display) {
    FakePrograms programs = new FakePrograms("setsid", "xdg-open", "firefox", "w3m");
    assertEquals(STARTED, open(programs, "Linux", display));
    assertEquals(List.of("setsid xdg-open https://hf.co/d"), programs.started);
    assertFalse(programs.browsers.get(0).isEmpty());
    assertFalse(programs.browsers.get(0).contains("w3m"));
  }

  @ParameterizedTest
  @CsvSource({
    "Mac OS X, open, open https://hf.co/d",
    "Windows 11, rundll32, 'rundll32 url.dll,FileProtocolHandler https://hf.co/d'",
  })
  void otherDesktops_openTheirOwn(String system, String program, String command) {
    FakePrograms programs = new FakePrograms("setsid", program);
    assertEquals(STARTED, open(programs, system));
    assertEquals(List.of(command), programs.started);
  }

  @Test
  void wsl_opensTheBrowserOfWindows() {
    FakePrograms programs = new FakePrograms("xdg-open", "wslview");
    assertEquals(STARTED, open(programs, "Linux", "WSL_DISTRO_NAME=Debian", "DISPLAY=:0"));
    assertEquals(List.of("wslview https://hf.co/d"), programs.started);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH_CONNECTION=1", "SSH_CLIENT=1", "SSH_TTY=/dev/pts/1", "CI=true"})
  void awayFromTheDesktop_nothingIsStarted(String variable) {
    for (String system : List.of("Linux", "Mac OS X", "Windows 11")) {
      FakePrograms programs = new FakePrograms("xdg-open", "open", "rundll32", "firefox");
      assertFalse(open(programs, system, variable, "DISPLAY=:0", "BROWSER=firefox").isEmpty());
      assertEquals(List.of(), programs.started);
    }
  }

  @Test
  void linuxWithoutADesktop_startsNothing_evenWithBrowser() {
    FakePrograms programs = new FakePrograms("xdg-open", "firefox");
    assertEquals(Optional.of("there is no desktop"), open(programs, "Linux", "BROWSER=firefox"));
    assertEquals(List.of(), programs.started);
  }

  @DisabledOnOs(OS.WINDOWS)
  @ParameterizedTest
  @CsvSource({
    "firefox, firefox https://hf.co/d",
    "lynx:w3m:firefox, firefox https://hf.co/d",
    "missing:broken:firefox:chromium, firefox https://hf.co/d",
    "firefox --new-window, firefox --new-window https://hf.co/d",
    "firefox -u %s --x &, firefox -u https://hf.co/d --x",
    "'::firefox', firefox https://hf.co/d",
    "my browser, my browser https://hf.co/d",
  })
  void browserVariable_isAListOfCommands(String value, String command) {
    FakePrograms programs =
        new FakePrograms("xdg-open", "firefox", "lynx", "w3m", "broken", "chromium", "my browser")
            .broken("broken");
    assertEquals(STARTED, open(programs, "Linux", "DISPLAY=:0", "BROWSER=" + value));
    assertEquals(List.of(command), programs.started);
    assertEquals(List.of(""), programs.browsers);
  }

  @DisabledOnOs(OS.WINDOWS)
  @ParameterizedTest
  @ValueSource(strings = {"lynx", "w3m:www-browser", "missing", "lynx -accept_all_cookies"})
  void browserVariableWithoutAGraphicalOne_startsNothingElse(String value) {
    FakePrograms programs = new FakePrograms("xdg-open", "lynx", "w3m", "www-browser");
    assertEquals(
        Optional.of("BROWSER names no graphical one that can be started"),
        open(programs, "Linux", "DISPLAY=:0", "BROWSER=" + value));
    assertEquals(List.of(), programs.started);
  }

  @Test
  void desktopWithoutABrowser_saysSo() {
    FakePrograms programs = new FakePrograms("w3m");
    assertEquals(Optional.of("none was found"), open(programs, "Linux", "DISPLAY=:0"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void textBrowser_isKnownBehindALink(@TempDir Path dir) throws IOException {
    Path lynx = Files.createFile(dir.resolve("lynx"));
    Path link = Files.createSymbolicLink(dir.resolve("browser"), lynx);
    assertEquals(true, TextBrowsers.include(link.toString()));
    assertEquals(false, TextBrowsers.include(dir.resolve("firefox").toString()));
  }
}
