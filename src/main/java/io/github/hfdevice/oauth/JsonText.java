package io.github.hfdevice.oauth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.hfdevice.text.Printable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * JSON trees from text and back, with Jackson's parser and generator alone: its object mapper, made
 * for all else, takes longer to set up than a request over loopback. Thread-safe.
 */
public final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonText() {}

  /**
   * The one value in {@code text}.
   *
   * @throws IOException if it is no JSON, or more or less than one value
   */
  static JsonNode parse(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonNode value = read(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "something follows the value");
      }
      return value;
    }
  }

  private static JsonNode read(JsonParser parser, JsonToken token) throws IOException {
    if (token == null) {
      throw new JsonParseException(parser, "there is no value");
    }
    return switch (token) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? NODES.numberNode(parser.getBigIntegerValue())
              : NODES.numberNode(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> NODES.nullNode();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new JsonParseException(parser, "there is no value");
    };
  }

  /** The parser itself limits how deep it goes. */
  private static ObjectNode readObject(JsonParser parser) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      object.set(name, read(parser, parser.nextToken()));
    }
    return object;
  }

  private static ArrayNode readArray(JsonParser parser) throws IOException {
    ArrayNode array = NODES.arrayNode();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(read(parser, token));
    }
    return array;
  }

  /**
   * {@code tree} on one line. What a terminal obeys or hides is escaped: control characters of both
   * kinds, DEL, line separators, direction marks, halves of a character.
   */
  public static String format(JsonNode tree) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(generator, tree);
    } catch (IOException e) {
      throw new UncheckedIOException("a JSON tree that cannot be written", e);
    }
    return withEscapes(text.toString());
  }

  /** Such characters can only stand in strings, where JSON knows another spelling of each. */
  private static String withEscapes(String json) {
    StringBuilder escaped = null;
    int length;
    for (int i = 0; i < json.length(); i += length) {
      int c = json.codePointAt(i);
      length = Character.charCount(c);
      if (c < 0x7f || Printable.isShown(c)) {
        if (escaped != null) {
          escaped.appendCodePoint(c);
        }
        continue;
      }
      if (escaped == null) {
        escaped = new StringBuilder(json.length() + 64).append(json, 0, i);
      }
      for (int j = i; j < i + length; j++) {
        String digits = Integer.toHexString(json.charAt(j));
        escaped.append("\\u").append("0000", digits.length(), 4).append(digits);
      }
    }
    return escaped == null ? json : escaped.toString();
  }

  private static void write(JsonGenerator generator, JsonNode tree) throws IOException {
    if (tree.isObject()) {
      generator.writeStartObject();
      for (Map.Entry<String, JsonNode> property : tree.properties()) {
        generator.writeFieldName(property.getKey());
        write(generator, property.getValue());
      }
      generator.writeEndObject();
    } else if (tree.isArray()) {
      generator.writeStartArray();
      for (JsonNode element : tree) {
        write(generator, element);
      }
      generator.writeEndArray();
    } else if (tree.isTextual()) {
      generator.writeString(tree.textValue());
    } else if (tree.isBoolean()) {
      generator.writeBoolean(tree.booleanValue());
    } else if (tree.isNull()) {
      generator.writeNull();
    } else {
      generator.writeNumber(tree.asText());
    }
  }
}
