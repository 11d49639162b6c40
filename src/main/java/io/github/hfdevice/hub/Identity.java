package io.github.hfdevice.hub;

import java.util.List;
import java.util.Optional;

/** What a server said to the question whose a token is. */
public sealed interface Identity {
  /**
   * It is this account's.
   *
   * @param user the account's name, as the server wrote it
   * @param displayName the name that the person gave the token, which only classic tokens have
   */
  record Known(String user, Optional<String> displayName, List<String> organisations)
      implements Identity {
    /** The name that the token is stored under, as {@code hf} chooses it. */
    public String tokenName() {
      return displayName.orElse("oauth-" + user);
    }
  }

  /** Nobody's: the server answered 401. */
  record Rejected() implements Identity {}

  /**
   * The server could not say.
   *
   * @param reason fit for a user
   * @param kind whether it failed, refused, or answered what cannot be read
   */
  record Unknown(String reason, Kind kind) implements Identity {}

  /** Why a server could not say. */
  enum Kind {
    UNREACHABLE,
    /** The token is good, but not for this question (HTTP 403). */
    FORBIDDEN,
    /** It has no answer to this question for anybody. */
    NOT_OFFERED,
    BAD_RESPONSE
  }
}
