package io.github.hfdevice.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A login that waits for its approval, or that was granted and is not stored yet. Its text form
 * shows no device code and no token.
 *
 * @param origin who was asked, and as which client
 * @param tokenEndpoint where the device code is polled, which need not be where a refresh goes
 * @param deviceCode a secret; RFC 8628, section 3.2, like the next four
 * @param userCode what the person types
 * @param verificationUri where the person types it
 * @param verificationUriComplete the same with the code in it, when the server gave one
 * @param expiresAt when the code ends; whole seconds are stored
 * @param interval the least wait between two polls, slow-downs included; positive
 * @param polledAt when the server was asked last; whole milliseconds are stored
 * @param wishes what the person wants done with the token
 * @param waiter the process that polls, when one does
 * @param granted what the server gave, once it did; the code is used up then
 */
public record PendingLogin(
    LoginOrigin origin,
    URI tokenEndpoint,
    String deviceCode,
    String userCode,
    URI verificationUri,
    Optional<URI> verificationUriComplete,
    Instant expiresAt,
    Duration interval,
    Instant polledAt,
    Wishes wishes,
    Optional<Waiter> waiter,
    Optional<Granted> granted) {

  /**
   * Takes what can be stored.
   *
   * @throws IllegalArgumentException if the interval is below a millisecond, the polled endpoint is
   *     not the address of a server, or a text is too long: 64 KiB for the device code, 256
   *     characters for the user code, 2 KiB for an address
   */
  public PendingLogin {
    LoginOrigin.requireAddress(tokenEndpoint);
    Limits.require("device code", deviceCode, Limits.TOKEN);
    Limits.require("user code", userCode, Limits.NAME);
    Limits.require("address", verificationUri.toString(), Limits.ADDRESS);
    if (verificationUriComplete.isPresent()) {
      Limits.require("address", verificationUriComplete.get().toString(), Limits.ADDRESS);
    }
    if (interval.toMillis() <= 0) {
      throw new IllegalArgumentException("the interval is not positive");
    }
  }

  /** This login after one more poll in vain. */
  public PendingLogin withPoll(Instant at, Duration newInterval) {
    return with(newInterval, at, waiter, granted);
  }

  /** This login with the process that polls from now on, or with none. */
  public PendingLogin withWaiter(Optional<Waiter> process) {
    return with(interval, polledAt, process, granted);
  }

  /** This login with what the server gave for it. */
  public PendingLogin withGranted(Granted tokens) {
    return with(interval, polledAt, waiter, Optional.of(tokens));
  }

  private PendingLogin with(
      Duration newInterval,
      Instant newPolledAt,
      Optional<Waiter> newWaiter,
      Optional<Granted> newGranted) {
    return new PendingLogin(
        origin,
        tokenEndpoint,
        deviceCode,
        userCode,
        verificationUri,
        verificationUriComplete,
        expiresAt,
        newInterval,
        newPolledAt,
        wishes,
        newWaiter,
        newGranted);
  }

  @Override
  public String toString() {
    return "PendingLogin[origin="
        + origin
        + ", tokenEndpoint="
        + tokenEndpoint
        + ", deviceCode=***, userCode="
        + userCode
        + ", verificationUri="
        + verificationUri
        + ", expiresAt="
        + expiresAt
        + ", interval="
        + interval
        + ", polledAt="
        + polledAt
        + ", waiter="
        + waiter
        + ", granted="
        + granted
        + "]";
  }

  /**
   * What the person wants done with the token.
   *
   * @param addToGit whether git is to be given it too
   * @param storeAs the name to store it under, where one was given
   * @param activate whether the token file is to hold it, whatever server it is of
   * @param scope what was asked for, separated by blanks
   */
  public record Wishes(
      boolean addToGit, Optional<String> storeAs, boolean activate, Optional<String> scope) {
    /** Nothing beyond a login. */
    public static final Wishes NONE = new Wishes(false, Optional.empty(), false, Optional.empty());

    /** These wishes with another name. */
    public Wishes storedAs(Optional<String> name) {
      return new Wishes(addToGit, name, activate, scope);
    }
  }

  /**
   * A process of this machine; the two numbers together are never given again.
   *
   * @param startedAtMillis since 1970
   */
  public record Waiter(long pid, long startedAtMillis) {

    /** This process, as far as the system tells it. */
    public static Optional<Waiter> current() {
      return of(ProcessHandle.current());
    }

    private static Optional<Waiter> of(ProcessHandle process) {
      return process
          .info()
          .startInstant()
          .map(start -> new Waiter(process.pid(), start.toEpochMilli()));
    }

    /** Whether it still runs and is another process than this one. */
    public boolean isAnotherAlive() {
      return pid != ProcessHandle.current().pid()
          && ProcessHandle.of(pid)
              .filter(ProcessHandle::isAlive)
              .flatMap(Waiter::of)
              .filter(this::equals)
              .isPresent()
          && !hasEnded();
    }

    /** Where nobody asks for its exit code, Linux lists a process for ever: a zombie. */
    private boolean hasEnded() {
      try {
        String status = Files.readString(Path.of("/proc/" + pid + "/stat"), ISO_8859_1);
        // Its name stands in parentheses and may hold any character.
        int state = status.lastIndexOf(')') + 2;
        return state < status.length() && "ZXx".indexOf(status.charAt(state)) >= 0;
      } catch (IOException e) {
        return false;
      }
    }
  }

  /**
   * Tokens that were granted and are stored under no name yet.
   *
   * @param accessToken a secret
   * @param refreshToken a secret, when the server gave one
   * @param expiresAt when the access token ends, when that is known; whole seconds are stored
   * @param scope what was granted, separated by blanks, where the server said it
   */
  public record Granted(
      String accessToken,
      Optional<String> refreshToken,
      Optional<Instant> expiresAt,
      Optional<String> scope) {

    /**
     * Takes what can be stored as it is.
     *
     * @throws IllegalArgumentException as {@link StoredToken} does for the same texts
     */
    public Granted {
      StoredToken.requireOneLine("access token", accessToken);
      if (refreshToken.isPresent()) {
        StoredToken.requireOneLine("refresh token", refreshToken.get());
      }
    }

    @Override
    public String toString() {
      return "Granted[accessToken=***, refreshToken="
          + (refreshToken.isPresent() ? "***" : "none")
          + ", expiresAt="
          + expiresAt
          + "]";
    }
  }
}
