package io.github.hfdevice.demo;

/** A request that is not HTTP, or larger than it may be; its connection is of no use afterwards. */
final class BadRequest extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  BadRequest(int status, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
  }

  Reply reply() {
    return Reply.apiError(status, String.valueOf(getMessage()));
  }
}
