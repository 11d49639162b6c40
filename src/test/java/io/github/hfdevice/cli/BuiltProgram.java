package io.github.hfdevice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The built {@code bin/hf-device}, with a home of its own and nothing else of the environment. */
final class BuiltProgram {
  static final Path LAUNCHER = Path.of(System.getProperty("hfdevice.home"), "bin", "hf-device");

  /**
   * What gives a program the usual signals though the tests' own process ignores some, as under
   * nohup; nothing where env(1) cannot.
   */
  private static final List<String> USUAL_SIGNALS = usualSignals();

  private final Path folder;
  private final TokenFolder files;
  private final Map<String, String> environment = new HashMap<>();
  private Path stdin = Path.of("/dev/null");

  /** Keeps everything of it in a new folder inside {@code parent}. */
  BuiltProgram(Path parent) throws IOException {
    folder = Files.createTempDirectory(parent, "run");
    files = new TokenFolder(folder.resolve("hf"));
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("HOME", Files.createDirectory(folder.resolve("home")).toString());
    environment.put("HF_HOME", hfHome().toString());
  }

  BuiltProgram with(String variable, Object value) {
    environment.put(variable, value.toString());
    return this;
  }

  BuiltProgram without(String variable) {
    environment.remove(variable);
    return this;
  }

  BuiltProgram stdin(String text) throws IOException {
    return stdin(text.getBytes(UTF_8));
  }

  BuiltProgram stdin(byte[] bytes) throws IOException {
    stdin = Files.write(folder.resolve("stdin"), bytes);
    return this;
  }

  /** What it runs in. */
  Path folder() {
    return folder;
  }

  Path hfHome() {
    return files.home();
  }

  Path token() {
    return files.token();
  }

  Path storedTokens() {
    return files.storedTokens();
  }

  /** The files of {@code HF_HOME}, read as strictly as another program would. */
  TokenFolder files() {
    return files;
  }

  /** Writes both files as a login of {@code hf} leaves them. */
  BuiltProgram loggedIn(String token, String storedTokens) throws IOException {
    files.holds(token, storedTokens);
    return this;
  }

  Run run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).end();
  }

  Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    return startCommand(command);
  }

  /** Runs {@code script} in a shell in which {@code $hf} is the program. */
  Run shell(String script) throws IOException, InterruptedException {
    return startShell(script).end();
  }

  Running startShell(String script) throws IOException {
    with("hf", LAUNCHER);
    return startCommand(List.of("/bin/sh", "-c", script));
  }

  /** The environment as commands of a shell, with {@code $hf} for the program. */
  String exports() {
    with("hf", LAUNCHER);
    StringBuilder exports = new StringBuilder();
    environment.forEach(
        (name, value) ->
            exports
                .append("export ")
                .append(name)
                .append('=')
                .append(ShellWord.of(value))
                .append('\n'));
    return exports.toString();
  }

  Running startCommand(List<String> command) throws IOException {
    Path out = Files.createTempDirectory(folder, "out");
    List<String> whole = new ArrayList<>(USUAL_SIGNALS);
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    builder.redirectInput(stdin.toFile());
    builder.redirectOutput(out.resolve("stdout").toFile());
    builder.redirectError(out.resolve("stderr").toFile());
    return new Running(builder.start(), out.resolve("stdout"), out.resolve("stderr"));
  }

  private static List<String> usualSignals() {
    List<String> env = List.of("/usr/bin/env", "--default-signal=HUP,INT,TERM");
    List<String> attempt = new ArrayList<>(env);
    attempt.add("true");
    try {
      return new ProcessBuilder(attempt).start().waitFor() == 0 ? env : List.of();
    } catch (IOException | InterruptedException e) {
      return List.of();
    }
  }

  static String text(Path file) throws IOException {
    return Files.readString(file, UTF_8);
  }
}
