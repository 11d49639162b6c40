package io.github.hfdevice;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which room may know which: every import that is not listed here is a fault. */
class ArchitectureTest {
  private static final Path SOURCES = Path.of("src/main/java/io/github/hfdevice");
  private static final String BASE = "io.github.hfdevice.";
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?([\\w.]+)", Pattern.MULTILINE);
  private static final String JACKSON = "com.fasterxml.jackson.";

  /** What every room may know: small, and built on the JDK alone. */
  private static final List<String> EVERYONES = ours("time", "setting", "text");

  /** Prefixes by room; the JDK's {@code java.*} is everyone's. */
  private static final Map<String, List<String>> ALLOWED =
      Map.ofEntries(
          entry("Main", ours("cli", "oauth")),
          entry("TerminationSignals", ours("cli")),
          entry("DeviceLogin", ours("login", "oauth", "store")),
          entry("DeviceLoginBuilder", ours("login", "oauth", "hub", "store", "http")),
          entry("HubTokens", ours("login", "oauth", "hub", "store")),
          entry("StoredLogin", ours("login", "hub", "store")),
          entry("LoginNotStoredException", ours("login")),
          entry("LoginPrompt", ours("oauth")),
          entry(
              "cli",
              with(
                  ours("login", "oauth", "hub", "store", "terminal", "http", "git", "doctor"),
                  "picocli.",
                  JACKSON)),
          entry("cli/DemoCommand", ours("demo")),
          entry("login", ours("oauth", "hub", "store", "http")),
          entry("doctor", ours("hub", "store", "http")),
          entry("hub", with(ours("oauth", "http"), JACKSON)),
          entry("oauth", with(ours("http"), JACKSON)),
          entry("http", List.of("javax.net.ssl.", "org.slf4j.")),
          entry("store", List.of()),
          entry("git", List.of()),
          entry("terminal", List.of("io.nayuki.qrcodegen.")),
          entry("time", List.of()),
          entry("setting", List.of()),
          entry("text", List.of()),
          entry("demo", List.of("javax.crypto.", JACKSON)));

  @Test
  void everyImport_isListed() throws IOException {
    TreeSet<String> strangers = new TreeSet<>();
    for (Path source : sources()) {
      strangers.addAll(strangers(room(source), name(source), Files.readString(source)));
    }
    assertEquals(new TreeSet<String>(), strangers);
  }

  @Test
  void everyRoom_isListed_andNoneIsGone() throws IOException {
    try (Stream<Path> entries = Files.list(SOURCES)) {
      assertEquals(
          ALLOWED.keySet().stream()
              .filter(room -> Character.isLowerCase(room.charAt(0)) && !room.contains("/"))
              .collect(toSet()),
          entries
              .filter(Files::isDirectory)
              .map(room -> room.getFileName().toString())
              .collect(toSet()));
    }
    assertTrue(sources().size() > 50, "the sources were not found");
  }

  @ParameterizedTest
  @CsvSource({
    "store, TokenStore, io.github.hfdevice.http.HttpCall",
    "store, TokenStore, com.fasterxml.jackson.databind.JsonNode",
    "terminal, Printable, io.github.hfdevice.oauth.PollPace",
    "demo, PracticeHub, io.github.hfdevice.oauth.PollPace",
    "http, HttpCall, io.github.hfdevice.oauth.OAuthError",
    "http, HttpCall, com.fasterxml.jackson.databind.JsonNode",
    "oauth, PollPace, io.github.hfdevice.hub.HubLayout",
    "oauth, PollPace, org.slf4j.Logger",
    "hub, HubSettings, io.github.hfdevice.store.TokenStore",
    "hub, HubSettings, picocli.CommandLine",
    "git, GitCredentials, io.github.hfdevice.store.TokenStore",
    "login, Login, io.github.hfdevice.cli.Output",
    "login, Login, io.github.hfdevice.terminal.Screen",
    "login, Login, picocli.CommandLine",
    "login, Server, com.fasterxml.jackson.databind.JsonNode",
    "oauth, RefreshClient, io.github.hfdevice.login.Server",
    "store, TokenStore, io.github.hfdevice.login.Server",
    "'', DeviceLogin, io.github.hfdevice.cli.Cli",
    "doctor, Doctor, io.github.hfdevice.oauth.PollPace",
    "cli, LoginCommand, io.github.hfdevice.demo.PracticeHub",
    "cli, LoginCommand, org.slf4j.Logger",
    "'', Main, io.github.hfdevice.store.TokenStore",
    "'', DeviceLoginBuilder, picocli.CommandLine",
    "'', Unlisted, io.github.hfdevice.cli.Cli",
  })
  void wrongEdge_isFound(String room, String name, String imported) {
    assertEquals(1, strangers(room, name, "import " + imported + ";").size());
    assertEquals(1, strangers(room, name, "\nimport static " + imported + ".x;\n").size());
  }

  private static List<String> strangers(String room, String name, String source) {
    return IMPORT
        .matcher(source)
        .results()
        .map(found -> found.group(1))
        .filter(imported -> !imported.startsWith("java."))
        .filter(imported -> !isAllowed(room.isEmpty() ? name : room, name, imported))
        .map(imported -> room + "/" + name + " -> " + imported)
        .toList();
  }

  private static boolean isAllowed(String room, String name, String imported) {
    return Stream.concat(
            EVERYONES.stream(),
            Stream.of(room, room + "/" + name)
                .flatMap(key -> ALLOWED.getOrDefault(key, List.of()).stream()))
        .anyMatch(imported::startsWith);
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static String room(Path source) {
    Path folder = SOURCES.relativize(source).getParent();
    return folder == null ? "" : folder.toString();
  }

  private static String name(Path source) {
    return source.getFileName().toString().replace(".java", "");
  }

  private static List<String> ours(String... rooms) {
    return Arrays.stream(rooms).map(room -> BASE + room + ".").toList();
  }

  private static List<String> with(List<String> rooms, String... libraries) {
    return Stream.concat(rooms.stream(), Arrays.stream(libraries)).toList();
  }
}
