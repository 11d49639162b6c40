package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archives that are published, unpacked as a user does, and run where no Java is. */
@DisabledOnOs(OS.WINDOWS)
class ArchivesIT {
  private static final String PORTABLE = System.getProperty("hfdevice.archives");
  private static final String SELF_CONTAINED =
      PORTABLE + "-" + System.getProperty("hfdevice.platform");
  private static final Pattern OURS = Pattern.compile(" (io\\.github\\.hfdevice|picocli)\\.");

  @TempDir private static Path folder;
  private static Path home;
  private static Path tools;

  @BeforeAll
  static void unpack() throws Exception {
    Path place = Files.createDirectories(folder.resolve("a place/with blanks"));
    shell("tar -xzf '" + SELF_CONTAINED + ".tar.gz' -C \"$place\"", "place", place).exits(0);
    home = place.resolve(Path.of(SELF_CONTAINED).getFileName());
    tools = Files.createDirectory(folder.resolve("tools"));
    // Linux before Java 22 locks through them.
    for (String tool : List.of("flock", "cat")) {
      Path installed = Path.of("/usr/bin", tool);
      if (Files.exists(installed)) {
        Files.createSymbolicLink(tools.resolve(tool), installed);
      }
    }
  }

  // The self-contained archive

  @Test
  void demo_runsWithoutJava() throws Exception {
    Run run = startWithoutJava(program(), "demo", "--auto-approve").end().exits(0).prints("");
    run.says("enter code: ").says("Logged in as alice").hides("arning");
  }

  @Test
  void login_runsWithoutJava_andItsTokenIsPrinted() throws Exception {
    Running hub = startWithoutJava(program(), "demo", "--serve", "--port", "0", "--auto-approve");
    try {
      String endpoint = hub.await(hub.stdout(), Pattern.compile("HF_ENDPOINT=(http://\\S+)\n"));
      BuiltProgram client = program().with("HF_ENDPOINT", endpoint);

      startWithoutJava(client, "auth", "login").end().exits(0).says("Logged in as alice");

      String token = BuiltProgram.text(client.token());
      assertTrue(token.startsWith("hf_oauth_"));
      startWithoutJava(client, "auth", "token").end().exits(0).prints(token + "\n").saysNothing();
    } finally {
      hub.signal("TERM");
      hub.end().exits(143);
    }
  }

  /**
   * What is found by name only, elliptic curves above all, the build's rehearsal over TLS needs;
   * what tells signals apart is looked for here.
   */
  @Test
  void modulesThatOurClassesName_areAllThere() throws Exception {
    StringWriter named = new StringWriter();
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    PrintWriter out = new PrintWriter(named);
    String lib = home.resolve("lib").toString();
    String options = "--multi-release 17 --ignore-missing-deps --no-recursive --print-module-deps";
    List<String> arguments = new ArrayList<>(List.of(options.split(" ", -1)));
    arguments.addAll(List.of("--module-path", lib, lib + "/hf-device.jar"));
    assertEquals(0, jdeps.run(out, out, arguments.toArray(new String[0])), named::toString);

    String there = BuiltProgram.text(home.resolve("lib/runtime/release"));
    List<String> modules = new ArrayList<>(List.of(named.toString().strip().split(",", -1)));
    modules.add("jdk.unsupported");
    assertTrue(modules.contains("java.base"), named::toString);
    // The others are the libraries beside our own jar.
    modules.removeIf(module -> !module.matches("(java|jdk)\\..*"));
    for (String module : modules) {
      assertTrue(Pattern.compile("[\" ]" + module + "[\" ]").matcher(there).find(), module);
    }
  }

  @Test
  void itsOwnJava_winsOverJavaHome() throws Exception {
    Run run = startWithoutJava(program().with("JAVA_HOME", folder), "--version").end().exits(0);
    assertTrue(run.stdout().contains("\nJava " + versionOfItsJava()), run::stdout);
  }

  @Test
  void classes_comeFromTheArchiveInside() throws Exception {
    Path log = folder.resolve("classes");
    BuiltProgram program =
        program()
            .loggedIn("hf_x", "[x]\nhf_token = hf_x\nexpires_at = 4102444800\n\n")
            .with("HF_DEVICE_JAVA_OPTS", "-Xlog:class+load:file=" + log);
    startWithoutJava(program, "auth", "token").end().exits(0).prints("hf_x\n");
    List<String> loaded = Files.readAllLines(log);
    List<String> fromJars = loaded.stream().filter(l -> !l.contains("shared objects")).toList();

    // Before Java 24 an archive of the program's own classes is of no use in another folder.
    if (Runtime.Version.parse(versionOfItsJava()).feature() >= 24) {
      assertEquals(
          List.of(),
          fromJars.stream()
              .filter(line -> OURS.matcher(line).find() && !line.contains("Lambda"))
              .toList());
    }
    assertTrue(fromJars.size() < loaded.size() / 2, () -> String.join("\n", fromJars));
  }

  @Test
  void everythingBundled_comesWithItsLicence() throws Exception {
    assertTrue(Files.size(home.resolve("LICENSE")) > 0);
    assertTrue(Files.size(home.resolve("lib/runtime/legal/java.base/LICENSE")) > 0);
    List<Path> jars;
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
    assertTrue(jars.size() > 1);
    for (Path jar : jars) {
      String name = jar.getFileName().toString().replaceFirst("-[0-9].*", "");
      if (!name.equals("hf-device.jar")) {
        try (Stream<Path> texts = Files.list(home.resolve("licenses").resolve(name))) {
          assertTrue(texts.anyMatch(text -> text.toString().contains("LICENSE")), name);
        }
      }
    }
  }

  // The portable archives

  @Test
  void tarAndZip_unpackToTheSameRunnableProgram() throws Exception {
    Path tar = Files.createDirectory(folder.resolve("tar"));
    shell("tar -xzf '" + PORTABLE + ".tar.gz' -C \"$tar\"", "tar", tar).exits(0);
    List<String> unpacked = entries(tar);
    List<String> zipped;
    try (FileSystem zip =
        FileSystems.newFileSystem(
            Path.of(PORTABLE + ".zip"), Map.of("enablePosixFileAttributes", true))) {
      zipped = entries(zip.getPath("/"));
    }

    assertEquals(unpacked, zipped);
    String top = Path.of(PORTABLE).getFileName().toString();
    assertTrue(unpacked.contains("rwxr-xr-x " + top + "/bin/hf-device"), unpacked::toString);
    assertTrue(unpacked.contains("rw-r--r-- " + top + "/lib/hf-device.jar"), unpacked::toString);
    assertTrue(unpacked.stream().noneMatch(e -> e.matches(".*\\.(jsa|aot|home)")));
    new BuiltProgram(folder)
        .startCommand(List.of(tar.resolve(top).resolve("bin/hf-device").toString(), "--version"))
        .end()
        .exits(0)
        .saysNothing();
  }

  @Test
  void checksums_holdForEveryArchive() throws Exception {
    Path target = Path.of(PORTABLE).getParent();
    String sum = "{ sha256sum -c SHA256SUMS || shasum -a 256 -c SHA256SUMS; } 2>/dev/null";
    Run run = shell("cd \"$target\" && " + sum, "target", target).exits(0);
    for (String archive :
        List.of(PORTABLE + ".tar.gz", PORTABLE + ".zip", SELF_CONTAINED + ".tar.gz")) {
      assertTrue(run.stdout().contains(Path.of(archive).getFileName() + ": OK\n"), run::stdout);
    }
  }

  // Fixtures

  private static BuiltProgram program() throws IOException {
    return new BuiltProgram(folder).without("JAVA_HOME").with("PATH", tools);
  }

  private static Running startWithoutJava(BuiltProgram program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/hf-device").toString()));
    command.addAll(List.of(arguments));
    return program.startCommand(command);
  }

  private static String versionOfItsJava() throws IOException {
    return BuiltProgram.text(home.resolve("lib/runtime/release"))
        .replaceFirst("(?s).*?JAVA_VERSION=\"([^\"]+)\".*", "$1");
  }

  private static Run shell(String script, Object... variables) throws Exception {
    BuiltProgram program = new BuiltProgram(folder);
    for (int i = 0; i < variables.length; i += 2) {
      program.with(variables[i].toString(), variables[i + 1]);
    }
    return program.shell(script);
  }

  /** Permissions and name of each file below {@code top}. */
  private static List<String> entries(Path top) throws IOException {
    List<String> entries = new ArrayList<>();
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        entries.add(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                + " "
                + top.relativize(file));
      }
    }
    entries.sort(null);
    return entries;
  }
}
