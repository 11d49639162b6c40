package io.github.hfdevice.http;

import io.github.hfdevice.setting.SettingException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which proxy an address is reached through, by the variables that curl reads: {@code HTTPS_PROXY},
 * {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, the lower-case spelling first.
 */
public final class ProxyRules {
  private static final int CURL_DEFAULT_PORT = 1080;
  private static final Pattern NO_PROXY_SEPARATOR = Pattern.compile("[,\\s]+");

  private final Map<String, String> environment;

  /**
   * @param environment the variables; read when an address is asked for, so that a wrong value only
   *     stops those who need it
   */
  public ProxyRules(Map<String, String> environment) {
    this.environment = environment;
  }

  /** No proxy for anything. */
  public static ProxyRules direct() {
    return new ProxyRules(Map.of());
  }

  /**
   * The proxy at {@code address} for everything.
   *
   * @throws SettingException if that is no address of a proxy
   */
  public static ProxyRules through(String address) {
    Server.parse("The proxy", address);
    return new ProxyRules(Map.of("all_proxy", address));
  }

  /**
   * The proxy for {@code target}, or nothing for a direct connection.
   *
   * @throws SettingException if the variable that decides holds no proxy address
   */
  public Optional<Server> serverFor(URI target) {
    Optional<String> name = variableFor(target);
    if (name.isEmpty() || isExempt(target)) {
      return Optional.empty();
    }
    return Optional.of(Server.parse(name.get(), environment.get(name.get())));
  }

  /** The variable that names the proxy for {@code target}, whether or not NO_PROXY exempts it. */
  public Optional<String> variableFor(URI target) {
    String scheme = target.getScheme().toLowerCase(Locale.ROOT);
    return firstSet(scheme + "_proxy").or(() -> firstSet("all_proxy"));
  }

  private Optional<String> firstSet(String lowerCase) {
    if (isSet(lowerCase)) {
      return Optional.of(lowerCase);
    }
    String upperCase = lowerCase.toUpperCase(Locale.ROOT);
    return isSet(upperCase) ? Optional.of(upperCase) : Optional.empty();
  }

  private boolean isSet(String name) {
    return !environment.getOrDefault(name, "").isBlank();
  }

  /** Whether NO_PROXY names the host of {@code target}. */
  public boolean isExempt(URI target) {
    Optional<String> name = firstSet("no_proxy");
    if (name.isEmpty()) {
      return false;
    }
    String host = unbracketed(target.getHost());
    host = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    int port = portOf(target);
    for (String entry : NO_PROXY_SEPARATOR.split(environment.get(name.get()), -1)) {
      if (covers(entry.toLowerCase(Locale.ROOT), host, port)) {
        return true;
      }
    }
    return false;
  }

  private static int portOf(URI target) {
    if (target.getPort() >= 0) {
      return target.getPort();
    }
    return "http".equalsIgnoreCase(target.getScheme()) ? 80 : 443;
  }

  private static boolean covers(String entry, String host, int port) {
    if (entry.isEmpty()) {
      return false;
    }
    if (entry.equals("*")) {
      return true;
    }
    int slash = entry.indexOf('/');
    if (slash > 0) {
      return IpRange.contains(entry.substring(0, slash), entry.substring(slash + 1), host);
    }
    String name = entry;
    int colon = entry.lastIndexOf(':');
    if (colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']')) {
      if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
        return false;
      }
      name = entry.substring(0, colon);
    }
    name = unbracketed(withoutDots(name));
    return host.equals(name) || host.endsWith("." + name);
  }

  /** Before the name it stands for all names below, after it for the root of the DNS. */
  private static String withoutDots(String name) {
    String start = name.startsWith(".") ? name.substring(1) : name;
    return start.endsWith(".") ? start.substring(0, start.length() - 1) : start;
  }

  private static String unbracketed(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.startsWith("[") && lower.endsWith("]")
        ? lower.substring(1, lower.length() - 1)
        : lower;
  }

  /**
   * A proxy server.
   *
   * @param type HTTP or SOCKS
   * @param port 1 to 65535
   */
  public record Server(Proxy.Type type, String host, int port, Optional<User> user) {
    private static final Pattern ADDRESS =
        Pattern.compile(
            "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?+"
                + "(?:(?<user>[^/?#]*)@)?"
                + "(?<host>[A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+\\])"
                + "(?::(?<port>[0-9]{1,5})?)?"
                + "(?:[/?#].*)?");

    Proxy proxy() {
      InetSocketAddress address =
          type == Proxy.Type.SOCKS
              ? InetSocketAddress.createUnresolved(host, port)
              : new InetSocketAddress(host, port);
      return new Proxy(type, address);
    }

    Optional<String> basicCredentials() {
      return user.map(
          u ->
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString(
                          (u.name() + ":" + u.password()).getBytes(StandardCharsets.UTF_8)));
    }

    /** By hand, as curl does: a URI allows neither an at sign in a password nor all host names. */
    static Server parse(String variable, String value) {
      Matcher address = ADDRESS.matcher(value.strip());
      if (!address.matches()) {
        throw noAddress(variable);
      }
      String scheme = address.group("scheme") == null ? "http" : address.group("scheme");
      Proxy.Type type = typeOf(variable, scheme.toLowerCase(Locale.ROOT));
      Optional<User> user;
      int port;
      try {
        user = Optional.ofNullable(address.group("user")).map(User::parse);
        port =
            address.group("port") == null
                ? CURL_DEFAULT_PORT
                : Integer.parseInt(address.group("port"));
      } catch (IllegalArgumentException e) {
        throw noAddress(variable);
      }
      if (port < 1 || port > 65_535) {
        throw noAddress(variable);
      }
      if (type == Proxy.Type.SOCKS && user.isPresent()) {
        throw new SettingException(
            variable, "names a SOCKS proxy with a user, which only works for http:// proxies");
      }
      return new Server(type, unbracketed(address.group("host")), port, user);
    }

    private static Proxy.Type typeOf(String variable, String scheme) {
      return switch (scheme) {
        case "http" -> Proxy.Type.HTTP;
        case "socks", "socks4", "socks4a", "socks5", "socks5h" -> Proxy.Type.SOCKS;
        default ->
            throw new SettingException(
                variable,
                "names a proxy of the kind " + scheme + ":// (http:// or socks5:// work)");
      };
    }

    private static SettingException noAddress(String variable) {
      return new SettingException(
          variable, "is no proxy address (it looks like http://user:password@host:port)");
    }
  }

  /** Who we are to the proxy. */
  public record User(String name, String password) {
    static User parse(String userInfo) {
      int colon = userInfo.indexOf(':');
      return colon < 0
          ? new User(decode(userInfo), "")
          : new User(decode(userInfo.substring(0, colon)), decode(userInfo.substring(colon + 1)));
    }

    private static String decode(String text) {
      // URLDecoder is made for forms, where a plus is a blank.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return name + ":***";
    }
  }
}
