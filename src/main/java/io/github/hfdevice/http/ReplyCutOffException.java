package io.github.hfdevice.http;

/**
 * An answer began and did not come whole, or not in a form that can be read, so the server may have
 * done what it was asked: a code or a refresh token may be used up.
 */
public final class ReplyCutOffException extends ExchangeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status the HTTP status that came
   */
  public ReplyCutOffException(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** Whether the server said that it did it. */
  public boolean isSuccess() {
    return status / 100 == 2;
  }
}
