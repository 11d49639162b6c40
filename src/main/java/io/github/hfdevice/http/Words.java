package io.github.hfdevice.http;

import io.github.hfdevice.text.Printable;
import java.io.EOFException;
import java.util.regex.Pattern;

/** What others say, made fit for a message to a user. */
final class Words {
  private static final int MOST = 200;

  /** A Java class's full name, with what separates it from the words after it. */
  private static final Pattern CLASS =
      Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.)+[A-Z][A-Za-z0-9_$]*(?::\\s*)?");

  private Words() {}

  /** Text of a server on one line and at a bearable length. */
  static String ofOthers(String text) {
    String shown = Printable.of(text).strip();
    return shown.length() > MOST ? shown.substring(0, MOST) + "…" : shown;
  }

  /** Why an operation of the JDK failed. */
  static String reason(Throwable cause) {
    if (cause instanceof StackOverflowError || cause instanceof OutOfMemoryError) {
      return "there is not enough memory for it";
    }
    if (cause instanceof EOFException && cause.getMessage() == null) {
      return "the connection was closed";
    }
    String message = cause.getMessage() == null ? "" : cause.getMessage();
    String words = ofOthers(CLASS.matcher(message).replaceAll(""));
    boolean isSaid = !(cause instanceof RuntimeException || cause instanceof Error);
    return isSaid && !words.isEmpty() ? words : "for a reason that Java does not tell";
  }

  /** {@code cause}, or if a message in it holds what a terminal would obey, a copy without that. */
  static Throwable printable(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      String message = String.valueOf(each.getMessage());
      if (!Printable.of(message).equals(message)) {
        return copied(cause);
      }
    }
    return cause;
  }

  private static Throwable copied(Throwable original) {
    Throwable copy =
        new Exception(
            Printable.of(original.toString()),
            original.getCause() == null ? null : copied(original.getCause()));
    copy.setStackTrace(original.getStackTrace());
    return copy;
  }
}
