package io.github.hfdevice.http;

import io.github.hfdevice.setting.SettingException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy an address is reached through, by the variables that curl reads: {@code HTTPS_PROXY},
 * {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, the lower-case spelling first.
 *
 * <p>They say nothing about this machine: {@code localhost}, names below it and loopback addresses
 * are reached without a proxy, as in Go's programs. Only a proxy that a program names on purpose,
 * with {@link #through}, is used for them too.
 */
public final class ProxyRules {
  private final Map<String, String> environment;
  private final Optional<ProxyServer> forAll;

  private ProxyRules(Map<String, String> environment, Optional<ProxyServer> forAll) {
    this.environment = environment;
    this.forAll = forAll;
  }

  /**
   * @param environment the variables; read when an address is asked for, so that a wrong value only
   *     stops those who need it
   */
  public ProxyRules(Map<String, String> environment) {
    this(environment, Optional.empty());
  }

  /** No proxy for anything. */
  public static ProxyRules direct() {
    return new ProxyRules(Map.of());
  }

  /**
   * The proxy at {@code address} for everything, loopback addresses included.
   *
   * @throws SettingException if that is not the address of a proxy
   */
  public static ProxyRules through(String address) {
    return new ProxyRules(
        Map.of(), Optional.of(ProxyServer.parse(ProxyServer.NAMED_BY_PROGRAM, address)));
  }

  /**
   * The proxy for {@code target}, or nothing for a direct connection.
   *
   * @throws SettingException if the variable that decides holds no proxy address. Where {@code
   *     target} is on this machine too, so that a mistake shows before the proxy is needed
   */
  public Optional<ProxyServer> serverFor(URI target) {
    if (forAll.isPresent()) {
      return forAll;
    }
    Optional<String> name = variableFor(target);
    if (name.isEmpty() || isExempt(target)) {
      return Optional.empty();
    }
    ProxyServer server = ProxyServer.parse(name.get(), environment.get(name.get()));
    return isLoopback(target) ? Optional.empty() : Optional.of(server);
  }

  /** The variable that names a proxy for {@code target}, whether or not it is used. */
  public Optional<String> variableFor(URI target) {
    Optional<String> ofScheme = firstSet(target.getScheme().toLowerCase(Locale.ROOT) + "_proxy");
    return ofScheme.isPresent() ? ofScheme : firstSet("all_proxy");
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

  /** Whether {@code NO_PROXY} names the host of {@code target}. */
  public boolean isExempt(URI target) {
    Optional<String> name = firstSet("no_proxy");
    return name.isPresent() && NoProxy.exempts(environment.get(name.get()), target.getHost());
  }

  /** Whether {@code target} is on this machine, where no variable leads through a proxy. */
  public static boolean isLoopback(URI target) {
    return IpAddress.isLoopback(unbracketed(target.getHost()));
  }

  static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
