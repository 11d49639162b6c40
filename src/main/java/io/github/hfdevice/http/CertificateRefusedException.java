package io.github.hfdevice.http;

/** The certificate that a server showed is not trusted; nothing was sent to it. */
public final class CertificateRefusedException extends ExchangeException {
  private static final long serialVersionUID = 1L;

  private final boolean signerUnknown;

  /**
   * @param signerUnknown see {@link #isSignerUnknown}
   */
  CertificateRefusedException(String message, boolean signerUnknown, Throwable cause) {
    super(message, cause);
    this.signerUnknown = signerUnknown;
  }

  /** Whether it was refused because nobody who is trusted here has signed it. */
  public boolean isSignerUnknown() {
    return signerUnknown;
  }
}
