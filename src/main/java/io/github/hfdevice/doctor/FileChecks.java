package io.github.hfdevice.doctor;

import io.github.hfdevice.hub.ExchangeResource;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.hub.TokenClaims;
import io.github.hfdevice.hub.TokenText;
import io.github.hfdevice.setting.SettingException;
import io.github.hfdevice.store.StoreException;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenFiles;
import io.github.hfdevice.store.TokenPaths;
import io.github.hfdevice.store.TokenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The files that a login is stored in. Each check uses what those before it found. */
final class FileChecks {
  private final LoginSetup setup;
  private final HubSettings settings;

  /** What the store warned of while it was read; its checks run on threads of their own. */
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  private TokenStore store;

  FileChecks(LoginSetup setup, HubSettings settings) {
    this.setup = setup;
    this.settings = settings;
  }

  Finding paths() throws StoreException {
    TokenPaths paths = TokenPaths.resolve(setup.environment(), setup.home());
    store = new TokenStore(paths, setup.clock(), warnings::add);
    String source = paths.source().equals("home") ? "the default" : paths.source();
    String place = "the token file is " + paths.token() + " (" + source + ")";
    return paths.warnings().isEmpty()
        ? Finding.ok("paths", Area.SETTINGS, place)
        : Finding.warning(
            "paths",
            Area.SETTINGS,
            place + "; " + String.join("; ", paths.warnings()),
            "Unset the variable, or set it to the full path of a folder of yours.");
  }

  Finding storedTokens() throws IOException {
    if (!Files.exists(store.paths().storedTokens())) {
      return Finding.ok("stored_tokens", Area.FILES, "there is none yet");
    }
    int count = store.list().size();
    return Finding.ok(
        "stored_tokens",
        Area.FILES,
        store.paths().storedTokens() + " holds " + count + (count == 1 ? " token" : " tokens"));
  }

  Finding token() throws IOException {
    TokenFiles files = store.read();
    Optional<String> token = files.token();
    if (token.isEmpty()) {
      return settings.tokenVariable().isPresent()
              || settings.value(HubSettings.OIDC_RESOURCE).isPresent()
          ? Finding.ok("token", Area.FILES, "no token is stored")
          : Finding.warning("token", Area.FILES, "not logged in", "Run: hf-device auth login");
    }
    Optional<StoredToken> stored = files.active();
    if (stored.isEmpty()) {
      return Finding.warning(
          "token",
          Area.FILES,
          "the token in use is not in stored_tokens, so it is not refreshed",
          "Run: "
              + (files.stored().isEmpty() ? "" : "hf-device auth switch NAME, or: ")
              + "hf-device auth login --force");
    }
    String name =
        "the token in use is "
            + stored.get().name()
            + stored.get().origin().map(origin -> " of " + origin.endpoint()).orElse("");
    Optional<Instant> end =
        stored.get().expiresAt().or(() -> TokenClaims.parse(token.get()).expiresAt());
    if (end.isEmpty()) {
      return Finding.ok("token", Area.FILES, name);
    }
    if (end.get().isAfter(setup.clock().instant())) {
      return Finding.ok("token", Area.FILES, name + ", which ends at " + end.get());
    }
    return Finding.warning(
        "token",
        Area.FILES,
        name + ", which ended at " + end.get(),
        stored.get().refreshToken().isPresent()
            ? "Run: hf-device auth refresh"
            : "Run: hf-device auth login");
  }

  /**
   * @param legible whether the files could be read, so that one can tell whether they hold a token
   */
  Finding tokenVariable(boolean legible) throws StoreException {
    Optional<ExchangeResource> resource = settings.exchangeResource();
    if (resource.isPresent()) {
      return Finding.ok(
          "token_variable",
          Area.SETTINGS,
          HubSettings.OIDC_RESOURCE
              + " asks for a short-lived token for "
              + resource.get().text()
              + ", and no other counts");
    }
    Optional<String> variable = settings.tokenVariable();
    if (variable.isEmpty()) {
      return Finding.ok("token_variable", Area.SETTINGS, "no variable holds a token");
    }
    Optional<String> problem = TokenText.problem(settings.environmentToken().orElseThrow());
    if (problem.isPresent()) {
      throw new SettingException(variable.get(), problem.get());
    }
    return legible && store.holdsToken()
        ? Finding.warning(
            "token_variable",
            Area.SETTINGS,
            variable.get() + " is set and wins over the stored token",
            "Unset " + variable.get() + " to use the stored one.")
        : Finding.ok("token_variable", Area.SETTINGS, variable.get() + " holds the token in use");
  }

  Finding permissions() throws StoreException {
    Path folder = store.paths().token().getParent();
    if (Files.exists(folder)) {
      if (!Files.isDirectory(folder)) {
        return notWritable(folder);
      }
      store.checkOwn();
      store.checkWritable();
    } else {
      Path above = folder;
      while (above != null && !Files.exists(above)) {
        above = above.getParent();
      }
      if (above == null || !Files.isDirectory(above) || !Files.isWritable(above)) {
        return notWritable(folder);
      }
    }
    if (!warnings.isEmpty()) {
      return Finding.warning(
          "permissions",
          Area.FILES,
          String.join("; ", warnings),
          "If somebody else may have read it, make a new token and drop the old one.");
    }
    if (!Files.exists(folder)) {
      return Finding.ok("permissions", Area.FILES, folder + " is made by the first login");
    }
    if (!Files.isWritable(folder)) {
      // As in a container, where single files may be mounted into a folder of the image.
      return Finding.warning(
          "permissions",
          Area.FILES,
          folder
              + " takes no new files; those in it are written in place, and a login that is cut off"
              + " cannot be resumed",
          "Give yourself the right to write it, or set HF_HOME to a folder of yours.");
    }
    return Finding.ok(
        "permissions",
        Area.FILES,
        folder + " can be written, and nobody else reads the tokens in it");
  }

  private static Finding notWritable(Path folder) {
    return Finding.failure(
        "permissions",
        Area.FILES,
        folder + " cannot be written",
        "Give yourself the right to, or set HF_HOME to a folder of yours.");
  }

  Finding lock() throws StoreException {
    Path lock = store.paths().lock();
    try {
      return store.isLockFree()
          ? Finding.ok("lock", Area.FILES, "nobody holds " + lock)
          : Finding.warning(
              "lock",
              Area.FILES,
              "another process holds " + lock,
              "Let it finish; fuser(1) tells which it is.");
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      return Finding.warning(
          "lock",
          Area.FILES,
          lock + " cannot be locked (" + e.getMessage() + ")",
          "Everything works, but run one command at a time: two refreshes at once end the login.");
    }
  }
}
