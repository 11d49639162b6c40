package io.github.hfdevice.http;

import java.io.IOException;

/**
 * An exchange brought no whole answer. The message says in a user's words what happened and where;
 * it holds no secret, no control character and no name of a Java class.
 */
public class ExchangeException extends IOException {
  private static final long serialVersionUID = 1L;

  ExchangeException(String message) {
    super(message);
  }

  ExchangeException(String message, Throwable cause) {
    super(message, Words.printable(cause));
  }
}
