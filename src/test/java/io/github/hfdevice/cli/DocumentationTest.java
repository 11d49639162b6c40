package io.github.hfdevice.cli;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the Markdown files say that can be looked up. */
class DocumentationTest {
  private static final Path README = Path.of("README.md");

  /** What they promise names the tests that hold it. */
  private static final Map<Path, String> PROMISES =
      Map.of(
          Path.of(".github/SECURITY.md"), "| promise | held by |",
          Path.of(".github/FIELD.md"), "| report | held by |");

  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)]*))?\\)");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT)#\\w+)`");
  private static final Pattern VARIABLE = Pattern.compile("\"(HF_[A-Z_]+)\"");
  private static final Pattern EXIT_CODES = Pattern.compile("(?m)^\\| ([\\d, ]+) \\|");

  private static Stream<MatchResult> matches(Pattern pattern, Path file) throws IOException {
    return pattern.matcher(Files.readString(file)).results();
  }

  @Test
  void everyLink_leadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path file : Documentation.files()) {
      for (MatchResult link : matches(LINK, file).toList()) {
        Path target = link.group(1).isEmpty() ? file : file.resolveSibling(link.group(1));
        boolean good =
            Files.exists(target)
                && (link.group(2) == null || anchors(target).contains(link.group(2)));
        if (!good) {
          broken.add(file + ": " + link.group());
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  /** The names under which GitHub's headings can be linked to. */
  private static List<String> anchors(Path file) throws IOException {
    return matches(Pattern.compile("(?m)^#+ (.*)$"), file)
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w -]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void readme_linksToEveryPage() throws IOException {
    Set<Path> linked =
        matches(LINK, README)
            .map(link -> Path.of(link.group(1)))
            .collect(toCollection(TreeSet::new));
    for (Path page : Documentation.files()) {
      assertTrue(page.equals(README) || linked.contains(page), () -> page + " is not linked");
    }
  }

  @Test
  void promises_nameTestsThatExist() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path page : PROMISES.keySet()) {
      for (MatchResult name : matches(TEST, page).toList()) {
        if (!Documentation.isTest(name.group(1))) {
          missing.add(name.group(1));
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void everyPromise_namesATest() throws IOException {
    for (Map.Entry<Path, String> page : PROMISES.entrySet()) {
      boolean promises = false;
      int count = 0;
      for (String line : Files.readAllLines(page.getKey())) {
        boolean isHead = line.equals(page.getValue());
        promises = line.startsWith("|") && (promises || isHead);
        if (promises && !isHead && !line.startsWith("| ---")) {
          assertTrue(TEST.matcher(line).find(), () -> "no test holds: " + line);
          count++;
        }
      }
      assertTrue(count > 20, page.getKey() + ": the promises were not found");
    }
  }

  @Test
  void namesThatAreNoTests_areFound() throws IOException {
    assertTrue(Documentation.isTest("DocumentationTest#everyLink_leadsSomewhere"));
    assertFalse(Documentation.isTest("DocumentationTest#matches"));
    assertFalse(Documentation.isTest("DocumentationTest#nothing"));
    assertFalse(Documentation.isTest("NothingTest#everyLink_leadsSomewhere"));
  }

  @Test
  void exitCodes_areAllInTheTable() throws IOException {
    Set<Integer> documented =
        matches(EXIT_CODES, README)
            .flatMap(row -> Stream.of(row.group(1).split(", ", -1)))
            .map(Integer::valueOf)
            .collect(toCollection(TreeSet::new));
    Set<Integer> real = new TreeSet<>(Set.of(129, 130, 143));
    for (ExitCode code : ExitCode.values()) {
      real.add(code.number());
    }
    assertEquals(real, documented);
  }

  @Test
  void everyVariable_isInTheSettings() throws IOException {
    String settings = Files.readString(Path.of("src/docs/settings.md"));
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        for (MatchResult variable : matches(VARIABLE, source).toList()) {
          assertTrue(
              settings.contains("`" + variable.group(1) + "`"),
              () -> variable.group(1) + " of " + source);
        }
      }
    }
  }
}
