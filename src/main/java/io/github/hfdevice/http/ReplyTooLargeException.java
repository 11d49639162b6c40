package io.github.hfdevice.http;

import java.io.IOException;
import java.net.URI;

/** An answer went on past the size limit; its rest was not read. */
public final class ReplyTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  ReplyTooLargeException(URI uri, int limit) {
    super("the answer of " + uri + " is longer than " + limit + " bytes");
  }
}
