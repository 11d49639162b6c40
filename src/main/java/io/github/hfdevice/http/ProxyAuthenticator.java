package io.github.hfdevice.http;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.util.Optional;

/** Answers the proxy's question for a user and a password, and nobody else's. */
final class ProxyAuthenticator extends Authenticator {
  private final Optional<ProxyRules.Server> proxy;

  ProxyAuthenticator(Optional<ProxyRules.Server> proxy) {
    this.proxy = proxy;
  }

  @Override
  protected PasswordAuthentication getPasswordAuthentication() {
    if (getRequestorType() != RequestorType.PROXY) {
      return null;
    }
    return proxy
        .flatMap(ProxyRules.Server::user)
        .map(user -> new PasswordAuthentication(user.name(), user.password().toCharArray()))
        .orElse(null);
  }
}
