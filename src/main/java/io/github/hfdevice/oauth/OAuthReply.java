package io.github.hfdevice.oauth;

import io.github.hfdevice.http.HttpReply;
import java.util.Optional;

/**
 * An answer of an authorization server, read once.
 *
 * @param json the object in its body, if that is what it is
 * @param error the OAuth error in that object
 */
public record OAuthReply(HttpReply http, Optional<JsonReply> json, Optional<OAuthError> error) {

  /** What is to be thought of a page in the place of JSON. */
  public static final String MAY_BE_OF_OTHERS = ", which a proxy or a firewall may have sent";

  /** Reads {@code reply}; pure. */
  public static OAuthReply of(HttpReply reply) {
    Optional<JsonReply> json = JsonReply.parse(reply.body());
    return new OAuthReply(reply, json, json.flatMap(object -> OAuthError.of(reply, object)));
  }

  /** Whether the server did what it was asked, and says so in JSON. */
  public boolean isSuccess() {
    return http.status() / 100 == 2 && json.isPresent() && error.isEmpty();
  }

  /**
   * Whether the server is at fault for now, and not the request: a 5xx or a 429 without an OAuth
   * error, or an OAuth error that says so, whatever its status.
   */
  public boolean isTrouble() {
    return error.isPresent() ? error.get().isTrouble() : http.isServerTrouble();
  }

  /**
   * Why the server said no, in its own words, fit for a message: the OAuth error, what else its
   * JSON says, or its headers.
   *
   * @param secrets that were sent with the request and are hidden, should the server repeat them
   */
  public Optional<String> reason(String... secrets) {
    return ServerReason.of(this, secrets);
  }

  /**
   * A few words for what kept this answer from being usable.
   *
   * @param secrets as for {@link #reason}
   */
  public String trouble(String... secrets) {
    if (error.isPresent()) {
      return "the server is in trouble (" + error.get().describe(secrets) + ")";
    }
    if (http.status() == 429) {
      return "the server gets too many requests (" + status(secrets) + ")";
    }
    return http.isServerTrouble()
        ? "the server is in trouble (" + status(secrets) + ")"
        : content(secrets);
  }

  private String status(String... secrets) {
    return "HTTP " + http.status() + reason(secrets).map(words -> ": " + words).orElse("");
  }

  /**
   * A few words for what the answer is, where it should have been another one.
   *
   * @param secrets as for {@link #reason}
   */
  public String content(String... secrets) {
    if (http.status() / 100 != 2 && reason(secrets).isPresent()) {
      return "an error (" + status(secrets) + ")";
    }
    return kind() + " (HTTP " + http.status() + ")" + (isOfOthers() ? MAY_BE_OF_OTHERS : "");
  }

  /** The same without its status and what the server says. */
  public String kind() {
    if (http.unread().isPresent()) {
      return "an answer that cannot be read, for " + http.unread().get();
    }
    if (http.body().isBlank()) {
      return "an empty answer";
    }
    if (http.isWebPage()) {
      return "a web page";
    }
    return json.isPresent() ? "JSON of another kind" : "text that is not a JSON object";
  }

  private boolean isOfOthers() {
    boolean isJson = json.isPresent() || http.unread().isPresent();
    return http.status() == 403 && !http.body().isBlank() && !isJson;
  }
}
