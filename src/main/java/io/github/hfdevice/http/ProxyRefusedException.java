package io.github.hfdevice.http;

/** A proxy did not let an exchange through; nothing reached the server. */
public final class ProxyRefusedException extends ExchangeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param server what was asked for, as in {@code https://host}
   * @param reason what the proxy said
   */
  ProxyRefusedException(ProxyServer proxy, String server, String reason) {
    super(proxy.inWords() + " refused the way to " + server + ": " + reason);
  }
}
