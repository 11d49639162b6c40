package io.github.hfdevice.terminal;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Opens an address in a graphical browser of the desktop that the user sits at, and nowhere else:
 * over SSH it would open where nobody sees it, and a text browser would take the terminal over.
 */
public final class Browser {
  /** In the syntax of {@code BROWSER}. Left alone, {@code xdg-open} may end with a text browser. */
  private static final String GRAPHICAL =
      "x-www-browser:firefox:firefox-esr:chromium:chromium-browser:google-chrome";

  private final Map<String, String> environment;
  private final String system;
  private final Programs programs;

  /**
   * @param system the operating system's name, as {@code os.name} gives it
   */
  public Browser(Map<String, String> environment, String system) {
    this(environment, system, new Programs(environment));
  }

  Browser(Map<String, String> environment, String system, Programs programs) {
    this.environment = environment;
    this.system = system.toLowerCase(Locale.ROOT);
    this.programs = programs;
  }

  /**
   * Starts the browser and does not wait for it.
   *
   * @return why none was started, empty if one was; whether it shows the page cannot be known
   */
  public Optional<String> open(URI address) {
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      return obstacle;
    }
    boolean chosen = isSet("BROWSER");
    for (List<String> command : chosen ? commandsOfUser(address) : commandsOfDesktop(address)) {
      if (start(command)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        chosen ? "BROWSER names no graphical one that can be started" : "none was found");
  }

  private Optional<String> obstacle() {
    if (isSet("SSH_CONNECTION") || isSet("SSH_CLIENT") || isSet("SSH_TTY")) {
      return Optional.of("this is an SSH session");
    }
    if (isSet("CI")) {
      return Optional.of("this is a CI job");
    }
    boolean desktop = isMac() || isWindows() || isWsl() || hasDisplay();
    return desktop ? Optional.empty() : Optional.of("there is no desktop");
  }

  private boolean start(List<String> command) {
    Optional<String> program = programs.find(command.get(0));
    if (program.isEmpty() || TextBrowsers.include(program.get())) {
      return false;
    }
    List<String> whole = new ArrayList<>();
    // In a session of its own Ctrl-C and a hang-up here do not end it, and it has no terminal.
    if (!isMac() && !isWindows()) {
      programs.find("setsid").ifPresent(whole::add);
    }
    whole.add(program.get());
    whole.addAll(command.subList(1, command.size()));
    try {
      programs.start(whole, isSet("BROWSER") ? "" : GRAPHICAL);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** {@code BROWSER} is a list as for {@code PATH}; {@code %s} in an entry is the address. */
  private List<List<String>> commandsOfUser(URI address) {
    List<List<String>> commands = new ArrayList<>();
    for (String entry : environment.get("BROWSER").split(File.pathSeparator, -1)) {
      List<String> command = command(entry.strip(), address.toASCIIString());
      if (!command.isEmpty()) {
        commands.add(command);
      }
    }
    return commands;
  }

  private List<String> command(String entry, String address) {
    if (programs.find(entry).isPresent()) {
      return List.of(entry, address);
    }
    List<String> command = new ArrayList<>();
    for (String word : entry.split("\\s+", -1)) {
      if (!word.isEmpty() && !word.equals("&")) {
        command.add(word.replace("%s", address));
      }
    }
    if (!command.isEmpty() && !entry.contains("%s")) {
      command.add(address);
    }
    return command;
  }

  private List<List<String>> commandsOfDesktop(URI address) {
    String target = address.toASCIIString();
    if (isMac()) {
      return List.of(List.of("open", target));
    }
    if (isWindows()) {
      return List.of(List.of("rundll32", "url.dll,FileProtocolHandler", target));
    }
    List<List<String>> commands = new ArrayList<>();
    if (isWsl()) {
      commands.add(List.of("wslview", target));
      commands.add(List.of("explorer.exe", target));
    }
    if (hasDisplay()) {
      commands.add(List.of("xdg-open", target));
      for (String browser : GRAPHICAL.split(":", -1)) {
        commands.add(List.of(browser, target));
      }
    }
    return commands;
  }

  private boolean isMac() {
    return system.startsWith("mac");
  }

  private boolean isWindows() {
    return system.startsWith("windows");
  }

  private boolean isWsl() {
    return isSet("WSL_DISTRO_NAME") || isSet("WSL_INTEROP");
  }

  private boolean hasDisplay() {
    return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
  }

  private boolean isSet(String variable) {
    return !environment.getOrDefault(variable, "").isBlank();
  }
}
