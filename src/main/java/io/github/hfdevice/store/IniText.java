package io.github.hfdevice.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * INI text as Python's {@code configparser.ConfigParser(interpolation=None)} reads it and as {@code
 * hf} writes it back. The shape is a map of sections, sorted by code point, each a map of its keys
 * in file order; the values of {@code [DEFAULT]} stand first in every section.
 *
 * <p>One deliberate difference: a byte order mark is skipped, where Python sees an error.
 */
final class IniText {
  static final String DEFAULT_SECTION = "DEFAULT";

  private final String text;
  private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();
  private final Map<String, String> defaults = new LinkedHashMap<>();

  private Map<String, String> section;
  private String key;
  private StringBuilder value;
  private int keyIndent;
  private int lineNumber;

  private IniText(String text) {
    this.text = text;
  }

  /** Reads UTF-8 text; a change of the returned maps changes nothing else. */
  static SortedMap<String, Map<String, String>> parse(byte[] utf8) throws IniParseException {
    IniText parser = new IniText(decode(utf8));
    parser.readLines();
    return parser.result();
  }

  /** Writes the sections in the order of their code points, whatever order the map has. */
  static byte[] format(Map<String, Map<String, String>> sections) {
    SortedMap<String, Map<String, String>> sorted = newSections();
    sorted.putAll(sections);
    StringBuilder out = new StringBuilder(256);
    for (Map.Entry<String, Map<String, String>> entry : sorted.entrySet()) {
      out.append('[').append(entry.getKey()).append("]\n");
      for (Map.Entry<String, String> option : entry.getValue().entrySet()) {
        out.append(option.getKey()).append(" = ");
        out.append(option.getValue().replace("\n", "\n\t")).append('\n');
      }
      out.append('\n');
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  static SortedMap<String, Map<String, String>> newSections() {
    return new TreeMap<>(new ByCodePoint());
  }

  /** Text without a byte order mark; refuses bytes that are no UTF-8, where Java would replace. */
  static String decode(byte[] utf8) throws IniParseException {
    CharBuffer chars;
    try {
      chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
    } catch (CharacterCodingException e) {
      throw new IniParseException("it is not UTF-8 text");
    }
    if (chars.hasRemaining() && chars.charAt(0) == '\uFEFF') {
      chars.get();
    }
    return chars.toString();
  }

  private void readLines() throws IniParseException {
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      lineNumber++;
      readLine(start, end);
      boolean crlf = end + 1 < text.length() && text.startsWith("\r\n", end);
      start = end + (crlf ? 2 : 1);
    }
    endValue();
  }

  private void readLine(int lineStart, int lineEnd) throws IniParseException {
    int start = PythonText.skipSpaces(text, lineStart, lineEnd);
    int end = PythonText.dropSpaces(text, start, lineEnd);
    if (start == end) {
      if (value != null) {
        value.append('\n');
      }
      return;
    }
    char first = text.charAt(start);
    if (first == '#' || first == ';') {
      return;
    }
    int indent = start - lineStart;
    if (value != null && indent > keyIndent) {
      value.append('\n').append(text, start, end);
      return;
    }
    endValue();
    keyIndent = indent;
    int bracket = first == '[' ? end - 1 : start;
    while (bracket > start && text.charAt(bracket) != ']') {
      bracket--;
    }
    if (bracket > start + 1) {
      startSection(text.substring(start + 1, bracket));
    } else {
      startValue(start, end);
    }
  }

  private void startSection(String name) throws IniParseException {
    if (name.equals(DEFAULT_SECTION)) {
      section = defaults;
      return;
    }
    section = new LinkedHashMap<>();
    if (sections.put(name, section) != null) {
      throw new IniParseException(lineNumber, "a section is there twice");
    }
  }

  private void startValue(int start, int end) throws IniParseException {
    if (section == null) {
      throw new IniParseException(lineNumber, "text before the first [section]");
    }
    int delimiter = start;
    while (delimiter < end && text.charAt(delimiter) != '=' && text.charAt(delimiter) != ':') {
      delimiter++;
    }
    if (delimiter == end) {
      throw new IniParseException(lineNumber, "neither a [section] nor 'key = value'");
    }
    int keyEnd = PythonText.dropSpaces(text, start, delimiter);
    if (keyEnd == start) {
      throw new IniParseException(lineNumber, "a value without a key");
    }
    key = text.substring(start, keyEnd).toLowerCase(Locale.ROOT);
    if (section.put(key, "") != null) {
      throw new IniParseException(lineNumber, "a key is there twice in its section");
    }
    value = new StringBuilder();
    value.append(text, PythonText.skipSpaces(text, delimiter + 1, end), end);
  }

  private void endValue() {
    if (value != null) {
      value.setLength(PythonText.dropSpaces(value, 0, value.length()));
      section.put(key, value.toString());
      value = null;
    }
  }

  /** The defaults are copied into each section, here and in what is written back. */
  private SortedMap<String, Map<String, String>> result() throws IniParseException {
    long copied = 0;
    for (Map.Entry<String, String> option : defaults.entrySet()) {
      copied += option.getKey().length() + option.getValue().length() + 4L;
    }
    if (copied * sections.size() > SecretFile.MAX_BYTES) {
      throw new IniParseException("its [DEFAULT] is too large for its sections");
    }
    SortedMap<String, Map<String, String>> result = newSections();
    for (Map.Entry<String, Map<String, String>> entry : sections.entrySet()) {
      Map<String, String> merged = new LinkedHashMap<>(defaults);
      merged.putAll(entry.getValue());
      result.put(entry.getKey(), merged);
    }
    return result;
  }

  /** Python's order of strings; Java's own puts characters beyond U+FFFF before U+E000. */
  private static final class ByCodePoint implements Comparator<String> {
    @Override
    public int compare(String left, String right) {
      int shorter = Math.min(left.length(), right.length());
      for (int i = 0; i < shorter; i++) {
        char a = left.charAt(i);
        char b = right.charAt(i);
        if (a != b) {
          boolean sameKind = Character.isSurrogate(a) == Character.isSurrogate(b);
          return sameKind ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
        }
      }
      return Integer.compare(left.length(), right.length());
    }
  }
}
