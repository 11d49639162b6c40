package io.github.hfdevice.store;

/** A variable that should tell where the files are does not. The message names it. */
public final class UnusableSettingException extends StoreException {
  private static final long serialVersionUID = 1L;

  UnusableSettingException(String message, Throwable cause) {
    super(message, null, cause);
  }
}
