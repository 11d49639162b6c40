package io.github.hfdevice.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecureAddressTest {
  @ParameterizedTest
  @CsvSource({
    "https://hub.test/x, true",
    "HTTPS://hub.test, true",
    "http://localhost, true",
    "HTTP://LocalHost:80, true",
    "http://[::1]:80, true",
    "http://127.0.0.1, true",
    "http://127.255.255.255, true",
    "http://127.9.10.99, true",
    "http://hub.test, false",
    "http://127.0.0.1.evil.test, false",
    "http://localhost@evil.test, false",
    "http://[::2], false",
    "http://[::127.0.0.1], false",
    "http:///x, false",
    "ftp://127.0.0.1, false",
    "//127.0.0.1, false",
  })
  void secretsGo_overTls_orNowhereElse(URI address, boolean isAllowed) {
    assertEquals(isAllowed, SecureAddress.isAllowed(address));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.0.0.255, true",
    "127.0.0.256, false",
    "127.256.0.1, false",
    "127.0.0.1000, false",
    "127.0.0.0001, false",
    "127.0.0, false",
    "127.0.0., false",
    "127..0.1, false",
    "127.0.0.1., false",
    "127.0.0.1.1, false",
    "127., false",
    "127, false",
    "127.0.0.a, false",
    "127.0.0./, false",
    "127.0.0.:, false",
    "128.0.0.1, false",
    "0127.0.0.1, false",
    "localhost, true",
    "localhost., false",
    "'', false",
  })
  void loopback_isToldByItsText(String host, boolean isLoopback) {
    assertEquals(isLoopback, SecureAddress.isLoopback(host));
  }

  @Test
  void addressWithoutAHost_isNotLoopback() {
    assertEquals(false, SecureAddress.isLoopback(null));
  }
}
