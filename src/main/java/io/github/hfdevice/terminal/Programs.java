package io.github.hfdevice.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The programs of the machine. */
class Programs {
  private static final File NULL = new File("/dev/null");

  private final Map<String, String> environment;

  Programs(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The path of the program {@code name}, which may be a path already. */
  Optional<String> find(String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (name.contains("/") || name.contains(File.separator)) {
        return isProgram(Path.of(name)) ? Optional.of(name) : Optional.empty();
      }
      for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
        for (String ending : endings()) {
          Path candidate = Path.of(folder, name + ending);
          if (candidate.isAbsolute() && isProgram(candidate)) {
            return Optional.of(candidate.toString());
          }
        }
      }
    } catch (InvalidPathException e) {
      // What is not a valid path cannot be a program.
    }
    return Optional.empty();
  }

  private static List<String> endings() {
    return File.pathSeparatorChar == ';' ? List.of("", ".exe", ".cmd", ".bat") : List.of("");
  }

  private static boolean isProgram(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }

  /** {@code program} with its links followed. */
  static String resolved(String program) {
    try {
      return Path.of(program).toRealPath().toString();
    } catch (IOException e) {
      return program;
    }
  }

  /**
   * Starts {@code command} on its own: it has none of our streams, and nobody waits for it.
   *
   * @param browsers the value of {@code BROWSER} for it, empty to leave it alone
   */
  void start(List<String> command, String browsers) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
    if (!browsers.isEmpty()) {
      builder.environment().put("BROWSER", browsers);
    }
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    if (NULL.exists()) {
      builder.redirectInput(NULL);
    }
    builder.start();
  }
}
