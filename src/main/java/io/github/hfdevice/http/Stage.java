package io.github.hfdevice.http;

/** How far an exchange came. */
enum Stage {
  /** The addresses of the server, or of its proxy, are looked up. */
  RESOLVING,
  /** A connection to one of them is opened. */
  CONNECTING,
  /** The proxy is asked to let it through. */
  TUNNELLING,
  /** Server and client agree on TLS. */
  HANDSHAKING,
  /** The request is sent, from here on, and the answer read. */
  ANSWERING
}
