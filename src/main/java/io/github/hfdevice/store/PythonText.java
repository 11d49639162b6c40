package io.github.hfdevice.store;

/** White space as Python's {@code str.strip} sees it; Java's own notions differ. */
final class PythonText {
  private PythonText() {}

  /** The first index from {@code start} on that is no white space, or {@code end}. */
  static int skipSpaces(CharSequence text, int start, int end) {
    int index = start;
    while (index < end && isSpace(text.charAt(index))) {
      index++;
    }
    return index;
  }

  /** The end of the text without its trailing white space, not below {@code start}. */
  static int dropSpaces(CharSequence text, int start, int end) {
    int index = end;
    while (index > start && isSpace(text.charAt(index - 1))) {
      index--;
    }
    return index;
  }

  static String strip(String text) {
    int start = skipSpaces(text, 0, text.length());
    return text.substring(start, dropSpaces(text, start, text.length()));
  }

  static boolean isSpace(char c) {
    if (c <= ' ') {
      return c == ' ' || (c >= '\t' && c <= '\r') || c >= 0x1c;
    }
    return c >= 0x85
        && (c == 0x85
            || c == 0xa0
            || c == 0x1680
            || (c >= 0x2000 && c <= 0x200a)
            || c == 0x2028
            || c == 0x2029
            || c == 0x202f
            || c == 0x205f
            || c == 0x3000);
  }

  /** Whether the text holds only what a token may consist of (RFC 6749, A.12). */
  static boolean isVisibleAscii(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /** Whether the text holds a control character, a line break of any kind or half a character. */
  static boolean hasControls(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text, i)) {
        return true;
      }
    }
    return false;
  }

  static boolean isControl(CharSequence text, int index) {
    char c = text.charAt(index);
    return Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || isLoneSurrogate(text, index);
  }

  static boolean isLoneSurrogate(CharSequence text, int index) {
    char c = text.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(c)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }
}
