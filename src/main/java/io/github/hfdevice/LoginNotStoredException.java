package io.github.hfdevice;

import io.github.hfdevice.login.LoginException;
import java.io.IOException;

/**
 * The person approved the login, and its files could not be written. The code is used up, so the
 * token is here and nowhere else. The message names the file and holds no secret.
 */
public final class LoginNotStoredException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient StoredLogin login;

  LoginNotStoredException(StoredLogin login, LoginException cause) {
    super(cause.getMessage(), cause);
    this.login = login;
  }

  /** {@return what was granted, and would have been stored} */
  public StoredLogin login() {
    return login;
  }
}
