package io.github.hfdevice.oauth;

/**
 * An answer is not what the protocol says it is. The message names the field and shows no value.
 */
public final class MalformedReplyException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedReplyException(String message) {
    super(message);
  }

  static MalformedReplyException tooLong(String field, int most) {
    return new MalformedReplyException(
        field + " is longer than the " + most + " characters that are taken");
  }
}
