package io.github.hfdevice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The built {@code bin/hf-device} in surroundings that a test chooses, nothing else inherited. */
final class Launcher {
  static final Path HOME = Path.of(System.getProperty("hfdevice.home"));
  static final Path PROGRAM = HOME.resolve("bin/hf-device");
  static final String REAL_JDK = System.getProperty("java.home");
  static final String SYSTEM_PATH = "/usr/bin:/bin";

  /** For {@link #fakeJdk}: prints each argument on a line of its own. */
  static final String PRINTS_ARGUMENTS = "printf '%s\\n' \"$@\"";

  private final Path dir;
  private final Map<String, String> environment = new HashMap<>();

  /** Starts with the JDK of the tests; what it makes lies in {@code dir}. */
  Launcher(Path dir) {
    this.dir = dir;
    with("PATH", SYSTEM_PATH).with("JAVA_HOME", REAL_JDK);
  }

  record Result(long pid, int exitCode, String stdout, String stderr) {
    List<String> lines() {
      return stdout.lines().toList();
    }

    Result exits(int expected) {
      assertEquals(expected, exitCode, this::toString);
      return this;
    }

    void isVersion() {
      assertEquals("", stderr);
      exits(0);
      assertTrue(stdout.contains("hf-device"), stdout);
    }

    /** One line on stderr that holds all {@code parts}. */
    void refuses(int code, String... parts) {
      exits(code);
      assertEquals("", stdout);
      assertEquals(1, stderr.lines().count(), stderr);
      assertTrue(stderr.startsWith("hf-device: "), stderr);
      Arrays.stream(parts).forEach(p -> assertTrue(stderr.contains(p), stderr));
    }
  }

  Launcher with(String variable, Object value) {
    environment.put(variable, value.toString());
    return this;
  }

  Launcher without(String variable) {
    environment.remove(variable);
    return this;
  }

  /** The value of {@code -Dhfdevice.NAME=} among the arguments that Java got. */
  static String fact(String name, List<String> arguments) {
    String prefix = "-Dhfdevice." + name + "=";
    List<String> values = arguments.stream().filter(a -> a.startsWith(prefix)).toList();
    assertEquals(1, values.size(), arguments.toString());
    return values.get(0).substring(prefix.length());
  }

  /** A folder that looks like a JDK of this version and in which java is a script. */
  Path fakeJdk(String name, String version, String script) throws IOException {
    javaScript(name + "/bin", script);
    Path jdk = dir.resolve(name);
    Files.writeString(
        jdk.resolve("release"),
        "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n",
        UTF_8);
    return jdk;
  }

  Path javaScript(String folder, String script) throws IOException {
    Path java = Files.createDirectories(dir.resolve(folder)).resolve("java");
    Files.writeString(java, "#!/bin/sh\n" + script + "\n", UTF_8);
    assertTrue(java.toFile().setExecutable(true));
    return java;
  }

  Path copyOfHome(String name) throws Exception {
    Path copy = dir.resolve(name);
    Files.createDirectories(copy.getParent());
    shell("cp -R \"$1\" \"$2\"", HOME, copy).exits(0);
    return copy;
  }

  Result start(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(List.of(arguments));
    return run(command.toArray(new String[0]));
  }

  Result shell(String script, Path... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    Arrays.stream(arguments).map(Path::toString).forEach(command::add);
    return run(command.toArray(new String[0]));
  }

  Result run(String... command) throws Exception {
    Path stdout = dir.resolve("stdout");
    Path stderr = dir.resolve("stderr");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
    Process process = builder.start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended, "did not end in time");
    return new Result(
        process.pid(),
        process.exitValue(),
        Files.readString(stdout, UTF_8),
        Files.readString(stderr, UTF_8));
  }
}
