package io.github.hfdevice.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One section of {@code stored_tokens}. Its text form shows neither token.
 *
 * @param name the section's name, exactly as the file has it; see {@link #sectionName}
 * @param accessToken not empty, no control characters, no blanks around it, 64 KiB at most
 * @param refreshToken like the access token, when the server gave one
 * @param expiresAt when the access token ends, when that is known; whole seconds are stored
 * @param origin where the login was made, when it is not what the variables say; {@code hf} keeps
 *     these keys without knowing them
 * @param originUnreadable whether the section has keys of an origin that make no sense together, so
 *     that nobody knows which server the token is for; there is no {@code origin} then
 * @param notes what this program notes of the token's use
 */
public record StoredToken(
    String name,
    String accessToken,
    Optional<String> refreshToken,
    Optional<Instant> expiresAt,
    Optional<LoginOrigin> origin,
    boolean originUnreadable,
    Notes notes) {
  /**
   * What this program notes in a section, in keys that {@code hf} leaves alone.
   *
   * @param inUse whether the token is the one in use for its server, see {@link Activation}
   * @param refused whether its server was seen to refuse it, so that it needs a refresh
   * @param refreshFailedAt when a refresh failed last, since the token was stored; whole seconds
   */
  public record Notes(boolean inUse, boolean refused, Optional<Instant> refreshFailedAt) {
    /** Nothing to note. */
    public static final Notes NONE = new Notes(false, false, Optional.empty());

    /** These notes with another mark. */
    Notes inUse(boolean isInUse) {
      return new Notes(isInUse, refused, refreshFailedAt);
    }

    /** These notes of a token that its server refused. */
    public Notes ofRefused() {
      return new Notes(inUse, true, refreshFailedAt);
    }

    /** These notes after a refresh that failed. */
    public Notes ofFailedRefresh(Instant at) {
      return new Notes(inUse, refused, Optional.of(at));
    }

    static Notes fromSection(Map<String, String> section) {
      return new Notes(
          TRUE.equals(section.get(IN_USE)),
          TRUE.equals(section.get(REFUSED)),
          UnixSeconds.parse(section.get(REFRESH_FAILED_AT)));
    }

    void writeTo(Map<String, String> section) {
      put(section, IN_USE, inUse ? TRUE : null);
      put(section, REFUSED, refused ? TRUE : null);
      put(
          section,
          REFRESH_FAILED_AT,
          refreshFailedAt.isPresent()
              ? Long.toString(refreshFailedAt.get().getEpochSecond())
              : null);
    }
  }

  static final String ACCESS_TOKEN = "hf_token";
  static final String REFRESH_TOKEN = "refresh_token";
  static final String EXPIRES_AT = "expires_at";
  private static final String IN_USE = "in_use";
  private static final String REFUSED = "refused";
  private static final String REFRESH_FAILED_AT = "refresh_failed_at";
  private static final String TRUE = "true";

  /**
   * Takes what can be stored as it is.
   *
   * @throws IllegalArgumentException if a component could not be read back from the file as it is,
   *     or would add a line to it; the message names the component and not its content
   */
  public StoredToken {
    if (!isSectionName(name)) {
      throw new IllegalArgumentException("the token's name cannot be stored as it is");
    }
    requireOneLine("access token", accessToken);
    if (refreshToken.isPresent()) {
      requireOneLine("refresh token", refreshToken.get());
    }
    if (originUnreadable && origin.isPresent()) {
      throw new IllegalArgumentException("an origin that cannot be read was read");
    }
  }

  /** A token of the server that the variables say, as a login gives it. */
  public StoredToken(
      String name, String accessToken, Optional<String> refreshToken, Optional<Instant> expiresAt) {
    this(name, accessToken, refreshToken, expiresAt, Optional.empty());
  }

  /** A token as a login gives it. */
  public StoredToken(
      String name,
      String accessToken,
      Optional<String> refreshToken,
      Optional<Instant> expiresAt,
      Optional<LoginOrigin> origin) {
    this(name, accessToken, refreshToken, expiresAt, origin, false, Notes.NONE);
  }

  /** This token after a refresh: the same section of the same server. */
  public StoredToken refreshed(
      String newAccessToken, Optional<String> newRefreshToken, Optional<Instant> newExpiresAt) {
    return new StoredToken(
        name,
        newAccessToken,
        newRefreshToken,
        newExpiresAt,
        origin,
        originUnreadable,
        new Notes(notes.inUse(), false, Optional.empty()));
  }

  /** This token with the server that it came from. */
  public StoredToken at(LoginOrigin server) {
    return new StoredToken(
        name, accessToken, refreshToken, expiresAt, Optional.of(server), false, notes);
  }

  /** Whether both were made at one server, as far as their sections tell. */
  boolean isOfServerOf(StoredToken other) {
    if (origin.isEmpty() || other.origin.isEmpty()) {
      return origin.equals(other.origin);
    }
    return origin.get().isAtServerOf(other.origin.get());
  }

  /** This token under another name. */
  public StoredToken named(String other) {
    return new StoredToken(
        other, accessToken, refreshToken, expiresAt, origin, originUnreadable, notes);
  }

  /** This token with other notes. */
  public StoredToken with(Notes other) {
    return new StoredToken(
        name, accessToken, refreshToken, expiresAt, origin, originUnreadable, other);
  }

  /**
   * Makes a section name of any text, such as the Hub's display name of a token: blanks around it
   * go, control characters and line breaks become {@code -}, what is beyond 256 characters goes,
   * and an empty name and {@code DEFAULT}, which the file gives a meaning of their own, become
   * {@code token} and {@code DEFAULT-token}. A name that this gave is given back unchanged, by this
   * method and by the file.
   */
  public static String sectionName(String text) {
    return sectionName(text, Limits.NAME);
  }

  /**
   * The same of a text and what makes it another one, which stays whole when all of it is too long;
   * of what is longer itself, the first half of a name's length does.
   */
  public static String sectionName(String text, String suffix) {
    int length = Math.min(suffix.length(), Limits.NAME / 2);
    return sectionName(
        sectionName(text, Limits.NAME - length) + suffix.substring(0, length), Limits.NAME);
  }

  private static String sectionName(String text, int most) {
    String stripped = PythonText.strip(text);
    int end = Math.min(stripped.length(), most);
    StringBuilder name = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      name.append(PythonText.isControl(stripped, i) ? '-' : stripped.charAt(i));
    }
    if (end < stripped.length()) {
      // The cut may have left half a character, or a blank, at the end.
      if (PythonText.isLoneSurrogate(name, end - 1)) {
        name.setLength(end - 1);
      }
      name.setLength(PythonText.dropSpaces(name, 0, name.length()));
    }
    if (name.length() == 0) {
      return "token";
    }
    String result = name.toString();
    return result.equals(IniText.DEFAULT_SECTION) ? result.concat("-token") : result;
  }

  /** Reads a section, or nothing when it holds no token that could be used. */
  static Optional<StoredToken> fromSection(String name, Map<String, String> section) {
    String accessToken = section.get(ACCESS_TOKEN);
    if (!isOneLine(accessToken)
        || !PythonText.isVisibleAscii(accessToken)
        || !isSectionName(name)) {
      return Optional.empty();
    }
    String refreshToken = section.get(REFRESH_TOKEN);
    Optional<LoginOrigin> origin = Optional.empty();
    boolean originUnreadable = false;
    if (LoginOrigin.isIn(section)) {
      try {
        origin = Optional.of(LoginOrigin.fromSection(section));
      } catch (IllegalArgumentException e) {
        originUnreadable = true;
      }
    }
    return Optional.of(
        new StoredToken(
            name,
            accessToken,
            isOneLine(refreshToken) ? Optional.of(refreshToken) : Optional.empty(),
            UnixSeconds.parse(section.get(EXPIRES_AT)),
            origin,
            originUnreadable,
            Notes.fromSection(section)));
  }

  /** A section with these values alone, as a login writes it. */
  Map<String, String> toSection() {
    Map<String, String> section = new LinkedHashMap<>();
    writeTo(section);
    return section;
  }

  /** Sets or removes this token's keys and leaves every other key as it was. */
  void writeTo(Map<String, String> section) {
    section.put(ACCESS_TOKEN, accessToken);
    put(section, REFRESH_TOKEN, refreshToken.orElse(null));
    put(
        section,
        EXPIRES_AT,
        expiresAt.isPresent() ? Long.toString(expiresAt.get().getEpochSecond()) : null);
    if (origin.isPresent()) {
      origin.get().writeTo(section);
    }
    notes.writeTo(section);
  }

  private static void put(Map<String, String> section, String key, String value) {
    if (value == null) {
      section.remove(key);
    } else {
      section.put(key, value);
    }
  }

  private static boolean isSectionName(String name) {
    if (name.isEmpty() || name.equals(IniText.DEFAULT_SECTION)) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '\n' || c == '\r' || PythonText.isLoneSurrogate(name, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOneLine(String value) {
    return value != null
        && !value.isEmpty()
        && value.length() <= Limits.TOKEN
        && !PythonText.isSpace(value.charAt(0))
        && !PythonText.isSpace(value.charAt(value.length() - 1))
        && !PythonText.hasControls(value);
  }

  static void requireOneLine(String what, String value) {
    if (!isOneLine(value)) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " is empty, is longer than 64 KiB, or holds control characters or blanks around it");
    }
  }

  @Override
  public String toString() {
    return "StoredToken[name="
        + name
        + ", accessToken=***, refreshToken="
        + (refreshToken.isPresent() ? "***" : "none")
        + ", expiresAt="
        + expiresAt
        + ", origin="
        + origin
        + ", originUnreadable="
        + originUnreadable
        + ", notes="
        + notes
        + "]";
  }
}
