package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of the shared files, and a strict reader of them that is not the program's own. */
final class TokenFolder {
  private static final Pattern HEADER = Pattern.compile("\\[([^\\n]+)]");
  private static final Pattern KEY = Pattern.compile("([a-z_]+) = ([^\\n]*)");

  private final Path home;

  TokenFolder(Path home) {
    this.home = home;
  }

  Path home() {
    return home;
  }

  Path token() {
    return home.resolve("token");
  }

  /** Keys that only we know, of a login at a server that is not the Hub itself. */
  private static final Pattern OURS =
      Pattern.compile(
          "(?m)^(endpoint|client_id|token_endpoint|userinfo_endpoint|discovered) = .*\n");

  /** What {@code hf} knows of a text of {@code stored_tokens}. */
  static String knownToHf(String storedTokens) {
    return OURS.matcher(storedTokens).replaceAll("");
  }

  Path storedTokens() {
    return home.resolve("stored_tokens");
  }

  Path lock() {
    return home.resolve("stored_tokens.lock");
  }

  void holds(String token, String storedTokens) throws IOException {
    write(token(), token);
    write(storedTokens(), storedTokens);
  }

  void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** The token as it lies there; empty when there is no file, and a failure when it is cut off. */
  String activeToken() throws IOException {
    if (!Files.exists(token())) {
      return "";
    }
    String text = Files.readString(token());
    assertTrue(text.matches("\\S+"), () -> "a token cut off: '" + text + "'");
    return text;
  }

  /** Sections in the only shape that the program writes; anything else is a failure. */
  Map<String, Map<String, String>> sections() throws IOException {
    Map<String, Map<String, String>> sections = new TreeMap<>();
    if (!Files.exists(storedTokens())) {
      return sections;
    }
    String text = Files.readString(storedTokens());
    assertTrue(text.endsWith("\n\n"), () -> "cut off: '" + text + "'");
    Map<String, String> section = null;
    for (String line : text.split("\n", -1)) {
      Matcher header = HEADER.matcher(line);
      Matcher key = KEY.matcher(line);
      if (header.matches()) {
        assertTrue(section == null, () -> "no blank line in '" + text + "'");
        section = new LinkedHashMap<>();
        assertTrue(sections.put(header.group(1), section) == null, "a section twice");
      } else if (line.isEmpty()) {
        section = null;
      } else {
        assertTrue(section != null && key.matches(), () -> "line '" + line + "'");
        assertTrue(section.put(key.group(1), key.group(2)) == null, "a key twice");
      }
    }
    assertFalse(sections.isEmpty(), "stored_tokens without a section");
    return sections;
  }

  String stored(String name, String key) throws IOException {
    return sections().get(name).get(key);
  }

  /** Files of the folder that no reader of the shared files knows. */
  List<String> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !List.of("token", "stored_tokens", "stored_tokens.lock").contains(name))
          .sorted()
          .toList();
    }
  }
}
