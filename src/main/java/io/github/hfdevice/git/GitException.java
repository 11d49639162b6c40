package io.github.hfdevice.git;

import java.io.IOException;

/** Git did not do its part. The message is fit for a user and holds no secret. */
public final class GitException extends IOException {
  private static final long serialVersionUID = 1L;

  GitException(String message, Throwable cause) {
    super(message, cause);
  }
}
