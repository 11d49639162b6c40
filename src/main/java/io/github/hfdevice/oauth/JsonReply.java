package io.github.hfdevice.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/** A JSON object from a server, read with the leniency that real servers need. */
public final class JsonReply {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** A century; longer is a mistake, and would overflow sums of times. */
  private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(3_155_760_000L);

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
      JsonNode node = MAPPER.readTree(body);
      return node != null && node.isObject() ? Optional.of(new JsonReply(node)) : Optional.empty();
    } catch (JsonProcessingException e) {
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
    if (digits.length() > LONGEST_NUMBER) {
      return Optional.empty();
    }
    try {
      BigDecimal seconds = new BigDecimal(digits);
      if (seconds.signum() <= 0) {
        return Optional.empty();
      }
      // Compared first: the digits of 1e999999999 or 1e-999999999 would take all memory.
      BigDecimal bounded = seconds.min(MOST_SECONDS).max(BigDecimal.ONE);
      return Optional.of(Duration.ofSeconds(bounded.setScale(0, RoundingMode.CEILING).longValue()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
