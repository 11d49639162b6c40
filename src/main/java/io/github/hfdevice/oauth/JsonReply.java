package io.github.hfdevice.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

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

  /** A field that is a string and not blank. */
  public Optional<String> text(String field) {
    JsonNode value = object.get(field);
    return value != null && value.isTextual() && !value.textValue().isBlank()
        ? Optional.of(value.textValue())
        : Optional.empty();
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
