package io.github.hfdevice.http;

/** An answer went on past the size limit; its rest was not read. */
public final class ReplyTooLargeException extends ExchangeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param source whose answer it is
   */
  ReplyTooLargeException(String source, int limit) {
    super("the answer of " + source + " is longer than " + limit + " bytes");
  }
}
