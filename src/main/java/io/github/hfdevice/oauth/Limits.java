package io.github.hfdevice.oauth;

/**
 * How many characters of a server's answer are taken: more than an honest server sends, and little
 * enough to be stored and shown.
 */
public final class Limits {
  /** An access token, a refresh token, a device code or an identity token. */
  public static final int TOKEN = 64 * 1024;

  /** An address, or all scopes together. */
  public static final int ADDRESS = 2048;

  /** A user code, or the name of an account, an organisation or a token. */
  public static final int NAME = 256;

  /** Text that was written for a person; longer text is cut and not refused. */
  public static final int SHOWN = 500;

  private Limits() {}
}
