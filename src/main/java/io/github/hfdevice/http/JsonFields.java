package io.github.hfdevice.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes a JSON object of strings (RFC 8259), which is all that a request here ever sends. */
final class JsonFields {
  private JsonFields() {}

  /** Only ASCII, so that half a surrogate pair is written as it is. */
  static byte[] encode(Map<String, String> fields) {
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<String, String> field : fields.entrySet()) {
      json.append(json.length() == 1 ? "" : ",");
      quote(json, field.getKey());
      json.append(':');
      quote(json, field.getValue());
    }
    return json.append('}').toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < 0x20 || c > 0x7e) {
        String hex = Integer.toHexString(c);
        json.append("\\u").append("0000", 0, 4 - hex.length()).append(hex);
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
