package io.github.hfdevice.hub;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The one rule that decides whether a secret of one server may go to another: they have the same
 * scheme, host and port. {@code hf.co} is the Hub too. Loads no class that a start would not load.
 */
public final class ServerOrigin {
  private ServerOrigin() {}

  /**
   * Whether a secret of {@code one} may go to {@code other}. Paths do not matter; upper case, a dot
   * at the host's end and a port that is the scheme's default do not either. An address with a user
   * name in front of its host, of another scheme than http and https, or without a host, has no
   * origin, and nothing may go there.
   */
  public static boolean isSame(URI one, URI other) {
    String origin = text(one);
    return !origin.isEmpty() && origin.equals(text(other));
  }

  /** Scheme, host and port of {@code address} alone, if it has an origin. */
  public static Optional<URI> of(URI address) {
    String origin = text(address);
    return origin.isEmpty() ? Optional.empty() : Optional.of(URI.create(origin));
  }

  /** The same text for all addresses of a server, the port only where it is not the default. */
  private static String text(URI address) {
    String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    int defaultPort = defaultPort(scheme);
    String host = host(address.getHost());
    if (defaultPort < 0 || host.isEmpty() || address.getRawUserInfo() != null) {
      return "";
    }
    boolean isDefault = address.getPort() < 0 || address.getPort() == defaultPort;
    if (isDefault && scheme.equals("https") && host.equals("hf.co")) {
      host = "huggingface.co";
    }
    return scheme + "://" + host + (isDefault ? "" : ":" + address.getPort());
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "https" -> 443;
      case "http" -> 80;
      default -> -1;
    };
  }

  private static String host(String host) {
    if (host == null) {
      return "";
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return name.toLowerCase(Locale.ROOT);
  }
}
