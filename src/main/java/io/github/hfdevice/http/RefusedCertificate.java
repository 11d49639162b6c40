package io.github.hfdevice.http;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A server's certificate is not taken; the message goes on after "server:" and says why. */
final class RefusedCertificate extends CertificateException {
  private static final long serialVersionUID = 1L;

  RefusedCertificate(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * @param chain what the server showed, its own first
   * @param cause why Java did not take it
   * @param advice what to do where the signer is not trusted
   */
  static RefusedCertificate of(X509Certificate[] chain, CertificateException cause, String advice) {
    String message = outOfTime(chain[0]);
    if (message.isEmpty() && isUnknown(cause)) {
      message = "its certificate is signed by " + issuer(chain[chain.length - 1]) + ", " + advice;
    }
    // What Java says of a name is the one refusal without a cause.
    if (message.isEmpty() && cause.getCause() == null) {
      message = "its certificate is for another name (" + Words.ofOthers(names(chain[0])) + ")";
    }
    for (int i = 1; message.isEmpty() && i < chain.length; i++) {
      message = outOfTime(chain[i]);
    }
    return new RefusedCertificate(
        message.isEmpty() ? "its certificate is not accepted: " + Words.reason(cause) : message,
        cause);
  }

  static String issuer(X509Certificate certificate) {
    return Words.ofOthers(certificate.getIssuerX500Principal().getName());
  }

  /** Whether Java found nobody whom it trusts behind the certificate. */
  static boolean isUnknown(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof CertPathBuilderException) {
        return true;
      }
    }
    return false;
  }

  private static String outOfTime(X509Certificate certificate) {
    try {
      certificate.checkValidity();
      return "";
    } catch (CertificateExpiredException e) {
      return "a certificate ended at "
          + certificate.getNotAfter().toInstant()
          + "; check this machine's clock, else the server needs a new one";
    } catch (CertificateNotYetValidException e) {
      return "a certificate is good only from "
          + certificate.getNotBefore().toInstant()
          + " on; check this machine's clock";
    }
  }

  private static String names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          if (alternative.get(1) instanceof String name) {
            names.add(name);
          }
        }
      }
    } catch (CertificateParsingException e) {
      names.clear();
    }
    return names.isEmpty()
        ? certificate.getSubjectX500Principal().getName()
        : String.join(", ", names);
  }
}
