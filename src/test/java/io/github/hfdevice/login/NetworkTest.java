package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.http.ExchangeLog;
import io.github.hfdevice.http.ExchangeThreads;
import io.github.hfdevice.http.HttpCall;
import io.github.hfdevice.http.ProxyRules;
import io.github.hfdevice.hub.HubSettings;
import io.github.hfdevice.setting.SettingException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkTest extends LoginFixture {
  private static final URI HTTPS = URI.create("https://hub.test");
  private static final URI PLAIN = URI.create("http://hub.test");

  private static Network network(Map<String, String> variables, Optional<Path> bundle) {
    return new Network(
        new HubSettings(variables),
        new Network.Caller("1.2.3", ExchangeThreads.shared(), ExchangeLog.SILENT),
        new ProxyRules(variables),
        bundle);
  }

  private static Network network(Map<String, String> variables) {
    return network(variables, Optional.empty());
  }

  private static void assertSetting(String setting, Runnable use) {
    assertEquals(setting, assertThrows(SettingException.class, use::run).setting());
  }

  @Test
  void wayToAServer_carriesRequests() throws Exception {
    HttpCall call =
        HttpCall.get(URI.create(hub.endpoint() + WHOAMI), Optional.empty(), Duration.ofSeconds(10));
    assertEquals(200, network(Map.of()).to(hub.endpoint(), "whoami").exchange(call).status());
    assertEquals(1, hub.requests(WHOAMI).size());
  }

  @Test
  void forbiddenNetwork_isTold_withTheVariable_andWhatNeedsIt() {
    Network network = network(Map.of("TRANSFORMERS_OFFLINE", "yes"));
    assertTrue(network.isForbidden());
    LoginException ban = assertThrows(LoginException.class, () -> network.to(HTTPS, "whoami"));
    assertEquals(LoginException.Reason.OFFLINE, ban.reason());
    assertEquals(LoginException.Remedy.GO_ONLINE, ban.remedy());
    assertEquals("whoami needs the network, and TRANSFORMERS_OFFLINE forbids it", ban.getMessage());
    assertFalse(network(Map.of("HF_HUB_OFFLINE", "0")).isForbidden());
  }

  @Test
  void plainHttpToAnotherMachine_isRefused() throws Exception {
    Network network = network(Map.of());
    LoginException refusal =
        assertThrows(LoginException.class, () -> network.requireReachable(PLAIN, "whoami"));
    assertEquals(LoginException.Reason.INSECURE_ADDRESS, refusal.reason());
    assertEquals(LoginException.Remedy.NONE, refusal.remedy());
    assertEquals(
        "http://hub.test would show the token to the network: only an https:// address may get it",
        refusal.getMessage());
    assertThrows(LoginException.class, () -> network.to(PLAIN, "whoami"));
    network.requireReachable(HTTPS, "whoami");
    network.requireReachable(hub.endpoint(), "whoami");
  }

  @Test
  void proxyThatMakesNoSense_isToldEarly() {
    Network network = network(Map.of("HTTPS_PROXY", "ftp://proxy"));
    assertThrows(SettingException.class, () -> network.requireReachable(HTTPS, "whoami"));
    assertThrows(SettingException.class, () -> network.check(HTTPS));
  }

  @Test
  void bundleThatIsNotThere_isToldEarly_whereTlsNeedsIt() throws Exception {
    Network named = network(Map.of(), Optional.of(dir.resolve("none.pem")));
    assertSetting("The CA bundle", () -> named.check(HTTPS));
    assertThrows(SettingException.class, () -> named.to(HTTPS, "whoami"));
    named.check(hub.endpoint());
    named.to(hub.endpoint(), "whoami");
    Map<String, String> variable = Map.of("SSL_CERT_FILE", dir.resolve("none.pem").toString());
    assertSetting("SSL_CERT_FILE", () -> network(variable).check(HTTPS));
  }
}
