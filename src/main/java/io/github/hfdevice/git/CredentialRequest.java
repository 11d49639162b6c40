package io.github.hfdevice.git;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * What git tells a credential helper, see git-credential(1), "Input/output format", and
 * gitcredentials(7), "Custom helpers".
 *
 * @param protocol such as {@code https}
 * @param host with its port if it was said, such as {@code localhost:8080}
 * @param username there if git knows one already
 * @param password a secret, there with {@code store} and {@code erase}
 */
public record CredentialRequest(
    String protocol, String host, Optional<String> username, Optional<String> password) {

  /**
   * Reads the lines up to an empty one or the end; blocks until they are there. Empty, so that
   * nothing is answered, for what git does not write: a key twice (but for those that end with
   * {@code []}), a line without a key or of more than 65535 bytes, control characters, bytes that
   * are no UTF-8, no protocol or no host. Unknown keys are passed over, and {@code url} stands for
   * its parts.
   */
  public static Optional<CredentialRequest> parse(InputStream in) throws IOException {
    CredentialAttributes attributes;
    try {
      attributes = CredentialAttributes.read(in);
    } catch (CredentialAttributes.MalformedException e) {
      return Optional.empty();
    }
    String protocol = attributes.get("protocol");
    String host = attributes.get("host");
    return protocol.isEmpty() || host.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CredentialRequest(
                protocol, host, attributes.find("username"), attributes.find("password")));
  }

  /**
   * Whether it is for {@code server}: the same protocol, host and port, whatever the path. As git
   * does with the keys of its settings, it takes protocol and host in either case, and no port for
   * the protocol's own. {@code hf.co} is {@code huggingface.co} by another name. Plain http never
   * leaves this machine, so that it is for nothing but loopback.
   *
   * @param server absolute; one without a host is for nobody
   */
  public boolean isFor(URI server) {
    if (server.getHost() == null || server.getScheme() == null) {
      return false;
    }
    String scheme = server.getScheme().toLowerCase(Locale.ROOT);
    String name = server.getHost().toLowerCase(Locale.ROOT);
    boolean safe = scheme.equals("https") || (scheme.equals("http") && isLoopback(name));
    return safe
        && protocol.equalsIgnoreCase(scheme)
        && site(host.toLowerCase(Locale.ROOT), scheme)
            .equals(site(server.getPort() < 0 ? name : name + ":" + server.getPort(), scheme));
  }

  private static String site(String host, String scheme) {
    boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
    String site = hasPort ? host : host + (scheme.equals("https") ? ":443" : ":80");
    return site.equals("hf.co:443") ? "huggingface.co:443" : site;
  }

  /**
   * A name of this machine, or an address in 127.0.0.0/8, of which {@link URI} checked the numbers.
   */
  private static boolean isLoopback(String name) {
    return name.equals("localhost")
        || name.equals("[::1]")
        || name.matches("127\\.\\d+\\.\\d+\\.\\d+");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "CredentialRequest["
        + protocol
        + ", "
        + host
        + ", "
        + username.orElse("-")
        + (password.isPresent() ? ", ***]" : ", -]");
  }
}
