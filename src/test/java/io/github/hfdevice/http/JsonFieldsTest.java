package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonFieldsTest {
  private static String encode(Map<String, String> fields) {
    return new String(JsonFields.encode(fields), StandardCharsets.UTF_8);
  }

  @Test
  void fields_keepTheirOrder_andEscapeWhatJsonMust() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("b", "plain ~");
    fields.put("a\"", "\\ \" \u0000\n\u001f\u007f\u0080é\ud83d\ude00\ud83d");
    assertEquals(
        "{\"b\":\"plain ~\",\"a\\\"\":\"\\\\ \\\" \\u0000\\u000a\\u001f\\u007f\\u0080\\u00e9"
            + "\\ud83d\\ude00\\ud83d\"}",
        encode(fields));
    assertEquals("{}", encode(Map.of()));
  }

  @Test
  void everyCharacter_isReadBackAsItWas() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c < 0xd800; c++) {
      all.append((char) c);
    }
    all.appendCodePoint(0x1f600);
    assertEquals(
        all.toString(),
        new JsonMapper().readTree(encode(Map.of("x", all.toString()))).get("x").textValue());
  }

  @Test
  void callThatPostsJson_saysSo_andShowsNoField() {
    HttpCall call =
        HttpCall.postJson(
            URI.create("https://hub.test/x"),
            Map.of("subject_token", "SECRET"),
            Duration.ofSeconds(1));
    assertEquals("POST", call.method());
    assertEquals(Optional.of("application/json"), call.contentType());
    assertEquals(
        "{\"subject_token\":\"SECRET\"}", new String(call.body().get(), StandardCharsets.UTF_8));
    assertFalse(Slf4jExchangeLog.sent(call).contains("SECRET"));
    assertFalse(
        Redaction.body(
                "{\"error_description\":\"SECRET is bad\"}",
                new SentSecrets(call, Optional.empty()))
            .contains("SECRET"));
  }
}
