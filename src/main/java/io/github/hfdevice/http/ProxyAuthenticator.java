package io.github.hfdevice.http;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.util.Optional;

/**
 * Answers the proxy's question for a user and a password, and nobody else's. Made for one exchange,
 * it answers once: asked again by a proxy that refused, the JDK would try a wrong password twenty
 * times.
 */
final class ProxyAuthenticator extends Authenticator {
  private final Optional<ProxyRules.Server> proxy;
  private boolean answered;

  ProxyAuthenticator(Optional<ProxyRules.Server> proxy) {
    this.proxy = proxy;
  }

  @Override
  protected PasswordAuthentication getPasswordAuthentication() {
    if (getRequestorType() != RequestorType.PROXY || answered) {
      return null;
    }
    answered = true;
    return proxy
        .flatMap(ProxyRules.Server::user)
        .map(user -> new PasswordAuthentication(user.name(), user.password().toCharArray()))
        .orElse(null);
  }
}
