package io.github.hfdevice.http;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what went over the wire into what a log may show. Only fields known to be harmless keep
 * their values.
 */
final class Redaction {
  static final String HIDDEN = "***";

  private static final Set<String> HARMLESS =
      Set.of(
          "client_id",
          "error",
          "error_description",
          "error_uri",
          "expires_in",
          "grant_type",
          "interval",
          "issuer",
          "name",
          "preferred_username",
          "scope",
          "token_type",
          "type",
          "user_code",
          "verification_uri",
          "verification_url");

  private static final Pattern JSON_FIELD =
      Pattern.compile(
          "(?<!\\\\)\"([^\"\\\\]*)\"(\\s*:\\s*)(\"(?:[^\"\\\\]|\\\\.)*+\"?|[^\\s,{}\\[\\]]+)");

  private static final int MOST_SHOWN = 2000;

  private Redaction() {}

  /** {@code form} as {@code name=value} pairs. */
  static String form(Map<String, String> form) {
    StringBuilder shown = new StringBuilder();
    form.forEach(
        (name, value) ->
            shown
                .append(shown.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(HARMLESS.contains(name) ? value : HIDDEN));
    return shown.toString();
  }

  /** A JSON object or array field by field; of any other text only the length. */
  static String body(String body, HttpCall call) {
    String text = body.strip();
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return text.isEmpty() ? "(empty)" : "(" + text.length() + " characters, not JSON)";
    }
    StringBuilder shown = new StringBuilder();
    Matcher field = JSON_FIELD.matcher(text);
    int end = 0;
    while (field.find() && shown.length() < MOST_SHOWN) {
      shown.append(shown.length() == 0 ? "" : ", ").append(field.group(1)).append(": ");
      shown.append(HARMLESS.contains(field.group(1)) ? field.group(3) : HIDDEN);
      end = field.end();
    }
    String clean = printable(withoutSent(shown.toString(), call));
    return clean.length() > MOST_SHOWN
        ? "{" + clean.substring(0, MOST_SHOWN) + "…}"
        : "{" + clean + (end == 0 ? "…}" : "}");
  }

  /** Hides what the call sent in secret, should the server repeat it in a harmless field. */
  private static String withoutSent(String text, HttpCall call) {
    String hidden = text;
    for (Map.Entry<String, String> field : call.form().orElse(Map.of()).entrySet()) {
      if (!HARMLESS.contains(field.getKey()) && !field.getValue().isEmpty()) {
        hidden = hidden.replace(field.getValue(), HIDDEN);
      }
    }
    if (call.authorization().isPresent()) {
      String value = call.authorization().get();
      hidden = hidden.replace(value.substring(value.indexOf(' ') + 1), HIDDEN);
    }
    return hidden;
  }

  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ");
  }
}
