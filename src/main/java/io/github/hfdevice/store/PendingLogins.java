package io.github.hfdevice.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The one login that can be resumed, in the file {@code device_login} beside the token file, for
 * its owner alone. Writing a login forgets the one before. Takes no lock: each call sees or leaves
 * a whole file. Safe for many threads.
 */
public final class PendingLogins {
  private static final String SECTION = "device_login";
  private static final String DEVICE_CODE = "device_code";
  private static final String POLLED_ENDPOINT = "polled_endpoint";
  private static final String USER_CODE = "user_code";
  private static final String VERIFICATION_URI = "verification_uri";
  private static final String VERIFICATION_URI_COMPLETE = "verification_uri_complete";
  private static final String EXPIRES_AT = "expires_at";
  private static final String INTERVAL_MILLIS = "interval_ms";
  private static final String POLLED_AT_MILLIS = "polled_at_ms";
  private static final String ADD_TO_GIT = "add_to_git";
  private static final String STORE_AS = "store_as";
  private static final String ACTIVATE = "activate";
  private static final String SCOPE = "scope";
  private static final String WAITER_PID = "waiter_pid";
  private static final String WAITER_START_MILLIS = "waiter_start_ms";
  private static final String GRANTED_TOKEN = "granted_token";
  private static final String GRANTED_REFRESH_TOKEN = "granted_refresh_token";
  private static final String GRANTED_EXPIRES_AT = "granted_expires_at";
  private static final String GRANTED_SCOPE = "granted_scope";

  private final SecretFile file;
  private final Warnings warnings;

  /**
   * Touches no file yet.
   *
   * @param warnings gets a sentence when other users could read the file
   */
  public PendingLogins(TokenPaths paths, Consumer<String> warnings) {
    this(paths, Ownership.ofThisProcess(), warnings);
  }

  PendingLogins(TokenPaths paths, Ownership ownership, Consumer<String> warnings) {
    this.warnings = new Warnings(warnings);
    this.file = new SecretFile(paths.pendingLogin(), ownership, this.warnings);
  }

  /**
   * The pending login, expired or not; empty when there is none.
   *
   * @throws StoreException if the file cannot be read, or another user could have written it
   * @throws CorruptStoreException if it is not what {@link #write} wrote
   */
  public Optional<PendingLogin> read() throws StoreException {
    Optional<byte[]> content = file.read();
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      Map<String, Map<String, String>> sections = IniText.parse(content.get());
      // Where it is a mount, it can be emptied, and not be removed.
      return sections.isEmpty()
          ? Optional.empty()
          : Optional.of(fromSection(sections.get(SECTION)));
    } catch (IniParseException e) {
      throw new CorruptStoreException(file.path(), e, "Remove it, and start the login again.");
    }
  }

  /**
   * What a new login takes the place of: the pending login, or nothing where it cannot be read, of
   * which a warning tells.
   */
  public Optional<PendingLogin> readReplaceable() {
    if (!Files.exists(file.path(), LinkOption.NOFOLLOW_LINKS)) {
      // Whatever else is wrong with the folder is told of the files that a login needs.
      return Optional.empty();
    }
    try {
      return read();
    } catch (StoreException e) {
      warnings.accept("The login that was pending is lost. " + e.problem());
      return Optional.empty();
    }
  }

  /** Keeps this login in place of any other, and of what another user may have put there. */
  public void write(PendingLogin login) throws StoreException {
    file.discardStranger();
    file.write(IniText.format(Map.of(SECTION, toSection(login))));
  }

  /** Forgets the pending login if it is this one, granted or not, or cannot be read. */
  public void delete(PendingLogin login) throws StoreException {
    Optional<PendingLogin> found;
    try {
      found = read();
    } catch (CorruptStoreException e) {
      file.delete();
      return;
    }
    if (found.isPresent() && found.get().deviceCode().equals(login.deviceCode())) {
      file.delete();
    }
  }

  /** Texts of servers and people are encoded, so that none adds a line or loses a blank. */
  private static Map<String, String> toSection(PendingLogin login) {
    Map<String, String> section = new LinkedHashMap<>();
    login.origin().writeTo(section);
    section.put(POLLED_ENDPOINT, login.tokenEndpoint().toString());
    section.put(DEVICE_CODE, URLEncoder.encode(login.deviceCode(), UTF_8));
    section.put(USER_CODE, URLEncoder.encode(login.userCode(), UTF_8));
    section.put(VERIFICATION_URI, login.verificationUri().toString());
    put(section, VERIFICATION_URI_COMPLETE, login.verificationUriComplete());
    section.put(EXPIRES_AT, Long.toString(login.expiresAt().getEpochSecond()));
    section.put(INTERVAL_MILLIS, Long.toString(login.interval().toMillis()));
    section.put(POLLED_AT_MILLIS, Long.toString(login.polledAt().toEpochMilli()));
    PendingLogin.Wishes wishes = login.wishes();
    section.put(ADD_TO_GIT, Boolean.toString(wishes.addToGit()));
    putEncoded(section, STORE_AS, wishes.storeAs());
    section.put(ACTIVATE, Boolean.toString(wishes.activate()));
    putEncoded(section, SCOPE, wishes.scope());
    if (login.waiter().isPresent()) {
      section.put(WAITER_PID, Long.toString(login.waiter().get().pid()));
      section.put(WAITER_START_MILLIS, Long.toString(login.waiter().get().startedAtMillis()));
    }
    if (login.granted().isPresent()) {
      PendingLogin.Granted granted = login.granted().get();
      section.put(GRANTED_TOKEN, granted.accessToken());
      put(section, GRANTED_REFRESH_TOKEN, granted.refreshToken());
      put(section, GRANTED_EXPIRES_AT, granted.expiresAt().map(Instant::getEpochSecond));
      putEncoded(section, GRANTED_SCOPE, granted.scope());
    }
    return section;
  }

  private static void put(Map<String, String> section, String key, Optional<?> value) {
    if (value.isPresent()) {
      section.put(key, value.get().toString());
    }
  }

  private static void putEncoded(Map<String, String> section, String key, Optional<String> text) {
    put(section, key, text.map(value -> URLEncoder.encode(value, UTF_8)));
  }

  private static Optional<String> decoded(Map<String, String> section, String key) {
    return optional(section, key).map(value -> URLDecoder.decode(value, UTF_8));
  }

  private static PendingLogin fromSection(Map<String, String> section) throws IniParseException {
    if (section == null) {
      throw new IniParseException("it has no section [" + SECTION + "]");
    }
    try {
      LoginOrigin origin = LoginOrigin.fromSection(section);
      return new PendingLogin(
          origin,
          // Older versions kept it as the origin's own.
          optional(section, POLLED_ENDPOINT).map(URI::create).orElse(origin.token()),
          URLDecoder.decode(require(section, DEVICE_CODE), UTF_8),
          URLDecoder.decode(require(section, USER_CODE), UTF_8),
          URI.create(require(section, VERIFICATION_URI)),
          optional(section, VERIFICATION_URI_COMPLETE).map(URI::create),
          time(section, EXPIRES_AT)
              .orElseThrow(() -> new IllegalArgumentException("the expiry is not a time")),
          Duration.ofMillis(number(section, INTERVAL_MILLIS)),
          Instant.ofEpochMilli(number(section, POLLED_AT_MILLIS)),
          new PendingLogin.Wishes(
              Boolean.parseBoolean(section.get(ADD_TO_GIT)),
              decoded(section, STORE_AS),
              Boolean.parseBoolean(section.get(ACTIVATE)),
              decoded(section, SCOPE)),
          section.containsKey(WAITER_PID)
              ? Optional.of(
                  new PendingLogin.Waiter(
                      number(section, WAITER_PID), number(section, WAITER_START_MILLIS)))
              : Optional.empty(),
          granted(section));
    } catch (IllegalArgumentException e) {
      // Not its message: it may quote the value.
      throw new IniParseException("a value in it makes no sense");
    }
  }

  private static long number(Map<String, String> section, String key) throws IniParseException {
    return Long.parseLong(require(section, key));
  }

  private static Optional<PendingLogin.Granted> granted(Map<String, String> section) {
    return optional(section, GRANTED_TOKEN)
        .map(
            token ->
                new PendingLogin.Granted(
                    token,
                    optional(section, GRANTED_REFRESH_TOKEN),
                    time(section, GRANTED_EXPIRES_AT),
                    decoded(section, GRANTED_SCOPE)));
  }

  private static String require(Map<String, String> section, String key) throws IniParseException {
    String value = section.get(key);
    if (value == null) {
      throw new IniParseException("it has no " + key);
    }
    return value;
  }

  private static Optional<String> optional(Map<String, String> section, String key) {
    return Optional.ofNullable(section.get(key));
  }

  private static Optional<Instant> time(Map<String, String> section, String key) {
    return UnixSeconds.parse(section.get(key));
  }
}
