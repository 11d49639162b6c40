package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.setting.SettingException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRulesTest {
  private static final URI HUB = URI.create("https://huggingface.co/oauth/device");

  private static Optional<String> proxyOf(String target, String... variables) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return new ProxyRules(environment)
        .serverFor(URI.create(target))
        .map(server -> server.host() + ":" + server.port());
  }

  @Test
  void scheme_choosesTheVariable_andAllProxyComesLast() {
    String[] all = {"http_proxy=http://h:1", "https_proxy=http://s:2", "all_proxy=http://a:3"};
    assertEquals(Optional.of("h:1"), proxyOf("http://x.test/", all));
    assertEquals(Optional.of("s:2"), proxyOf("https://x.test/", all));
    assertEquals(Optional.of("a:3"), proxyOf("https://x.test/", "ALL_PROXY=http://a:3"));
    assertEquals(Optional.empty(), proxyOf("https://x.test/", "http_proxy=http://h:1"));
    assertEquals(Optional.empty(), proxyOf("https://x.test/"));
  }

  @Test
  void lowerCase_winsOverUpperCase_andBlankIsUnset() {
    assertEquals(
        Optional.of("low:1"),
        proxyOf("https://x.test/", "https_proxy=http://low:1", "HTTPS_PROXY=http://up:2"));
    assertEquals(
        Optional.of("up:2"),
        proxyOf("https://x.test/", "https_proxy= ", "HTTPS_PROXY=http://up:2"));
    assertEquals(
        Optional.empty(),
        proxyOf(
            "https://x.test/", "https_proxy=http://p:1", "no_proxy=x.test", "NO_PROXY=other.test"));
    assertEquals(
        Optional.of("p:1"),
        proxyOf(
            "https://x.test/", "https_proxy=http://p:1", "no_proxy=other.test", "NO_PROXY=x.test"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy.test:3128, proxy.test, 3128",
    "http://proxy.test:3128/, proxy.test, 3128",
    "HTTP://proxy.test:3128, proxy.test, 3128",
    "proxy.test:3128, proxy.test, 3128",
    "proxy.test, proxy.test, 1080",
    "' http://proxy.test:3128 ', proxy.test, 3128",
    "http://10.0.0.1:8080, 10.0.0.1, 8080",
    "http://[::1]:8080, ::1, 8080",
    "http://company_proxy:8080, company_proxy, 8080",
    "proxy.test:, proxy.test, 1080",
  })
  void address_isReadAsCurlReadsIt(String value, String host, int port) {
    ProxyServer server = new ProxyRules(Map.of("HTTPS_PROXY", value)).serverFor(HUB).orElseThrow();
    assertEquals(
        new ProxyServer("HTTPS_PROXY", ProxyServer.Kind.HTTP, host, port, Optional.empty()),
        server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://p.test:9",
        "socks5h://p.test:9",
        "socks://p.test:9",
        "SOCKS5://p.test:9"
      })
  void socksProxy_isOne(String value) {
    assertEquals(
        ProxyServer.Kind.SOCKS5,
        new ProxyRules(Map.of("ALL_PROXY", value)).serverFor(HUB).orElseThrow().kind());
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:pass@p.test:1, user, pass",
    "user:pass@p.test:1, user, pass",
    "http://us%40er:p%3Aa%25s%2Bs+@p.test:1, us@er, p:a%s+s+",
    "http://user@p.test:1, user, ''",
    "http://user:a:b@p.test:1, user, a:b",
    "http://user:p@ss^|word@p.test:1, user, p@ss^|word",
  })
  void userAndPassword_areDecoded(String value, String name, String password) {
    assertEquals(
        Optional.of(new ProxyServer.User(name, password)),
        new ProxyRules(Map.of("https_proxy", value)).serverFor(HUB).orElseThrow().user());
  }

  @Test
  void password_isInNoToString() {
    Optional<ProxyServer> server =
        new ProxyRules(Map.of("https_proxy", "http://me:SECRET@p.test:1")).serverFor(HUB);
    assertTrue(server.toString().contains("me:***"), server.toString());
    assertFalse(server.toString().contains("SECRET"), server.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks4", "socks4a", "https", "ftp", "quic"})
  void kindThatIsNotSupported_isNamed_withThoseThatAre(String scheme) {
    ProxyRules rules = new ProxyRules(Map.of("ALL_PROXY", scheme + "://me:SECRET@p.test:1"));
    SettingException e = assertThrows(SettingException.class, () -> rules.serverFor(HUB));
    assertEquals(
        "ALL_PROXY names a proxy of the kind "
            + scheme
            + "://, which is not supported (http://, socks5:// and socks5h:// are"
            + (scheme.equals("https") ? ", and most proxies for https speak http://)" : ")"),
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http//p.test:1", "http:/p.test:1", "https", "None", "null", "true"})
  void wordThatNamesNoHost_isRefused(String value) {
    ProxyRules rules = new ProxyRules(Map.of("HTTPS_PROXY", value));
    SettingException e = assertThrows(SettingException.class, () -> rules.serverFor(HUB));
    assertEquals(
        "HTTPS_PROXY is not a valid address of a proxy (one looks like"
            + " http://user:password@host:port)",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "http://me:SECRET@",
        "http://me:SECRET@:80",
        "ftp://me:SECRET@p.test:1",
        "https://me:SECRET@p.test:1",
        "http://me:SECRET@p.test:99999",
        "http://me:SECRET@p.test:0",
        "http://me:SEC%zzRET@p.test:1",
        "http://me:SECRET@p test",
        "http://me:SECRET@p.test:x",
      })
  void valueThatIsNoProxy_isASettingError_withoutItsPassword(String value) {
    ProxyRules rules = new ProxyRules(Map.of("HTTPS_PROXY", value));
    SettingException e = assertThrows(SettingException.class, () -> rules.serverFor(HUB));
    assertEquals("HTTPS_PROXY", e.setting());
    assertFalse(e.getMessage().contains("SEC"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080",
        "http://LOCALHOST.",
        "http://hub.localhost:8080",
        "https://127.0.0.1",
        "https://127.255.0.9",
        "https://[::1]:8443",
        "https://[0:0:0:0:0:0:0:1]",
        "https://[::ffff:127.0.0.1]",
      })
  void thisMachine_isReachedWithoutAProxy_unlessAProgramNamesOne(String target) {
    URI uri = URI.create(target);
    Map<String, String> variables =
        Map.of("HTTP_PROXY", "http://p.test:1", "HTTPS_PROXY", "p.test:1", "NO_PROXY", "x.test");
    assertEquals(Optional.empty(), new ProxyRules(variables).serverFor(uri));
    assertFalse(new ProxyRules(variables).isExempt(uri));
    assertTrue(ProxyRules.isLoopback(uri));
    assertEquals("p.test", ProxyRules.through("p.test:1").serverFor(uri).orElseThrow().host());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost.test",
        "https://notlocalhost",
        "https://127.0.0.1.test",
        "https://128.0.0.1",
        "https://[::2]",
        "https://[2001:db8::1]",
      })
  void othersMachines_areReachedThroughIt(String target) {
    assertEquals(Optional.of("p.test:1"), proxyOf(target, "https_proxy=http://p.test:1"));
  }

  @Test
  void wrongVariable_isToldForThisMachineToo_butNotWhereNoProxyExemptsIt() {
    URI uri = URI.create("http://127.0.0.1:8080");
    ProxyRules rules = new ProxyRules(Map.of("http_proxy", "socks4://p.test"));
    assertThrows(SettingException.class, () -> rules.serverFor(uri));
    ProxyRules exempt =
        new ProxyRules(Map.of("http_proxy", "socks4://p.test", "no_proxy", "127.0.0.1"));
    assertEquals(Optional.empty(), exempt.serverFor(uri));
  }
}
