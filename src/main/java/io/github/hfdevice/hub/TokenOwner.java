package io.github.hfdevice.hub;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Whose a new token is, as far as the server could say. Where it could not, the token gets a name
 * of its own and is kept.
 *
 * @param tokenName what the token is to be stored under, as {@code hf} chooses it, or a name of its
 *     own; may hold what a file cannot
 * @param user the account's name, as the server wrote it
 * @param warning what the person should know about the name, on one line
 */
public record TokenOwner(String tokenName, Optional<String> user, Optional<String> warning) {
  private static final String UNIDENTIFIED = "oauth-unidentified-";
  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Whether {@code name} is one that a token got whose owner was not known. */
  public static boolean isUnidentified(String name) {
    return name.startsWith(UNIDENTIFIED);
  }

  /** The owner by the server's answer; pure. Empty when the token is nobody's. */
  public static Optional<TokenOwner> of(Identity identity, Instant now) {
    if (identity instanceof Identity.Rejected) {
      return Optional.empty();
    }
    return Optional.of(
        identity instanceof Identity.Known known
            ? new TokenOwner(known.tokenName(), Optional.of(known.user()), Optional.empty())
            : unknown(((Identity.Unknown) identity).reason(), now));
  }

  /** The owner of a token when nobody can be asked; pure. */
  public static TokenOwner unknown(String reason, Instant now) {
    String name = UNIDENTIFIED + COMPACT.format(now);
    return new TokenOwner(
        name,
        Optional.empty(),
        Optional.of(
            "the server could not say whose token this is ("
                + reason
                + "); it is stored as "
                + name));
  }
}
