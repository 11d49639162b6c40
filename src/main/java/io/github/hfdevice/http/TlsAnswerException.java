package io.github.hfdevice.http;

import java.io.IOException;

/** Who was asked in plain text answered with TLS. */
final class TlsAnswerException extends IOException {
  private static final long serialVersionUID = 1L;
}
