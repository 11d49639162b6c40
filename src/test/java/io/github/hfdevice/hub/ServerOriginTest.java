package io.github.hfdevice.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerOriginTest {
  @ParameterizedTest
  @CsvSource({
    "https://huggingface.co, https://huggingface.co, true",
    "https://huggingface.co, https://huggingface.co/oauth/token?x=1, true",
    "https://huggingface.co, HTTPS://HuggingFace.CO, true",
    "https://huggingface.co, https://huggingface.co., true",
    "https://huggingface.co, https://huggingface.co:443, true",
    "https://huggingface.co, 'https://huggingface.co:', true",
    "https://huggingface.co, https://hf.co, true",
    "https://hf.co:443/x, https://HF.co., true",
    "http://hub.test, http://hub.test:80, true",
    "http://[::1]:8080, http://[::1]:8080/x, true",
    "https://[2001:DB8::1], https://[2001:db8::1]:443, true",
    "https://huggingface.co, http://huggingface.co, false",
    "https://huggingface.co, http://huggingface.co:443, false",
    "https://huggingface.co, https://huggingface.co:8443, false",
    "https://huggingface.co, https://huggingface.com, false",
    "https://huggingface.co, https://www.huggingface.co, false",
    "https://huggingface.co, https://evil.huggingface.co, false",
    "https://huggingface.co, https://huggingface.co@evil.test, false",
    "https://huggingface.co, https://me@huggingface.co, false",
    "https://me@huggingface.co, https://me@huggingface.co, false",
    "https://huggingface.co, https://evil.test/huggingface.co, false",
    "https://huggingface.co, https://hf.co:8443, false",
    "http://huggingface.co, http://hf.co, false",
    "https://huggingface.co:8443, https://hf.co:8443, false",
    "http://localhost:8080, http://127.0.0.1:8080, false",
    "http://127.0.0.1:8080, http://127.0.0.1:8081, false",
    "http://[::1], http://[::2], false",
    "file:///x, file:///x, false",
    "huggingface.co, huggingface.co, false",
    "mailto:a@b, mailto:a@b, false",
    "https:/x, https:/x, false",
  })
  void secretGoes_whereSchemeHostAndPortAreTheSame(String one, String other, boolean isSame) {
    assertEquals(isSame, ServerOrigin.isSame(URI.create(one), URI.create(other)));
    assertEquals(isSame, ServerOrigin.isSame(URI.create(other), URI.create(one)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://huggingface.co/oauth/token, https://huggingface.co",
    "https://hf.co/oauth/device, https://huggingface.co",
    "HTTPS://Hub.Test.:443/a?b#c, https://hub.test",
    "http://hub.test:443, http://hub.test:443",
    "http://[::1]:8080/x, http://[::1]:8080",
  })
  void origin_isTheSameTextForAllAddressesOfAServer(String address, String origin) {
    assertEquals(Optional.of(URI.create(origin)), ServerOrigin.of(URI.create(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "ftp://hub.test", "https://a_b@c", "https:opaque", "//hub.test"})
  void addressThatIsNoServers_hasNoOrigin(String address) {
    assertEquals(Optional.empty(), ServerOrigin.of(URI.create(address)));
  }
}
