package io.github.hfdevice.hub;

import java.util.List;
import java.util.Optional;

/**
 * What a server said to the question whose a token is: it vouches for it ({@link Known}), it
 * refuses it clearly ({@link #isRefusal()}), it cannot say for now ({@link Kind#NO_ANSWER}, {@link
 * Kind#IN_TROUBLE}), or what answered was not a server that knows tokens ({@link
 * Kind#BAD_RESPONSE}).
 */
public sealed interface Identity {
  /**
   * It is this account's.
   *
   * @param user the account's name, as the server wrote it
   * @param displayName the name that the person gave the token, which only classic tokens have
   * @param organisations the names of those that it is a member of
   */
  record Known(String user, Optional<String> displayName, List<String> organisations)
      implements Identity {
    /** {@return the name that the token is stored under, as {@code hf} chooses it} */
    public String tokenName() {
      return displayName.orElse("oauth-" + user);
    }
  }

  /**
   * The server does not take the token (HTTP 401).
   *
   * @param words the server's own, if it gave any; printable and limited
   */
  record Rejected(Optional<String> words) implements Identity {}

  /**
   * The server did not say.
   *
   * @param reason fit for a user, with the address and the server's words
   * @param kind whether it failed, refused, or answered what cannot be read
   */
  record Unknown(String reason, Kind kind) implements Identity {}

  /** Why a server did not say. */
  enum Kind {
    /** No answer came. */
    NO_ANSWER,
    /** A 408, a 429 or a 5xx: it cannot say for now. */
    IN_TROUBLE,
    /** It knows the token and refuses to say (HTTP 403). */
    FORBIDDEN,
    /** A page came with a 4xx, as proxies and firewalls send it. */
    BLOCKED,
    /** It refuses the question (any other 4xx). */
    REFUSED,
    /** It is not known where to ask. */
    NOT_OFFERED,
    /** What came names nobody: a page of a network's login, a redirect, other JSON. */
    BAD_RESPONSE
  }

  /** {@return whether nothing is said for or against the token for now} */
  default boolean isForLater() {
    return this instanceof Unknown unknown
        && (unknown.kind() == Kind.NO_ANSWER || unknown.kind() == Kind.IN_TROUBLE);
  }

  /** {@return whether the server refused clearly: a 4xx but 408 and 429} */
  default boolean isRefusal() {
    return this instanceof Rejected
        || (this instanceof Unknown unknown
            && (unknown.kind() == Kind.FORBIDDEN
                || unknown.kind() == Kind.BLOCKED
                || unknown.kind() == Kind.REFUSED));
  }
}
