package io.github.hfdevice.http;

import java.io.IOException;
import java.nio.file.Path;

/** The certificate bundle that the user named cannot be read; no server was asked. */
final class UnusableBundleException extends IOException {
  private static final long serialVersionUID = 1L;

  UnusableBundleException(Path bundle, String problem, Exception cause) {
    super("the certificate bundle " + bundle + " cannot be " + problem, cause);
  }
}
