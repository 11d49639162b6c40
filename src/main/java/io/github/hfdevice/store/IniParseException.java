package io.github.hfdevice.store;

/** Text that Python's {@code configparser} refuses. The message never quotes the text. */
final class IniParseException extends Exception {
  private static final long serialVersionUID = 1L;

  IniParseException(int line, String problem) {
    super("line " + line + ": " + problem);
  }

  IniParseException(String problem) {
    super(problem);
  }
}
