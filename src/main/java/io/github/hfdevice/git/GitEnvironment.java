package io.github.hfdevice.git;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What git gets of an environment, and where it is found in it. */
final class GitEnvironment {
  /**
   * Of git's own variables, those that say where the user's settings and git's programs are. The
   * others describe a repository and its settings (see {@code git rev-parse --local-env-vars}), or
   * make git show what helpers are told (GIT_TRACE, GIT_CURL_VERBOSE), redirect it, or ask
   * somebody.
   */
  private static final Set<String> KEPT =
      Set.of("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH");

  private static final boolean WINDOWS = File.separatorChar == '\\';

  private GitEnvironment() {}

  /**
   * The variables for a git that runs in {@code folder} and finds no repository there or above.
   *
   * @param folder absolute, without links in it
   */
  static Map<String, String> in(Path folder, Map<String, String> environment) {
    Map<String, String> kept = new HashMap<>(environment);
    kept.keySet().removeIf(GitEnvironment::isDropped);
    kept.put("GIT_CEILING_DIRECTORIES", String.valueOf(folder.getParent()));
    kept.put("GIT_TERMINAL_PROMPT", "0");
    return kept;
  }

  /** Windows takes names in either case. */
  private static boolean isDropped(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith("GIT_") && !KEPT.contains(upper);
  }

  /**
   * The path of git. Only absolute folders of the PATH count, since the current one may be
   * anybody's repository.
   *
   * @throws GitException if there is none
   */
  static String program(Map<String, String> environment) throws GitException {
    String name = WINDOWS ? "git.exe" : "git";
    for (String folder : path(environment).split(File.pathSeparator, -1)) {
      try {
        Path candidate = Path.of(folder, name);
        if (candidate.isAbsolute()
            && Files.isRegularFile(candidate)
            && Files.isExecutable(candidate)) {
          return candidate.toString();
        }
      } catch (InvalidPathException e) {
        // No path is no program.
      }
    }
    throw new GitException("git cannot be run: no folder of PATH holds it", null);
  }

  /** Where execvp(3) looks without the variable, the current folder left out. */
  private static String path(Map<String, String> environment) {
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String name = variable.getKey();
      if (WINDOWS ? name.equalsIgnoreCase("PATH") : name.equals("PATH")) {
        return variable.getValue();
      }
    }
    return "/bin:/usr/bin";
  }
}
