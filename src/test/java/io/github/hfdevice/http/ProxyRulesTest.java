package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.setting.SettingException;
import java.net.Proxy;
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
    ProxyRules.Server server =
        new ProxyRules(Map.of("HTTPS_PROXY", value)).serverFor(HUB).orElseThrow();
    assertEquals(new ProxyRules.Server(Proxy.Type.HTTP, host, port, Optional.empty()), server);
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://p.test:9", "socks5h://p.test:9", "socks4://p.test:9"})
  void socksProxy_isOne(String value) {
    assertEquals(
        Proxy.Type.SOCKS,
        new ProxyRules(Map.of("ALL_PROXY", value)).serverFor(HUB).orElseThrow().type());
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
        Optional.of(new ProxyRules.User(name, password)),
        new ProxyRules(Map.of("https_proxy", value)).serverFor(HUB).orElseThrow().user());
  }

  @Test
  void password_isInNoToString() {
    Optional<ProxyRules.Server> server =
        new ProxyRules(Map.of("https_proxy", "http://me:SECRET@p.test:1")).serverFor(HUB);
    assertTrue(server.toString().contains("me:***"), server.toString());
    assertFalse(server.toString().contains("SECRET"), server.toString());
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
        "socks5://me:SECRET@p.test:1",
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
  @CsvSource(
      delimiter = '|',
      value = {
        "huggingface.co | https://huggingface.co | true",
        "huggingface.co | https://HuggingFace.co | true",
        "HUGGINGFACE.CO | https://huggingface.co | true",
        "huggingface.co | https://api.huggingface.co | true",
        ".huggingface.co | https://api.huggingface.co | true",
        ".huggingface.co | https://huggingface.co | true",
        "huggingface.co | https://nothuggingface.co | false",
        "huggingface.co. | https://huggingface.co | true",
        "huggingface.co | https://huggingface.co. | true",
        ". | https://huggingface.co | false",
        "gingface.co | https://huggingface.co | false",
        "api.huggingface.co | https://huggingface.co | false",
        "co | https://huggingface.co | true",
        "* | https://huggingface.co | true",
        "a.test,* | https://huggingface.co | true",
        "a.test, huggingface.co | https://huggingface.co | true",
        "a.test huggingface.co | https://huggingface.co | true",
        ",, | https://huggingface.co | false",
        "10.0.0.0/8 | https://10.1.2.3 | true",
        "10.0.0.0/8 | https://11.1.2.3 | false",
        "192.168.4.0/22 | https://192.168.7.255 | true",
        "192.168.4.0/22 | https://192.168.8.0 | false",
        "10.1.2.3/32 | https://10.1.2.3 | true",
        "0.0.0.0/0 | https://10.1.2.3 | true",
        "10.0.0.0/33 | https://10.1.2.3 | false",
        "10.0.0.0/x | https://10.1.2.3 | false",
        "10.0.0.0/8 | https://10.evil.test | false",
        "10.1.2.3 | https://10.1.2.3 | true",
        "hub.test:8443 | https://hub.test:8443 | true",
        "hub.test:8443 | https://hub.test | false",
        "hub.test:443 | https://hub.test | true",
        "hub.test:80 | http://hub.test | true",
        "hub.test:80 | https://hub.test | false",
        "::1 | https://[::1]:8443 | true",
        "[::1] | https://[::1]:8443 | true",
        "[::1]:8443 | https://[::1]:8443 | true",
        "[::1]:8444 | https://[::1]:8443 | false",
        "::2 | https://[::1] | false",
      })
  void noProxy_exempts(String noProxy, String target, boolean exempt) {
    ProxyRules rules = new ProxyRules(Map.of("ALL_PROXY", "http://p.test:1", "NO_PROXY", noProxy));
    assertEquals(exempt, rules.isExempt(URI.create(target)));
    assertEquals(exempt, rules.serverFor(URI.create(target)).isEmpty());
  }
}
