package io.github.hfdevice.http;

import io.github.hfdevice.setting.SettingException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy server.
 *
 * @param setting what named it: a variable, or {@link #NAMED_BY_PROGRAM}
 * @param port 1 to 65535
 */
public record ProxyServer(String setting, Kind kind, String host, int port, Optional<User> user) {
  /** The setting of a proxy that a program names itself. */
  static final String NAMED_BY_PROGRAM = "The proxy";

  private static final int CURL_DEFAULT_PORT = 1080;
  private static final Set<String> NO_HOSTS =
      Set.of("http", "https", "socks5", "none", "null", "undefined", "true", "false");

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?+"
              + "(?:(?<user>[^/?#]*)@)?"
              + "(?<host>[A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+\\])"
              + "(?::(?<port>[0-9]{1,5})?)?"
              + "(?:[/?#].*)?");

  /** What a proxy speaks. */
  public enum Kind {
    HTTP,
    /** SOCKS version 5; the proxy looks the server's name up. */
    SOCKS5
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

    /** Value of a {@code Proxy-Authorization} header (RFC 7617). */
    String basicCredentials() {
      String pair = name + ":" + password;
      return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return name + ":***";
    }
  }

  /** For messages: its address and what named it, without user and password. */
  String inWords() {
    String address = "the proxy " + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    return setting.equals(NAMED_BY_PROGRAM) ? address : address + " (" + setting + ")";
  }

  /** By hand, as curl does: a URI allows neither an at sign in a password nor all host names. */
  static ProxyServer parse(String setting, String value) {
    Matcher address = ADDRESS.matcher(value.strip());
    if (!address.matches() || isWordForNothing(address)) {
      throw notAnAddress(setting);
    }
    String scheme = address.group("scheme") == null ? "http" : address.group("scheme");
    Kind kind = kindOf(setting, scheme.toLowerCase(Locale.ROOT));
    Optional<User> user;
    int port;
    try {
      user = Optional.ofNullable(address.group("user")).map(User::parse);
      port =
          address.group("port") == null
              ? CURL_DEFAULT_PORT
              : Integer.parseInt(address.group("port"));
    } catch (IllegalArgumentException e) {
      throw notAnAddress(setting);
    }
    if (port < 1 || port > 65_535) {
      throw notAnAddress(setting);
    }
    String host = ProxyRules.unbracketed(address.group("host").toLowerCase(Locale.ROOT));
    return new ProxyServer(setting, kind, host, port, user);
  }

  /** Of a scheme that lacks its colon or slashes, or what a script writes for a missing value. */
  private static boolean isWordForNothing(Matcher address) {
    return address.group("scheme") == null
        && NO_HOSTS.contains(address.group("host").toLowerCase(Locale.ROOT));
  }

  private static Kind kindOf(String setting, String scheme) {
    return switch (scheme) {
      case "http" -> Kind.HTTP;
      case "socks", "socks5", "socks5h" -> Kind.SOCKS5;
      default ->
          throw new SettingException(
              setting,
              "names a proxy of the kind "
                  + scheme
                  + "://, which is not supported (http://, socks5:// and socks5h:// are"
                  + (scheme.equals("https") ? ", and most proxies for https speak http://)" : ")"));
    };
  }

  private static SettingException notAnAddress(String setting) {
    return new SettingException(
        setting,
        "is not a valid address of a proxy (one looks like http://user:password@host:port)");
  }
}
