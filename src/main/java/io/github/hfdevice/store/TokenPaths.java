package io.github.hfdevice.store;

import io.github.hfdevice.setting.SettingException;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the files are that this program shares with {@code hf}. All paths are absolute and lie in
 * one folder; symbolic links are not resolved.
 *
 * @param token the token in use
 * @param storedTokens every stored token, {@code stored_tokens}
 * @param lock the lock around changes, {@code stored_tokens.lock}
 * @param pendingLogin the login that waits to be resumed, {@code device_login}
 * @param source what decided: {@code HF_TOKEN_PATH}, {@code HF_HOME}, {@code XDG_CACHE_HOME},
 *     {@code home} or {@code The token file}
 */
public record TokenPaths(
    Path token, Path storedTokens, Path lock, Path pendingLogin, String source) {
  private static final String TOKEN_PATH = "HF_TOKEN_PATH";
  private static final String HF_HOME = "HF_HOME";
  private static final String CACHE_HOME = "XDG_CACHE_HOME";

  /**
   * Finds the files as {@code hf} does: {@code HF_TOKEN_PATH}, else {@code token} in {@code
   * HF_HOME}, else in {@code $XDG_CACHE_HOME/huggingface}, else in {@code ~/.cache/huggingface}. An
   * empty variable counts as unset. {@code ~}, {@code $VAR} and <code>${VAR}</code> are expanded as
   * Python does; unknown variables stay as they are. Touches no file.
   *
   * @param env the process environment
   * @param home what {@code ~} means; without it, {@code HOME} of the environment
   * @throws StoreException if nothing tells the place
   * @throws SettingException if a variable's value is not a usable path; unchecked
   */
  public static TokenPaths resolve(Map<String, String> env, Optional<Path> home)
      throws StoreException {
    Expansion expansion = new Expansion(env, home.orElse(null));
    if (isSet(env, TOKEN_PATH)) {
      return beside(expansion.path(TOKEN_PATH), TOKEN_PATH);
    }
    if (isSet(env, HF_HOME)) {
      return beside(expansion.path(HF_HOME).resolve("token"), HF_HOME);
    }
    if (isSet(env, CACHE_HOME)) {
      return beside(expansion.path(CACHE_HOME).resolve("huggingface").resolve("token"), CACHE_HOME);
    }
    Path cache = expansion.home("there is no home folder").resolve(".cache");
    return beside(cache.resolve("huggingface").resolve("token"), "home");
  }

  /**
   * The files beside the token file {@code token}. Touches no file.
   *
   * @throws SettingException if that is not a usable name for it; unchecked
   */
  public static TokenPaths at(Path token) {
    return beside(token, "The token file");
  }

  private static boolean isSet(Map<String, String> env, String variable) {
    String value = env.get(variable);
    return value != null && !value.isEmpty();
  }

  private static TokenPaths beside(Path tokenPath, String source) {
    Path token = tokenPath.toAbsolutePath();
    if (token.getFileName() == null) {
      throw new SettingException(source, "is " + token + ", which is not a file name");
    }
    TokenPaths paths =
        new TokenPaths(
            token,
            token.resolveSibling("stored_tokens"),
            token.resolveSibling("stored_tokens.lock"),
            token.resolveSibling("device_login"),
            source);
    if (token.equals(paths.storedTokens)
        || token.equals(paths.lock)
        || token.equals(paths.pendingLogin)) {
      throw new SettingException(
          source, "is " + token + ", a name that is taken. Give the token file another");
    }
    return paths;
  }

  /** Python's {@code expandvars(expanduser(value))}. */
  private static final class Expansion {
    private final Map<String, String> env;
    private final Path home;

    Expansion(Map<String, String> env, Path home) {
      this.env = env;
      this.home = home;
    }

    Path home(String problem) throws StoreException {
      if (home != null) {
        return home;
      }
      if (isSet(env, "HOME")) {
        return path("HOME", env.get("HOME"));
      }
      throw new StoreException(
          "Cannot tell where the token file is: " + problem,
          "Set HF_HOME to the full path of a folder of yours",
          null);
    }

    /** The variable's value as a path; expanded twice, because {@code hf} does. */
    Path path(String variable) throws StoreException {
      String once = expand(variable, env.get(variable));
      return path(variable, variable.equals(TOKEN_PATH) ? once : expand(variable, once));
    }

    private static Path path(String variable, String value) {
      try {
        return Path.of(value);
      } catch (InvalidPathException e) {
        throw new SettingException(variable, "is not a usable path: " + e.getReason());
      }
    }

    private String expand(String variable, String value) throws StoreException {
      return expandVariables(expandUser(variable, value));
    }

    private String expandUser(String variable, String value) throws StoreException {
      if (value.isEmpty() || value.charAt(0) != '~') {
        return value;
      }
      if (value.length() > 1 && value.charAt(1) != '/' && value.charAt(1) != File.separatorChar) {
        throw new SettingException(
            variable, "starts with ~ and a user's name. Write the folder's full path");
      }
      String folder = home(variable + " starts with ~ and there is no home folder").toString();
      return folder.concat(value.substring(1));
    }

    private String expandVariables(String value) {
      int dollar = value.indexOf('$');
      if (dollar < 0) {
        return value;
      }
      StringBuilder out = new StringBuilder();
      int copied = 0;
      while (dollar >= 0) {
        int end = referenceEnd(value, dollar + 1);
        boolean braces = end > 0 && value.charAt(dollar + 1) == '{';
        String known =
            end < 0
                ? null
                : env.get(
                    braces
                        ? value.substring(dollar + 2, end - 1)
                        : value.substring(dollar + 1, end));
        if (known != null) {
          out.append(value, copied, dollar).append(known);
          copied = end;
        }
        dollar = value.indexOf('$', end < 0 ? dollar + 1 : end);
      }
      return out.append(value, copied, value.length()).toString();
    }

    /** The end of the name or of the braces that start here, or -1 for a dollar of its own. */
    private static int referenceEnd(String value, int start) {
      if (start < value.length() && value.charAt(start) == '{') {
        return value.indexOf('}', start) + 1 == 0 ? -1 : value.indexOf('}', start) + 1;
      }
      int end = start;
      while (end < value.length() && isNameCharacter(value.charAt(end))) {
        end++;
      }
      return end == start ? -1 : end;
    }

    private static boolean isNameCharacter(char c) {
      return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
  }
}
