package io.github.hfdevice.store;

import io.github.hfdevice.setting.SettingException;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * @param warnings what a person should know of the variables that were looked at, a sentence each
 */
public record TokenPaths(
    Path token,
    Path storedTokens,
    Path lock,
    Path pendingLogin,
    String source,
    List<String> warnings) {
  private static final String TOKEN_PATH = "HF_TOKEN_PATH";
  private static final String HF_HOME = "HF_HOME";
  private static final String CACHE_HOME = "XDG_CACHE_HOME";
  private static final String QUOTES_AT_THE_END = "\"\u201c\u201d";
  private static final String QUOTES = QUOTES_AT_THE_END + "'`\u2018\u2019";

  /**
   * Finds the files as {@code hf} does: {@code HF_TOKEN_PATH}, else {@code token} in {@code
   * HF_HOME}, else in {@code $XDG_CACHE_HOME/huggingface}, else in {@code ~/.cache/huggingface}. An
   * empty variable counts as unset, with a warning. {@code ~}, {@code $VAR} and <code>${VAR}</code>
   * are expanded as Python does; unknown variables stay as they are. Touches no file.
   *
   * @param env the process environment
   * @param home what {@code ~} means; without it, {@code HOME} of the environment
   * @throws StoreException if nothing tells the place
   * @throws SettingException if a variable's value is not a usable path, is in quotes, or is one of
   *     another system; unchecked
   */
  public static TokenPaths resolve(Map<String, String> env, Optional<Path> home)
      throws StoreException {
    PathExpansion expansion = new PathExpansion(env, home.orElse(null));
    List<String> warnings = new ArrayList<>(0);
    if (isSet(env, TOKEN_PATH, "hf then finds no token file", warnings)) {
      // Expanded once, and the others twice, because hf does.
      String value = expansion.expand(TOKEN_PATH, env.get(TOKEN_PATH));
      Path path = path(TOKEN_PATH, value, expansion.unset(), warnings);
      return beside(path, TOKEN_PATH, warnings);
    }
    if (isSet(env, HF_HOME, "hf takes it for the folder that it runs in", warnings)) {
      String value = expansion.expand(HF_HOME, expansion.expand(HF_HOME, env.get(HF_HOME)));
      Path path = path(HF_HOME, value, expansion.unset(), warnings);
      return beside(path.resolve("token"), HF_HOME, warnings);
    }
    Path cache;
    String source = CACHE_HOME;
    if (isSet(env, CACHE_HOME, "hf takes it for the folder that it runs in", warnings)) {
      String value =
          expansion.expand(CACHE_HOME, expansion.expand(CACHE_HOME, env.get(CACHE_HOME)));
      cache = path(CACHE_HOME, value, expansion.unset(), warnings);
    } else {
      source = "home";
      String value = expansion.home("there is no home folder");
      cache = path("HOME", value, "", warnings).resolve(".cache");
    }
    return beside(cache.resolve("huggingface").resolve("token"), source, warnings);
  }

  /**
   * The files beside the token file {@code token}. Touches no file.
   *
   * @throws SettingException if that is not a usable name for it; unchecked
   */
  public static TokenPaths at(Path token) {
    return beside(token, "The token file", List.of());
  }

  /**
   * @param toHf what {@code hf} makes of an empty value
   */
  private static boolean isSet(
      Map<String, String> env, String variable, String toHf, List<String> warnings) {
    String value = env.get(variable);
    if (value == null || !value.isEmpty()) {
      return value != null;
    }
    warnings.add(variable + " is empty, which counts as unset here, but " + toHf);
    return false;
  }

  /**
   * @param unset a variable in it that is not set, or empty
   */
  private static Path path(String variable, String value, String unset, List<String> warnings) {
    requirePath(variable, value);
    Path path;
    try {
      path = Path.of(value);
    } catch (InvalidPathException e) {
      throw new SettingException(variable, "is not a usable path: " + e.getReason());
    }
    if (value.startsWith("hf_") && value.length() > 20 && path.getNameCount() == 1) {
      throw new SettingException(
          variable, "holds what looks like a token, and is for a path. A token goes into HF_TOKEN");
    }
    if (last(value) == ' ' || value.startsWith(" ")) {
      warnings.add(variable + " begins or ends with a blank, which is a part of the path");
    }
    if (!unset.isEmpty()) {
      warnings.add(
          variable
              + " names "
              + unset
              + ", and no such variable is set; as it stands it means "
              + path.toAbsolutePath());
    } else if (!path.isAbsolute()) {
      warnings.add(
          variable
              + " is a relative path, so it means another place in each folder; here it is "
              + path.toAbsolutePath());
    }
    return path;
  }

  /** Refuses what no path of this system is written like. */
  private static void requirePath(String variable, String value) {
    char first = value.isEmpty() ? ' ' : value.charAt(0);
    // No full path begins with one, but the name of a folder may end with an apostrophe.
    if (QUOTES.indexOf(first) >= 0 || QUOTES_AT_THE_END.indexOf(last(value)) >= 0) {
      throw new SettingException(
          variable, "is in quotes, which are a part of it. Write it without them");
    }
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ') {
        throw new SettingException(
            variable,
            "holds a line end or a control character, as from a file with Windows line ends."
                + " Write it without");
      }
    }
    if (File.separatorChar == '/'
        && value.length() > 2
        && value.charAt(1) == ':'
        && (value.charAt(2) == '\\' || value.charAt(2) == '/')
        && Character.isLetter(first)) {
      throw new SettingException(
          variable, "is a path of Windows. Write one of this system, under WSL: /mnt/c/...");
    }
  }

  private static char last(String value) {
    return value.isEmpty() ? ' ' : value.charAt(value.length() - 1);
  }

  private static TokenPaths beside(Path tokenPath, String source, List<String> warnings) {
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
            source,
            List.copyOf(warnings));
    if (token.equals(paths.storedTokens)
        || token.equals(paths.lock)
        || token.equals(paths.pendingLogin)) {
      throw new SettingException(
          source, "is " + token + ", a name that is taken. Give the token file another");
    }
    return paths;
  }
}
