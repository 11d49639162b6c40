package io.github.hfdevice.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;

/** A JSON object from a server, read with the leniency that real servers need. */
public final class JsonReply {
  /** A century; longer is a mistake, and would overflow sums of times. */
  private static final long MOST_SECONDS = 3_155_760_000L;

  private static final int LONGEST_NUMBER = 40;

  private final JsonNode object;

  private JsonReply(JsonNode object) {
    this.object = object;
  }

  /**
   * The object in {@code body}, or nothing if it is anything else: HTML, half an object, a list.
   */
  public static Optional<JsonReply> parse(String body) {
    try {
      JsonNode node = JsonText.parse(body);
      return node.isObject() ? Optional.of(new JsonReply(node)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The whole object. */
  public JsonNode object() {
    return object;
  }

  /**
   * A field that is a string and not blank.
   *
   * @param most the characters that it may have, one of {@link Limits}
   * @throws MalformedReplyException if it has more
   */
  public Optional<String> text(String field, int most) throws MalformedReplyException {
    return text(field, object.path(field), most);
  }

  /** The same for a value from the depths of the object, whose {@code name} a message can show. */
  public static Optional<String> text(String name, JsonNode value, int most)
      throws MalformedReplyException {
    Optional<String> text = Optional.ofNullable(value.textValue()).filter(t -> !t.isBlank());
    if (text.isPresent() && text.get().length() > most) {
      throw MalformedReplyException.tooLong(name, most);
    }
    return text;
  }

  /**
   * A field that lists words: one string with blanks between them, or a list of strings. Nothing if
   * it is missing, or longer than {@link Limits#ADDRESS}.
   */
  public Optional<String> words(String field) {
    JsonNode value = object.path(field);
    StringJoiner words = new StringJoiner(" ");
    if (value.isTextual()) {
      words.add(value.textValue().strip());
    }
    for (JsonNode word : value) {
      if (word.isTextual()) {
        words.add(word.textValue());
      }
    }
    return Optional.of(words.toString())
        .filter(text -> !text.isBlank() && text.length() <= Limits.ADDRESS);
  }

  /**
   * A field that is a number of seconds, or a string that holds one, rounded up to whole seconds;
   * nothing if it is missing, zero, negative or unreadable.
   */
  public Optional<Duration> seconds(String field) {
    JsonNode value = object.get(field);
    if (value == null || !(value.isNumber() || value.isTextual())) {
      return Optional.empty();
    }
    String digits = value.asText().strip();
    if (digits.length() > LONGEST_NUMBER || !isNumber(digits)) {
      return Optional.empty();
    }
    try {
      double seconds = Double.parseDouble(digits);
      return seconds > 0
          ? Optional.of(Duration.ofSeconds((long) Math.ceil(Math.min(seconds, MOST_SECONDS))))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Java also takes {@code 5d}, {@code 0x5p0} and {@code NaN} for numbers. */
  private static boolean isNumber(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      if ("0123456789.eE+-".indexOf(digits.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
