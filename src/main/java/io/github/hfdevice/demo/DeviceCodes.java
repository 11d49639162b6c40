package io.github.hfdevice.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The codes of RFC 8628: issued, pending, then approved, denied or expired, and used up by the poll
 * that got the tokens. It knows no HTTP, and is safe for several threads.
 */
final class DeviceCodes {
  /** How much is added to the interval by each {@code slow_down} (RFC 8628, section 3.5). */
  private static final Duration SLOW_DOWN_STEP = Duration.ofSeconds(5);

  /**
   * A poll that is early by less than this was slowed and quickened by the network, not by the
   * client.
   */
  private static final Duration TOLERANCE = Duration.ofMillis(250);

  /** Logins kept in mind at once. */
  static final int MOST_LOGINS = 5000;

  private static final int SLOWED_POLLS = 2;
  private static final Duration REMEMBERED_AFTER_EXPIRY = Duration.ofMinutes(10);

  /** What became of a code that a person typed. */
  enum Answer {
    WAITING,
    UNKNOWN,
    EXPIRED,
    ALREADY_USED,
    TOO_MANY_GUESSES,
    /** The decision did not come from the form that was shown for this code. */
    FORGED,
    DECIDED
  }

  /** The two codes of a new login; the device code is a secret. */
  record Issued(String deviceCode, String userCode) {
    @Override
    public String toString() {
      return "Issued[***, userCode=" + userCode + "]";
    }
  }

  /**
   * What the person decides about.
   *
   * @param formToken proves that a decision came from the form shown for this code; a secret
   */
  record PendingLogin(String userCode, String clientId, List<String> scopes, String formToken) {
    @Override
    public String toString() {
      return "PendingLogin[" + userCode + ", " + clientId + ", " + scopes + ", ***]";
    }
  }

  /** A typed code: what became of it, and the login if it is waiting. */
  record Lookup(Answer answer, Optional<PendingLogin> login) {}

  /** The oldest first, which run out first too. */
  private final Map<String, DeviceCode> byDeviceCode = new LinkedHashMap<>();

  private final Map<String, DeviceCode> byUserCode = new HashMap<>();
  private final GuessLimit guesses;
  private final PracticeHub.Options options;
  private final Clock clock;
  private final Secrets secrets;
  private final Grants grants;

  DeviceCodes(PracticeHub.Options options, Secrets secrets, Grants grants) {
    this.options = options;
    this.clock = options.clock();
    this.guesses = new GuessLimit(clock);
    this.secrets = secrets;
    this.grants = grants;
  }

  /**
   * Begins a login.
   *
   * @throws OAuthError when {@link #MOST_LOGINS} wait already
   */
  synchronized Issued issue(String clientId, List<String> scopes) throws OAuthError {
    Instant now = clock.instant();
    makeRoom(now);
    String userCode = secrets.userCode();
    while (byUserCode.containsKey(normalize(userCode))) {
      userCode = secrets.userCode();
    }
    PendingLogin pending = new PendingLogin(userCode, clientId, scopes, secrets.token(32));
    DeviceCode entry =
        new DeviceCode(pending, now, now.plus(options.expiresIn()), options.effectiveInterval());
    String deviceCode = secrets.token(43);
    byDeviceCode.put(deviceCode, entry);
    byUserCode.put(normalize(userCode), entry);
    return new Issued(deviceCode, userCode);
  }

  /**
   * Counts a poll as it arrives, whatever becomes of it; returns how many came so far, 0 for an
   * unknown code.
   */
  synchronized int arrive(String deviceCode) {
    DeviceCode entry = byDeviceCode.get(deviceCode);
    return entry == null ? 0 : ++entry.arrivals;
  }

  /** How many polls arrived for a login, 0 for an unknown code. */
  synchronized int arrivals(String userCode) {
    return find(userCode).map(entry -> entry.arrivals).orElse(0);
  }

  /**
   * Answers a poll (RFC 8628, sections 3.4 and 3.5). A device code gives tokens once; a second use
   * ends that login.
   *
   * @throws OAuthError as long as there is nothing to give, and for good once there never will be
   */
  synchronized IssuedTokens poll(String deviceCode, String clientId) throws OAuthError {
    DeviceCode entry = byDeviceCode.get(deviceCode);
    if (entry == null || !entry.pending.clientId().equals(clientId)) {
      throw OAuthError.invalidGrant("The device code is unknown, or another client's");
    }
    settle(entry);
    return switch (entry.state) {
      case PENDING, APPROVED -> pollWaiting(entry);
      case DENIED -> throw OAuthError.of("access_denied", "The person denied the request");
      case EXPIRED -> throw OAuthError.of("expired_token", "The device code expired");
      case CONSUMED -> {
        grants.revoke(entry.grant);
        throw OAuthError.invalidGrant("The device code was used before; its tokens are revoked");
      }
    };
  }

  private IssuedTokens pollWaiting(DeviceCode entry) throws OAuthError {
    Instant now = clock.instant();
    boolean early =
        options.strictPolling()
            && entry
                .lastPoll
                .filter(last -> now.isBefore(last.plus(entry.interval).minus(TOLERANCE)))
                .isPresent();
    entry.lastPoll = Optional.of(now);
    entry.polls++;
    if (early || (options.scenario() == Scenario.SLOW_DOWN && entry.polls <= SLOWED_POLLS)) {
      entry.interval = entry.interval.plus(SLOW_DOWN_STEP);
      throw OAuthError.bare("slow_down");
    }
    if (entry.state == DeviceCode.State.PENDING) {
      if (options.scenario() == Scenario.DENY) {
        entry.state = DeviceCode.State.DENIED;
      }
      throw OAuthError.bare("authorization_pending");
    }
    entry.state = DeviceCode.State.CONSUMED;
    return grants.issue(entry.grant);
  }

  /** Looks up a code as a person typed it: case, hyphens and blanks do not matter. */
  synchronized Lookup lookUp(String typed) {
    if (guesses.exhausted()) {
      return new Lookup(Answer.TOO_MANY_GUESSES, Optional.empty());
    }
    Optional<DeviceCode> found = find(typed);
    if (found.isEmpty()) {
      guesses.countWrong();
      return new Lookup(Answer.UNKNOWN, Optional.empty());
    }
    return switch (found.get().state) {
      case PENDING -> new Lookup(Answer.WAITING, Optional.of(found.get().pending));
      case EXPIRED -> new Lookup(Answer.EXPIRED, Optional.empty());
      case APPROVED, DENIED, CONSUMED -> new Lookup(Answer.ALREADY_USED, Optional.empty());
    };
  }

  /**
   * Takes the decision from the form that was shown for the code; anything but DECIDED changes
   * nothing.
   */
  synchronized Answer decide(String typed, String formToken, boolean approved) {
    Lookup lookup = lookUp(typed);
    if (lookup.login().isEmpty()) {
      return lookup.answer();
    }
    if (!equalSecrets(lookup.login().get().formToken(), formToken)) {
      return Answer.FORGED;
    }
    decide(typed, approved);
    return Answer.DECIDED;
  }

  /**
   * Decides in the person's place.
   *
   * @throws IllegalArgumentException when no login with that code is waiting
   */
  synchronized void decide(String userCode, boolean approved) {
    DeviceCode entry =
        find(userCode)
            .filter(each -> each.state == DeviceCode.State.PENDING)
            .orElseThrow(
                () -> new IllegalArgumentException("No login is waiting with code " + userCode));
    entry.state = approved ? DeviceCode.State.APPROVED : DeviceCode.State.DENIED;
  }

  private Optional<DeviceCode> find(String typed) {
    Optional<DeviceCode> entry = Optional.ofNullable(byUserCode.get(normalize(typed)));
    entry.ifPresent(this::settle);
    return entry;
  }

  private void settle(DeviceCode entry) {
    entry.settle(clock.instant(), options.autoApprove());
  }

  /** Forgets what is long over and, where that is not enough, all that is over. */
  private void makeRoom(Instant now) throws OAuthError {
    Iterator<DeviceCode> oldest = byDeviceCode.values().iterator();
    while (oldest.hasNext()) {
      DeviceCode entry = oldest.next();
      if (!now.isAfter(entry.expiresAt.plus(REMEMBERED_AFTER_EXPIRY))) {
        break;
      }
      oldest.remove();
      byUserCode.remove(normalize(entry.pending.userCode()));
    }
    if (byDeviceCode.size() >= MOST_LOGINS) {
      byDeviceCode.values().forEach(this::settle);
      byDeviceCode.values().removeIf(DeviceCode::isOver);
      byUserCode.values().removeIf(DeviceCode::isOver);
    }
    if (byDeviceCode.size() >= MOST_LOGINS) {
      throw OAuthError.tooMany("Too many logins are waiting");
    }
  }

  private static String normalize(String userCode) {
    return userCode.replaceAll("[\\s\\p{Z}\\p{Pd}]", "").toUpperCase(Locale.ROOT);
  }

  private static boolean equalSecrets(String left, String right) {
    return MessageDigest.isEqual(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
