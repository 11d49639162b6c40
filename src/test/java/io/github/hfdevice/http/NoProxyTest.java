package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {
  /** What curl 7.88 and 8 did with each. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "huggingface.co | huggingface.co | true",
        "huggingface.co | HuggingFace.co | true",
        "HUGGINGFACE.CO | huggingface.co | true",
        "huggingface.co | api.huggingface.co | true",
        ".huggingface.co | api.huggingface.co | true",
        ".huggingface.co | huggingface.co | true",
        "huggingface.co | nothuggingface.co | false",
        "huggingface.co. | huggingface.co | true",
        "huggingface.co | huggingface.co. | true",
        "..huggingface.co | huggingface.co | false",
        "huggingface.co.. | huggingface.co | false",
        ". | huggingface.co | false",
        "gingface.co | huggingface.co | false",
        "api.huggingface.co | huggingface.co | false",
        "co | huggingface.co | true",
        "*.huggingface.co | api.huggingface.co | false",
        "* | huggingface.co | true",
        "* | [::1] | true",
        "' *' | huggingface.co | false",
        "'*,' | huggingface.co | false",
        "a.test,* | huggingface.co | false",
        "a.test, huggingface.co | huggingface.co | true",
        "a.test,,,  ,huggingface.co | huggingface.co | true",
        "a.test huggingface.co | huggingface.co | true",
        "a.test\thuggingface.co | huggingface.co | true",
        "huggingface.co;a.test | huggingface.co | false",
        ",, | huggingface.co | false",
        "'' | huggingface.co | false",
        "huggingface.co:443 | huggingface.co | false",
        "https://huggingface.co | huggingface.co | false",
        "10.0.0.0/8 | 10.1.2.3 | true",
        "10.0.0.0/8 | 11.1.2.3 | false",
        "10.0.0.0/8x | 10.1.2.3 | true",
        "10.0.0.0/08 | 10.1.2.3 | true",
        "10.0.0.0/+8 | 10.1.2.3 | true",
        "10.0.0.0/-1 | 10.1.2.3 | false",
        "10.0.0.0/ | 10.1.2.3 | false",
        "10.1.2.3/ | 10.1.2.3 | true",
        "192.168.4.0/22 | 192.168.7.255 | true",
        "192.168.4.0/22 | 192.168.8.0 | false",
        "10.1.2.3/32 | 10.1.2.3 | true",
        "0.0.0.0/0 | 10.1.2.3 | false",
        "10.1.2.3/0 | 10.1.2.3 | true",
        "0/0 | 10.1.2.3 | false",
        "10.0.0.0/33 | 10.1.2.3 | false",
        "10.0.0.0/99999999999 | 10.1.2.3 | false",
        "10.0.0.0/x | 10.1.2.3 | false",
        "10.0.0.0/8 | 10.evil.test | false",
        "10.1.2.3 | 10.1.2.3 | true",
        "10.1.2.3:443 | 10.1.2.3 | false",
        "10.1.2.3. | 10.1.2.3 | false",
        ".10.1.2.3 | 10.1.2.3 | false",
        "010.1.2.3 | 10.1.2.3 | false",
        "3 | 10.1.2.3 | false",
        "1.2.3.4 | 1.2.3.4. | true",
        "::1 | [::1] | true",
        "0:0:0:0:0:0:0:1 | [::1] | true",
        "[::1] | [::1] | false",
        "[::1]:443 | [::1] | false",
        "::2 | [::1] | false",
        "::/0 | [::1] | false",
        "2001:db8::/32 | [2001:db8:1::1] | true",
        "2001:db8::/33 | [2001:db8:8000::1] | false",
        "2001:db8::/129 | [2001:db8::] | false",
        "::ffff:10.1.2.3 | 10.1.2.3 | false",
        "10.1.2.3 | [::ffff:10.1.2.3] | false",
      })
  void entries_exemptAsCurlReadsThem(String list, String host, boolean exempt) {
    assertEquals(exempt, NoProxy.exempts(list, host), list + " and " + host);
  }

  @Test
  void exemptHost_isReachedWithoutTheProxy() {
    ProxyRules rules = new ProxyRules(Map.of("ALL_PROXY", "http://p.test:1", "NO_PROXY", "a.test"));
    assertTrue(rules.isExempt(URI.create("https://b.a.test:8443")));
    assertTrue(rules.serverFor(URI.create("https://b.a.test:8443")).isEmpty());
    assertTrue(rules.serverFor(URI.create("https://a.b.test:8443")).isPresent());
  }

  @Test
  void networks_holdTheAddressesWhoseFirstBitsAreTheirs() {
    Random random = new Random(8628);
    for (int i = 0; i < 20_000; i++) {
      boolean isV6 = random.nextBoolean();
      int length = isV6 ? 128 : 32;
      BigInteger network = new BigInteger(length, random);
      BigInteger address =
          random.nextInt(4) == 0
              ? new BigInteger(length, random)
              : network.xor(new BigInteger(random.nextInt(length + 1), random));
      int bits = 1 + random.nextInt(length);
      boolean inside = network.xor(address).shiftRight(length - bits).signum() == 0;
      String host = isV6 ? "[" + text(address, 128) + "]" : text(address, 32);
      String entry = text(network, length) + "/" + bits;
      assertEquals(inside, NoProxy.exempts("x.test," + entry, host), entry + " and " + host);
    }
  }

  private static String text(BigInteger address, int length) {
    List<String> parts = new ArrayList<>();
    int width = length == 128 ? 16 : 8;
    for (int shift = length - width; shift >= 0; shift -= width) {
      int part = address.shiftRight(shift).intValue() & (1 << width) - 1;
      parts.add(length == 128 ? Integer.toHexString(part) : Integer.toString(part));
    }
    return String.join(length == 128 ? ":" : ".", parts);
  }

  @Test
  void lists_exemptWhatOneOfTheirEntriesExempts_inAnyOrderAndCase() {
    Random random = new Random(6749);
    String[] hosts = {"a.test", "b.a.test", "10.1.2.3", "[::1]", "x", "test.", "[fe80::1]"};
    for (int i = 0; i < 20_000; i++) {
      List<String> entries = new ArrayList<>();
      for (int n = random.nextInt(5); n >= 0; n--) {
        entries.add(noise(random, ".:/*[]1ab0testT%-@é"));
      }
      String host = hosts[random.nextInt(hosts.length)];
      boolean any = entries.stream().anyMatch(e -> !e.equals("*") && NoProxy.exempts(e, host));
      if (entries.size() > 1) {
        Collections.shuffle(entries, random);
        String list = String.join(random.nextBoolean() ? "," : " \t,, ", entries);
        assertEquals(any, NoProxy.exempts(list, host), list + " and " + host);
        assertEquals(any, NoProxy.exempts(list.toUpperCase(Locale.ROOT), host), list);
      }
    }
  }

  private static String noise(Random random, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(12); n > 0; n--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  @Test
  void longList_isReadInBoundedTime() {
    String list = "a.b,".repeat(500_000) + "1.".repeat(500_000) + "," + ":".repeat(500_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertFalse(NoProxy.exempts(list, "huggingface.co"));
          assertFalse(NoProxy.exempts(list, "10.1.2.3"));
          assertFalse(NoProxy.exempts(list, "[::1]"));
        });
  }
}
