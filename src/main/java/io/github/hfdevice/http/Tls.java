package io.github.hfdevice.http;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS over a connection that stands. */
final class Tls {
  private static final int DNS_NAME = 2;

  private Tls() {}

  /**
   * Agrees on TLS with {@code server} and has its name checked; blocks.
   *
   * @param socket leads to it, maybe through a proxy; is closed with what this gives
   */
  static Socket over(Socket socket, URI server, SSLSocketFactory factory) throws IOException {
    String name = IpAddress.withoutRootDot(ProxyRules.unbracketed(server.getHost()));
    SSLSocket tls = (SSLSocket) factory.createSocket(socket, name, Route.portOf(server), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    X509Certificate shown = (X509Certificate) tls.getSession().getPeerCertificates()[0];
    // Java also takes a common name for the server's, which browsers ceased to do (RFC 9525).
    if (IpAddress.parse(name).isEmpty() && !namesHosts(shown)) {
      RefusedCertificate refused =
          new RefusedCertificate(
              "its certificate names a server in its common name at most, which no longer counts; the"
                  + " name has to be a subjectAltName",
              null);
      throw new SSLException(refused.getMessage(), refused);
    }
    return tls;
  }

  private static boolean namesHosts(X509Certificate certificate) throws IOException {
    Collection<List<?>> names;
    try {
      names = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      throw new IOException("its certificate cannot be read", e);
    }
    if (names != null) {
      for (List<?> name : names) {
        if (name.get(0).equals(DNS_NAME)) {
          return true;
        }
      }
    }
    return false;
  }
}
