package io.github.hfdevice.store;

import io.github.hfdevice.time.MachineWaitClock;
import io.github.hfdevice.time.WaitClock;
import java.io.IOException;
import java.io.InterruptedIOException;
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
 * InterruptedIOException}, with its interrupt flag still set. Failures are {@link StoreException}s
 * that name the file. Names are those of the sections, see {@link StoredToken#sectionName}.
 */
public final class TokenStore {
  /** How long a change waits for another process to give the lock back. */
  public static final Duration LOCK_LIMIT = Duration.ofSeconds(30);

  /** A healthy process holds the lock for less, but for a refresh. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final TokenPaths paths;
  private final TokenFile token;
  private final StoredTokensFile stored;
  private final WaitClock waitClock;
  private final Duration lockLimit;
  private final Optional<OsLocks> locks;
  private final Ownership ownership;
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
        new MachineWaitClock(),
        LOCK_LIMIT,
        Optional.empty(),
        Ownership.ofThisProcess());
  }

  TokenStore(
      TokenPaths paths,
      Clock clock,
      Consumer<String> warnings,
      WaitClock waitClock,
      Duration lockLimit,
      OsLocks locks,
      Ownership ownership) {
    this(paths, clock, warnings, waitClock, lockLimit, Optional.of(locks), ownership);
  }

  /**
   * @param locks empty for those of this system
   */
  private TokenStore(
      TokenPaths paths,
      Clock clock,
      Consumer<String> warnings,
      WaitClock waitClock,
      Duration lockLimit,
      Optional<OsLocks> locks,
      Ownership ownership) {
    this.paths = paths;
    this.waitClock = waitClock;
    this.lockLimit = lockLimit;
    this.locks = locks;
    this.ownership = ownership;
    this.warnings = new Warnings(warnings);
    this.token = new TokenFile(new SecretFile(paths.token(), ownership, this.warnings), waitClock);
    this.stored =
        new StoredTokensFile(paths.storedTokens(), ownership, clock, waitClock, this.warnings);
  }

  /** Made for each use: most starts only read, and its classes would delay them. */
  private StoreLock storeLock() {
    OsLocks kind = locks.orElseGet(OsLocks.OfThisSystem::new);
    return new StoreLock(paths, new LockFile.Wait(lockLimit, waitClock, kind, warnings), ownership);
  }

  /** Where the files are. */
  public TokenPaths paths() {
    return paths;
  }

  /**
   * Both files at one moment: never the token of a login with the sections of the one before.
   * Touches the lock only where the token in use is stored under no name, because another process
   * may be between the two files then; blocks for it like a change. A {@code stored_tokens} that
   * cannot be parsed is warned of.
   */
  public TokenFiles read() throws StoreException {
    TokenFiles first = readOnce();
    if (first.token().isEmpty() || first.stored().isEmpty() || first.active().isPresent()) {
      return first;
    }
    HeldLock held;
    try {
      held = lock();
    } catch (IOException e) {
      // Where nothing can be locked, nobody is writing either. An interrupt stays set.
      return first;
    }
    try (held) {
      return readOnce();
    }
  }

  /**
   * The same for a login, which will replace the token in use: one that cannot be read counts as
   * none.
   */
  public TokenFiles readForLogin() throws StoreException {
    try {
      return read();
    } catch (CorruptStoreException e) {
      return files(Optional.empty());
    }
  }

  private TokenFiles readOnce() throws StoreException {
    return files(activeToken());
  }

  private TokenFiles files(Optional<String> active) throws StoreException {
    try {
      return new TokenFiles(active, list(), Optional.empty());
    } catch (CorruptStoreException e) {
      warnings.accept(e.getMessage());
      return new TokenFiles(active, List.of(), Optional.of(e));
    }
  }

  /**
   * The token in use, whether it is stored under a name or not; empty when not logged in.
   *
   * @throws CorruptStoreException if what is there cannot be a token
   */
  public Optional<String> activeToken() throws StoreException {
    return token.read();
  }

  /** Whether the file of the token in use holds something, be it a token or not. */
  public boolean holdsToken() throws StoreException {
    try {
      return activeToken().isPresent();
    } catch (CorruptStoreException e) {
      return true;
    }
  }

  /**
   * Every stored token, sorted by name; sections without a token are left out.
   *
   * @throws CorruptStoreException if {@code stored_tokens} cannot be parsed
   */
  public List<StoredToken> list() throws StoreException {
    return tokens(stored.read());
  }

  /**
   * Proves that a login could be stored now, before anybody is asked to approve one. Creates the
   * folders that are missing, for their owner alone, and changes no file.
   */
  public void checkWritable() throws StoreException {
    token.file().checkWritable();
    stored.checkWritable();
    storeLock().checkUsable();
  }

  /**
   * Refuses files, links and a folder that another user could have written, whether they are there
   * yet or not.
   */
  public void checkOwn() throws StoreException {
    token.file().checkOwn();
    stored.file().checkOwn();
  }

  /**
   * Whether a change would get the lock within a moment, or find no lock file yet; creates none.
   * Blocks for about a second at most.
   *
   * @throws StoreException if the lock file cannot be used
   * @throws IOException in the system's words, if nothing can be locked there
   */
  public boolean isLockFree() throws IOException {
    return storeLock().isFree(MOMENT);
  }

  /**
   * Stores a login and makes it the one in use. A section of the same name is replaced whole; all
   * others stay, but for the mark that {@link Activation#OWN_SERVER} moves.
   *
   * @throws IllegalArgumentException if the name is new and has more than 256 characters
   */
  public void save(StoredToken login, Activation how) throws IOException {
    save(login, login.name(), how);
  }

  /**
   * As {@link #save(StoredToken, Activation)}, of a login that was stored under another name.
   *
   * @param former that name, which is free afterwards; it may be the same
   */
  public void save(StoredToken login, String former, Activation how) throws IOException {
    HeldLock held = lock();
    try (held) {
      token.file().repairMode();
      SortedMap<String, Map<String, String>> sections = stored.readForChange();
      if (!sections.containsKey(login.name())) {
        Limits.require("token's name", login.name(), Limits.NAME);
      }
      sections.remove(former);
      sections.put(login.name(), login.toSection());
      if (how == Activation.OWN_SERVER || isAnyMarked(login, sections)) {
        markInUse(login, sections);
      }
      stored.write(sections);
      if (how == Activation.TOKEN_FILE) {
        token.write(login.accessToken());
      }
    }
  }

  /**
   * Stores what a refresh gave: {@code stored_tokens} first, then {@code token} if it still held
   * the old access token. Keys that are not the token's stay. To keep two processes from using one
   * refresh token, call this while {@link #lock} is held, after reading the token there again.
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
    HeldLock held = lock();
    try (held) {
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
    }
  }

  /** Makes a stored token the one in use, and gives it as it is stored by then. */
  public StoredToken activate(String name, Activation how)
      throws IOException, UnknownTokenException {
    requireKnown(name);
    HeldLock held = lock();
    try (held) {
      StoredToken chosen = requireKnown(name);
      SortedMap<String, Map<String, String>> sections = stored.read();
      if (how == Activation.OWN_SERVER || isAnyMarked(chosen, sections)) {
        chosen = markInUse(chosen, sections);
        stored.write(sections);
      }
      if (how == Activation.TOKEN_FILE) {
        token.write(chosen.accessToken());
      }
      return chosen;
    }
  }

  /**
   * Notes something of a stored token, if its section still holds that token.
   *
   * @param token as it was read
   */
  public void note(StoredToken token, StoredToken.Notes notes) throws IOException {
    HeldLock held = lock();
    try (held) {
      SortedMap<String, Map<String, String>> sections = stored.read();
      Map<String, String> section = sections.get(token.name());
      if (section != null && token.accessToken().equals(section.get(StoredToken.ACCESS_TOKEN))) {
        notes.writeTo(section);
        stored.write(sections);
      }
    }
  }

  /** Forgets a stored token, and stops using it if it was in use. */
  public StoredToken remove(String name) throws IOException, UnknownTokenException {
    requireKnown(name);
    HeldLock held = lock();
    try (held) {
      StoredToken removed = requireKnown(name);
      SortedMap<String, Map<String, String>> sections = stored.read();
      sections.remove(name);
      if (isInUse(removed.accessToken())) {
        token.file().delete();
      }
      stored.write(sections);
      return removed;
    }
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
    HeldLock held = lock();
    try (held) {
      SortedMap<String, Map<String, String>> sections = stored.readForChange();
      List<StoredToken> removed = tokens(sections);
      token.file().delete();
      sections.values().removeIf(section -> section.containsKey(StoredToken.ACCESS_TOKEN));
      stored.write(sections);
      return removed;
    }
  }

  /**
   * Keeps every other process, {@code hf}'s refresh included, and every other thread from changing
   * the files until it is closed. May be nested, and the store's own methods can be used meanwhile;
   * nothing is rolled back.
   */
  public HeldLock lock() throws IOException {
    return storeLock().hold();
  }

  private static boolean isAnyMarked(
      StoredToken chosen, SortedMap<String, Map<String, String>> sections) {
    for (StoredToken other : tokens(sections)) {
      if (other.notes().inUse() && other.isOfServerOf(chosen)) {
        return true;
      }
    }
    return false;
  }

  private static StoredToken markInUse(
      StoredToken chosen, SortedMap<String, Map<String, String>> sections) {
    for (StoredToken other : tokens(sections)) {
      boolean isChosen = other.name().equals(chosen.name());
      if (isChosen || (other.notes().inUse() && other.isOfServerOf(chosen))) {
        other.notes().inUse(isChosen).writeTo(sections.get(other.name()));
      }
    }
    return chosen.with(chosen.notes().inUse(true));
  }

  private boolean isInUse(String accessToken) throws StoreException {
    Optional<String> active = token.readUsable();
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
