package io.github.hfdevice.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Why a server said no, in its own words, wherever it put them. */
final class ServerReason {
  /** Where APIs put them, the one that says most first. */
  private static final List<String> FIELDS =
      List.of("error", "message", "error_description", "detail", "msg", "errors", "title");

  /** As deep as {@code {"errors":[{"error":{"message":…}}]}}. */
  private static final int DEEPEST = 4;

  private ServerReason() {}

  /**
   * The OAuth error with its description, else the words in the JSON, else those of the headers;
   * fit for a message.
   *
   * @param secrets that were sent with the request and are hidden, should the server repeat them
   */
  static Optional<String> of(OAuthReply reply, String... secrets) {
    if (reply.error().isPresent()) {
      return Optional.of(reply.error().get().describe(secrets));
    }
    Optional<String> inBody = reply.json().flatMap(json -> words(json.object(), DEEPEST, secrets));
    return inBody.isPresent()
        ? inBody
        : reply.http().errorMessage().flatMap(text -> shown(text, secrets));
  }

  private static Optional<String> words(JsonNode value, int deepest, String... secrets) {
    if (value.isTextual()) {
      return shown(value.textValue(), secrets);
    }
    if (deepest == 0) {
      return Optional.empty();
    }
    if (value.isArray()) {
      return words(value.path(0), deepest - 1, secrets);
    }
    for (String field : FIELDS) {
      Optional<String> words = words(value.path(field), deepest - 1, secrets);
      if (words.isPresent()) {
        return words;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> shown(String text, String... secrets) {
    return Optional.of(ServerWords.shown(text, secrets)).filter(words -> !words.isEmpty());
  }
}
