package io.github.hfdevice.store;

import java.io.IOException;

/** Another file cannot be put in the place of this one; its own content is untouched. */
final class NotReplaceableException extends IOException {
  private static final long serialVersionUID = 1L;

  NotReplaceableException(IOException cause) {
    super(cause);
  }

  /** What the system said. */
  IOException reason() {
    return (IOException) getCause();
  }
}
