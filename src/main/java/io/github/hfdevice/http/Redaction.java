package io.github.hfdevice.http;

import io.github.hfdevice.text.Printable;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what went over the wire into what a log may show. Only fields known to be harmless keep
 * their values.
 */
final class Redaction {
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

  /** Whether the value of that field may be shown. */
  static boolean isHarmless(String field) {
    return HARMLESS.contains(field);
  }

  /** {@code form} as {@code name=value} pairs. */
  static String form(Map<String, String> form) {
    StringBuilder shown = new StringBuilder();
    form.forEach(
        (name, value) ->
            shown
                .append(shown.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(isHarmless(name) ? value : SentSecrets.HIDDEN));
    return Printable.of(shown.toString());
  }

  /** A JSON object or array field by field; of any other text only the length. */
  static String body(String body, SentSecrets secrets) {
    String text = body.strip();
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return text.isEmpty() ? "(empty)" : "(" + text.length() + " characters, not JSON)";
    }
    StringBuilder shown = new StringBuilder();
    Matcher field = JSON_FIELD.matcher(text);
    boolean any = false;
    while (shown.length() < MOST_SHOWN && field.find()) {
      shown.append(any ? ", " : "").append(printable(field.group(1), secrets)).append(": ");
      shown.append(
          isHarmless(field.group(1)) ? value(field.group(3), secrets) : SentSecrets.HIDDEN);
      any = true;
    }
    return shown.length() > MOST_SHOWN
        ? "{" + shown.substring(0, MOST_SHOWN) + "…}"
        : "{" + shown + (any ? "}" : "…}");
  }

  /** The server may write any character as an escape, to the same effect. */
  private static String value(String json, SentSecrets secrets) {
    if (!json.startsWith("\"")) {
      return printable(json, secrets);
    }
    int end = json.length() > 1 && json.endsWith("\"") ? json.length() - 1 : json.length();
    String text = printable(unescaped(json.substring(1, end)), secrets);
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** Hidden after it is made printable, which may join what the server took apart. */
  private static String printable(String text, SentSecrets secrets) {
    return secrets.hide(Printable.of(text));
  }

  /** The text of a JSON string (RFC 8259, 7); what is no escape stays as it is. */
  private static String unescaped(String json) {
    StringBuilder text = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c != '\\' || i + 1 == json.length()) {
        text.append(c);
        continue;
      }
      c = json.charAt(++i);
      int code = c == 'u' && i + 4 < json.length() ? hex(json.substring(i + 1, i + 5)) : -1;
      if (code >= 0) {
        text.append((char) code);
        i += 4;
      } else {
        text.append("bfnrt".indexOf(c) >= 0 ? ' ' : c);
      }
    }
    return text.toString();
  }

  private static int hex(String digits) {
    int code = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }
}
