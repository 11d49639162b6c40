package io.github.hfdevice.hub;

import java.time.Instant;

/**
 * A short-lived token for one job, which is kept in no file.
 *
 * @param token a secret
 * @param expiresAt when it ends
 */
public record ExchangedToken(String token, Instant expiresAt) {
  @Override
  public String toString() {
    return "ExchangedToken[token=***, expiresAt=" + expiresAt + "]";
  }
}
