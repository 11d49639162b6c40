package io.github.hfdevice.store;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A login that waits for its approval, or that was granted and is not stored yet. Its text form
 * shows no device code and no token.
 *
 * @param endpoint the server that was logged in to
 * @param tokenEndpoint where the device code is polled
 * @param deviceCode a secret; RFC 8628, section 3.2, like the next four
 * @param userCode what the person types
 * @param verificationUri where the person types it
 * @param verificationUriComplete the same with the code in it, when the server gave one
 * @param interval the least wait between two polls, slow-downs included; positive
 * @param expiresAt when the code ends; whole seconds are stored
 * @param clientId the OAuth client that asked
 * @param scope what was asked for, separated by blanks, when anything was
 * @param tokenName the name to store the token under, when the user chose one
 * @param addToGit whether git is to be given the token too
 * @param granted what the server gave, once it did; the code is used up then
 */
public record PendingLogin(
    URI endpoint,
    URI tokenEndpoint,
    String deviceCode,
    String userCode,
    URI verificationUri,
    Optional<URI> verificationUriComplete,
    Duration interval,
    Instant expiresAt,
    String clientId,
    Optional<String> scope,
    Optional<String> tokenName,
    boolean addToGit,
    Optional<Granted> granted) {

  /**
   * Takes what can be stored as it is.
   *
   * @throws IllegalArgumentException if a text is empty, has control characters or blanks around
   *     it, or the interval is below a millisecond; the message names the component and not its
   *     content
   */
  public PendingLogin {
    StoredToken.requireOneLine("device code", deviceCode);
    StoredToken.requireOneLine("user code", userCode);
    StoredToken.requireOneLine("client id", clientId);
    if (scope.isPresent()) {
      StoredToken.requireOneLine("scope", scope.get());
    }
    if (tokenName.isPresent()) {
      StoredToken.requireOneLine("token name", tokenName.get());
    }
    if (interval.toMillis() <= 0) {
      throw new IllegalArgumentException("the interval is not positive");
    }
  }

  /** This login with what the server gave for it. */
  public PendingLogin withGranted(Granted tokens) {
    return new PendingLogin(
        endpoint,
        tokenEndpoint,
        deviceCode,
        userCode,
        verificationUri,
        verificationUriComplete,
        interval,
        expiresAt,
        clientId,
        scope,
        tokenName,
        addToGit,
        Optional.of(tokens));
  }

  @Override
  public String toString() {
    return "PendingLogin[endpoint="
        + endpoint
        + ", deviceCode=***, userCode="
        + userCode
        + ", verificationUri="
        + verificationUri
        + ", interval="
        + interval
        + ", expiresAt="
        + expiresAt
        + ", clientId="
        + clientId
        + ", granted="
        + granted
        + "]";
  }

  /**
   * Tokens that were granted and are stored under no name yet.
   *
   * @param accessToken a secret
   * @param refreshToken a secret, when the server gave one
   * @param expiresAt when the access token ends, when that is known; whole seconds are stored
   */
  public record Granted(
      String accessToken, Optional<String> refreshToken, Optional<Instant> expiresAt) {

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
