package io.github.hfdevice.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{\"a\":[1,-2.5,true,false,null,{\"b\":[]}],\"c\":\"\\u00e9\\n\\\"\\u0000\"}",
        "{\"a\":1,\"a\":2}",
        "{\"big\":123456789012345678901234567890,\"long\":9007199254740993}",
        " {\"a\" : 1 } \n",
      })
  void trees_areThoseOfTheObjectMapper(String text) throws Exception {
    JsonMapper mapper = new JsonMapper();
    assertEquals(mapper.readTree(text).toString(), JsonText.parse(text).toString());
    assertEquals(
        mapper.writeValueAsString(mapper.readTree(text)), JsonText.format(mapper.readTree(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "{\"a\":", "[1", "{} {}", "{}x", "{\"a\":}", "<html>", "nul", "]"})
  void anythingElse_isRefused(String text) {
    assertThrows(IOException.class, () -> JsonText.parse(text));
  }

  @Test
  void nesting_hasItsLimit() {
    assertThrows(IOException.class, () -> JsonText.parse("[".repeat(100_000)));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 0x1b, 0x7f, 0x80, 0x9b, 0xad, 0x200b, 0x202e, 0x2028, 0x2029, 0x2066, 0xfeff, 0xe0041
      })
  void whatATerminalObeysOrHides_isEscaped_andReadsBackTheSame(int c) throws Exception {
    String text = "é" + Character.toString(c) + "漢😀";
    String json = JsonText.format(JsonNodeFactory.instance.objectNode().put(text, text));
    assertTrue(json.chars().allMatch(each -> each != c && each >= ' '), json);
    assertTrue(json.contains("é\\u") && json.contains("漢😀"), json);
    assertEquals(text, JsonText.parse(json).path(text).textValue());
  }

  @Test
  void halfACharacter_isEscaped() throws Exception {
    String json = JsonText.format(JsonNodeFactory.instance.textNode("a\ud83d"));
    assertEquals("\"a\\ud83d\"", json);
  }
}
