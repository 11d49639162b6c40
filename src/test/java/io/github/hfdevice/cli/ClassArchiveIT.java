package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start loads, and that it needs no archive. */
@DisabledOnOs(OS.WINDOWS)
class ClassArchiveIT {
  private static final Pattern OURS =
      Pattern.compile("(io\\.github\\.hfdevice|picocli|com\\.fasterxml|org\\.slf4j)\\.\\S+");
  private static final Path HOME = BuiltProgram.LAUNCHER.getParent().getParent();

  @TempDir private Path folder;

  /**
   * The commands that scripts and git run again and again.
   *
   * @param most how many classes of ours and of the libraries each loads, without lambdas; lower it
   *     when it falls
   */
  @ParameterizedTest
  @CsvSource({"199, auth token", "204, auth git-credential get", "203, auth exec -- true"})
  void oftenRun_loadsFewClasses(int most, String command) throws Exception {
    List<String> loaded = classesOf("-Xshare:auto", command).keySet().stream().sorted().toList();

    assertTrue(
        loaded.size() <= most, () -> loaded.size() + " classes instead of " + most + ": " + loaded);
    assertTrue(loaded.size() >= most * 0.9, () -> "lower the figure: " + loaded.size());
    assertEquals(
        List.of(),
        loaded.stream()
            .filter(name -> !name.startsWith("picocli.") && !name.startsWith("io.github.hfdevice."))
            .toList(),
        "JSON and logging are not for this");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth token", "auth git-credential get", "auth exec -- true"})
  void archiveOfTheBuild_holdsWhatIsOftenRun(String command) throws Exception {
    Map<String, Boolean> fromArchive = classesOf("-Dnothing", command);

    assertEquals(
        List.of(),
        fromArchive.keySet().stream().filter(name -> !fromArchive.get(name)).sorted().toList());
  }

  /** Each class of ours or of a library, and whether it came from an archive. */
  private Map<String, Boolean> classesOf(String option, String command) throws Exception {
    Path log = folder.resolve("classes");
    new BuiltProgram(folder)
        .loggedIn("hf_x", "[x]\nhf_token = hf_x\nexpires_at = 4102444800\n\n")
        .with("HF_DEVICE_JAVA_OPTS", option + " -Xlog:class+load:file=" + log)
        .stdin("protocol=https\nhost=huggingface.co\n\n")
        .run(command.split(" ", -1))
        .exits(0)
        .saysNothing();
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> !line.contains("Lambda"))
          .flatMap(line -> OURS.matcher(line).results().limit(1).map(found -> line))
          .collect(
              java.util.stream.Collectors.toMap(
                  line -> OURS.matcher(line).results().findFirst().orElseThrow().group(),
                  line -> line.contains("shared objects file")));
    }
  }

  @Test
  void archiveThatDoesNotFit_isIgnoredWithoutAWord() throws Exception {
    Path copy = copyWithoutArchives();
    Path built = archive();
    Path broken = copy.resolve("lib").resolve(built.getFileName());
    byte[] whole = Files.readAllBytes(built);
    Path home = Path.of(broken.toString().replaceFirst("\\.\\w+$", ".home"));
    Files.writeString(home, broken.getParent() + "\n"); // Else it would not even be tried.

    assertStarts(copy, "missing");
    Files.createFile(broken);
    assertStarts(copy, "empty");
    Files.writeString(broken, "no archive\n".repeat(10_000));
    assertStarts(copy, "something else");
    Files.write(broken, Arrays.copyOf(whole, whole.length / 2));
    assertStarts(copy, "cut off");
    Files.write(broken, madeByAnotherJvm(whole));
    assertStarts(copy, "of another JVM");
    Files.write(broken, whole);
    assertTrue(broken.toFile().setReadOnly() && broken.getParent().toFile().setReadOnly());
    assertStarts(copy, "of another folder, where nothing can be written");
    assertTrue(home.toFile().setWritable(true));
    Files.writeString(home, HOME.resolve("lib") + "\n");
    assertStarts(copy, "moved");
    assertTrue(broken.getParent().toFile().setWritable(true));
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void withoutAnArchiveOfTheBuild_theJvmKeepsOne() throws Exception {
    Path copy = copyWithoutArchives();
    Path cache = folder.resolve("cache");
    assertStarts(copy, "first");
    Path kept;
    try (Stream<Path> files = Files.list(cache.resolve("hf-device"))) {
      kept = files.findFirst().orElseThrow();
    }
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.getParent())));
    Object first = Files.getLastModifiedTime(kept);
    assertStarts(copy, "second");
    assertEquals(first, Files.getLastModifiedTime(kept), "written at each start");

    Files.setLastModifiedTime(
        copy.resolve("lib/hf-device.jar"),
        java.nio.file.attribute.FileTime.from(
            Files.getLastModifiedTime(kept).toInstant().plusSeconds(5)));
    assertStarts(copy, "after an upgrade");
    assertTrue(!first.equals(Files.getLastModifiedTime(kept)), "it never fits again");

    Files.delete(kept);
    Files.delete(kept.getParent());
    Files.delete(cache);
    Files.createFile(cache);
    assertStarts(copy, "no place for it");
  }

  private void assertStarts(Path home, String archive) throws Exception {
    Run run =
        new BuiltProgram(folder)
            .with("XDG_CACHE_HOME", folder.resolve("cache"))
            .with("copy", home)
            .shell("exec \"$copy/bin/hf-device\" --version");
    assertEquals(0, run.exitCode(), () -> archive + ": " + run);
    assertEquals("", run.stderr(), archive);
    assertTrue(run.stdout().matches("hf-device \\S+\nJava .*\n.*\n"), () -> archive + ": " + run);
  }

  private static Path archive() throws IOException {
    try (Stream<Path> files = Files.list(HOME.resolve("lib"))) {
      return files
          .filter(file -> file.toString().contains(System.getProperty("java.version") + "."))
          .filter(file -> file.toString().matches(".*\\.jsa"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no archive: see target/archive.log"));
    }
  }

  /** The header names the JVM. */
  private static byte[] madeByAnotherJvm(byte[] whole) {
    byte[] other = whole.clone();
    String header = new String(whole, 0, 4096, StandardCharsets.ISO_8859_1);
    int name = header.indexOf("64-Bit");
    assertTrue(name > 0, "the header does not name the JVM");
    other[name] = '3';
    return other;
  }

  private Path copyWithoutArchives() throws Exception {
    Path copy = folder.resolve("copy");
    new BuiltProgram(folder)
        .with("home", HOME)
        .with("copy", copy)
        .shell("cp -R \"$home\" \"$copy\" && rm -f \"$copy\"/lib/*.home \"$copy\"/lib/*.jsa")
        .exits(0);
    return copy;
  }
}
