package io.github.hfdevice.hub;

import io.github.hfdevice.oauth.OAuthReply;
import io.github.hfdevice.oauth.ServerWords;
import java.util.Optional;

/** Why a server that follows the Hub said no. Its text is fit for a message. */
final class Refusal {
  private final OAuthReply reply;
  private final String[] secrets;

  /**
   * @param secrets that were sent with the request
   */
  Refusal(OAuthReply reply, String... secrets) {
    this.reply = reply;
    this.secrets = secrets;
  }

  /** The server's own words, from its JSON or its headers. */
  Optional<String> words() {
    return reply.reason(secrets);
  }

  /** The status, and the server's words or what is to be thought of their absence. */
  @Override
  public String toString() {
    int code = reply.http().status();
    String status = "HTTP " + code;
    Optional<String> words = words();
    if (words.isPresent()) {
      return status + ": " + words.get();
    }
    if (code / 100 == 3) {
      return status
          + reply.http().location().map(to -> ", a redirect to " + ServerWords.shown(to)).orElse("")
          + ", which is not followed";
    }
    if (isOfOthers()) {
      return status + " with " + reply.kind() + OAuthReply.MAY_BE_OF_OTHERS;
    }
    boolean isToldByItsKind =
        reply.http().unread().isPresent() || (code == 200 && reply.json().isEmpty());
    return isToldByItsKind ? status + " with " + reply.kind() : status;
  }

  /** Whether a proxy or a firewall may have answered in the server's place. */
  boolean isOfOthers() {
    boolean isText = !reply.http().body().isBlank() && reply.json().isEmpty();
    return words().isEmpty()
        && (reply.http().isWebPage() || (reply.http().status() == 403 && isText));
  }
}
