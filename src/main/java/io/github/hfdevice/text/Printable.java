package io.github.hfdevice.text;

/** Makes text of others safe to show. */
public final class Printable {
  private Printable() {}

  /**
   * {@code text} on one line, without what a terminal would obey and not show: control characters,
   * escape sequences' first bytes, direction marks, half surrogate pairs.
   */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  /**
   * The same without blanks around it and at most {@code most} characters long; one that is cut
   * ends with an ellipsis.
   */
  public static String of(String text, int most) {
    String shown = of(text).strip();
    if (shown.length() <= most) {
      return shown;
    }
    int end = most - 1;
    if (end > 0 && Character.isHighSurrogate(shown.charAt(end - 1))) {
      end--;
    }
    return shown.substring(0, end) + "…";
  }

  private static void append(StringBuilder shown, int c) {
    if (isShown(c)) {
      shown.appendCodePoint(c);
    } else if (c == '\n' || c == '\t') {
      shown.append(' ');
    }
  }

  /** Whether a terminal shows the character {@code c}, and neither obeys nor hides it. */
  public static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
