package io.github.hfdevice.hub;

import io.github.hfdevice.http.HttpReply;
import io.github.hfdevice.oauth.JsonReply;
import io.github.hfdevice.oauth.OAuthReply;
import io.github.hfdevice.oauth.ServerWords;
import java.util.Optional;

/** Why a server that follows the Hub said no. Its text is fit for a message. */
final class Refusal {
  private final HttpReply reply;
  private final String[] secrets;

  /**
   * @param secrets that were sent with the request
   */
  Refusal(HttpReply reply, String... secrets) {
    this.reply = reply;
    this.secrets = secrets;
  }

  /** The server's own words, from its JSON or its headers. */
  Optional<String> words() {
    return OAuthReply.of(reply).reason(secrets);
  }

  /** The status, and the server's words or what is to be thought of their absence. */
  @Override
  public String toString() {
    String status = "HTTP " + reply.status();
    Optional<String> words = words();
    if (words.isPresent()) {
      return status + ": " + words.get();
    }
    if (reply.status() / 100 == 3) {
      return status
          + reply.location().map(to -> ", a redirect to " + ServerWords.shown(to)).orElse("")
          + ", which is not followed";
    }
    if (reply.unread().isPresent()) {
      return status + " with an answer that cannot be read, for " + reply.unread().get();
    }
    if (isOfOthers()) {
      return status + " with " + content() + OAuthReply.MAY_BE_OF_OTHERS;
    }
    return reply.status() == 200 && JsonReply.parse(reply.body()).isEmpty()
        ? status + " with " + content()
        : status;
  }

  /** Whether a proxy or a firewall may have answered in the server's place. */
  boolean isOfOthers() {
    boolean isText = !reply.body().isBlank() && JsonReply.parse(reply.body()).isEmpty();
    return words().isEmpty() && (reply.isWebPage() || (reply.status() == 403 && isText));
  }

  /** What came in the place of a JSON object. */
  String content() {
    if (reply.body().isBlank()) {
      return "an empty answer";
    }
    return reply.isWebPage() ? "a web page" : "text that is not a JSON object";
  }
}
