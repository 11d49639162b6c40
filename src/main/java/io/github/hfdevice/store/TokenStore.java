package io.github.hfdevice.store;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * The tokens that this program shares with {@code hf}: the one in use, in the file {@code token},
 * and every stored one, in {@code stored_tokens}.
 *
 * <p>Safe for many threads, processes and {@code hf} itself at once. Reading takes no lock and sees
 * either the old files or the new ones. Every change takes the lock that {@code hf} takes and
 * blocks for it, at most {@link #LOCK_LIMIT}; a thread that is interrupted meanwhile gets an {@link
 * java.io.InterruptedIOException}, with its interrupt flag still set. Failures are {@link
 * StoreException}s that name the file. Names are those of the sections, see {@link
 * StoredToken#sectionName}.
 */
public final class TokenStore {
  /** How long a change waits for another process to give the lock back. */
  public static final Duration LOCK_LIMIT = Duration.ofSeconds(30);

  /** A healthy process holds the lock for less, but for a refresh. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final TokenPaths paths;
  private final TokenFile token;
  private final StoredTokensFile stored;
  private final StoreLock lock;
  private final Warnings warnings;

  /**
   * Touches no file yet.
   *
   * @param clock tells the time in the name of a corrupt file that is kept
   * @param warnings gets each sentence that a user should read, without a line end; may be called
   *     by any thread that uses the store
   */
  public TokenStore(TokenPaths paths, Clock clock, Consumer<String> warnings) {
    this(
        paths,
        clock,
        warnings,
        new StoreWait.OfTheMachine(),
        LOCK_LIMIT,
        new OsLocks.OfThisSystem());
  }

  TokenStore(
      TokenPaths paths,
      Clock clock,
      Consumer<String> warnings,
      StoreWait wait,
      Duration lockLimit,
      OsLocks locks) {
    this.paths = paths;
    this.warnings = new Warnings(warnings);
    this.token = new TokenFile(paths.token(), wait);
    this.stored = new StoredTokensFile(paths.storedTokens(), clock, wait, this.warnings);
    this.lock = new StoreLock(paths.lock(), lockLimit, wait, this.warnings, locks);
  }

  /** Where the files are. */
  public TokenPaths paths() {
    return paths;
  }

  /** The token in use, whether it is stored under a name or not; empty when not logged in. */
  public Optional<String> activeToken() throws StoreException {
    Optional<String> active = token.read();
    if (active.isPresent()) {
      repairMode(token.file());
    }
    return active;
  }

  /**
   * Every stored token, sorted by name; sections without a token are left out.
   *
   * @throws CorruptStoreException if {@code stored_tokens} cannot be parsed
   */
  public List<StoredToken> list() throws StoreException {
    List<StoredToken> tokens = tokens(stored.read());
    if (!tokens.isEmpty()) {
      repairMode(stored.file());
    }
    return tokens;
  }

  /**
   * The stored token of that name.
   *
   * @throws CorruptStoreException if {@code stored_tokens} cannot be parsed
   */
  public Optional<StoredToken> find(String name) throws StoreException {
    for (StoredToken candidate : list()) {
      if (candidate.name().equals(name)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /**
   * The stored token that is in use; empty when not logged in, when the token in use is stored
   * under no name, and, with a warning, when {@code stored_tokens} cannot be parsed.
   */
  public Optional<StoredToken> active() throws StoreException {
    Optional<String> active = activeToken();
    if (active.isEmpty()) {
      return Optional.empty();
    }
    try {
      for (StoredToken candidate : list()) {
        if (candidate.accessToken().equals(active.get())) {
          return Optional.of(candidate);
        }
      }
    } catch (CorruptStoreException e) {
      warnings.accept(e.getMessage());
    }
    return Optional.empty();
  }

  /**
   * Proves that a login could be stored now, before anybody is asked to approve one. Creates the
   * folders that are missing, for their owner alone, and changes no file.
   */
  public void checkWritable() throws StoreException {
    token.file().checkWritable();
    stored.file().checkWritable();
    stored.file().read();
    lock.checkUsable();
  }

  /**
   * Whether a change would get the lock within a moment, or find no lock file yet; creates none.
   * Blocks for about a second at most.
   *
   * @throws IOException if this system's locks cannot be used at all
   */
  public boolean isLockFree() throws IOException {
    return lock.isFree(MOMENT);
  }

  /**
   * Stores a login and makes it the one in use. A section of the same name is replaced whole; all
   * others stay.
   */
  public void save(StoredToken login) throws IOException {
    withLock(
        () -> {
          repairMode(token.file());
          repairMode(stored.file());
          SortedMap<String, Map<String, String>> sections = stored.readForChange();
          sections.put(login.name(), login.toSection());
          stored.write(sections);
          token.write(login.accessToken());
          return null;
        });
  }

  /**
   * Stores what a refresh gave: {@code stored_tokens} first, then {@code token} if it still held
   * the old access token. Keys that are not the token's stay. To keep two processes from using one
   * refresh token, call this within {@link #withLock}, after reading the token there again.
   *
   * @param before what was refreshed
   * @param after what came back, under the same name
   * @return false, and nothing is changed, when the name by now holds another token than {@code
   *     before}
   */
  public boolean replaceRefreshed(StoredToken before, StoredToken after) throws IOException {
    if (!before.name().equals(after.name())) {
      throw new IllegalArgumentException("a refresh does not change a token's name");
    }
    return withLock(
        () -> {
          SortedMap<String, Map<String, String>> sections = stored.readForChange();
          Map<String, String> section = sections.get(after.name());
          if (section == null) {
            section = after.toSection();
          } else if (!before.accessToken().equals(section.get(StoredToken.ACCESS_TOKEN))) {
            return false;
          }
          after.writeTo(section);
          sections.put(after.name(), section);
          stored.write(sections);
          if (isInUse(before.accessToken())) {
            token.write(after.accessToken());
          }
          return true;
        });
  }

  /** Makes a stored token the one in use. */
  public StoredToken activate(String name) throws IOException, UnknownTokenException {
    requireKnown(name);
    return withLock(
        () -> {
          StoredToken chosen = requireKnown(name);
          token.write(chosen.accessToken());
          return chosen;
        });
  }

  /** Forgets a stored token, and stops using it if it was in use. */
  public StoredToken remove(String name) throws IOException, UnknownTokenException {
    requireKnown(name);
    return withLock(
        () -> {
          StoredToken removed = requireKnown(name);
          SortedMap<String, Map<String, String>> sections = stored.read();
          sections.remove(name);
          if (isInUse(removed.accessToken())) {
            token.file().delete();
          }
          stored.write(sections);
          return removed;
        });
  }

  /**
   * Forgets every token. Sections that hold no token stay, and so does a {@code stored_tokens} that
   * cannot be parsed, under another name and with a warning.
   *
   * @return the stored tokens that were removed
   */
  public List<StoredToken> removeAll() throws IOException {
    if (!Files.exists(paths.token()) && !Files.exists(paths.storedTokens())) {
      return List.of();
    }
    return withLock(
        () -> {
          SortedMap<String, Map<String, String>> sections = stored.readForChange();
          List<StoredToken> removed = tokens(sections);
          token.file().delete();
          sections.values().removeIf(section -> section.containsKey(StoredToken.ACCESS_TOKEN));
          stored.write(sections);
          return removed;
        });
  }

  /**
   * Runs the transaction while no other process, {@code hf}'s refresh included, and no other thread
   * changes the files. May be nested: the store's own methods can be used in it.
   *
   * @throws X what the transaction throws; nothing is rolled back
   */
  public <T, X extends Exception> T withLock(Transaction<T, X> transaction) throws IOException, X {
    return lock.hold(transaction);
  }

  private boolean isInUse(String accessToken) throws StoreException {
    Optional<String> active = token.read();
    return active.isPresent() && active.get().equals(accessToken);
  }

  private StoredToken requireKnown(String name) throws StoreException, UnknownTokenException {
    List<String> names = new ArrayList<>();
    for (StoredToken candidate : list()) {
      if (candidate.name().equals(name)) {
        return candidate;
      }
      names.add(candidate.name());
    }
    throw new UnknownTokenException(name, names);
  }

  private void repairMode(SecretFile file) {
    Optional<String> warning = file.repairMode();
    if (warning.isPresent()) {
      warnings.accept(warning.get());
    }
  }

  private static List<StoredToken> tokens(SortedMap<String, Map<String, String>> sections) {
    List<StoredToken> tokens = new ArrayList<>();
    for (Map.Entry<String, Map<String, String>> section : sections.entrySet()) {
      Optional<StoredToken> found = StoredToken.fromSection(section.getKey(), section.getValue());
      if (found.isPresent()) {
        tokens.add(found.get());
      }
    }
    return tokens;
  }
}
