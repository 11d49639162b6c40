package io.github.hfdevice.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.oauth.ClientCredentials;
import io.github.hfdevice.setting.SettingException;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {
  private static HubSettings with(String name, String value) {
    return new HubSettings(Map.of(name, value));
  }

  @Test
  void nothingSet_isTheHub_andItsPublicClient() {
    HubSettings settings = new HubSettings(Map.of());
    assertEquals(URI.create("https://huggingface.co"), settings.endpoint(Optional.empty()));
    assertEquals(
        ClientCredentials.publicClient("26be6b09-91c5-47da-9861-d2d2bb7a7e36"),
        settings.client(Optional.empty()));
    assertEquals(Duration.ofSeconds(10), settings.requestTimeout());
    assertEquals(Optional.empty(), settings.environmentToken());
    assertEquals(Optional.empty(), settings.caVariable());
    assertFalse(settings.isOffline());
    assertFalse(settings.isDebug());
  }

  @ParameterizedTest
  @CsvSource({
    "https://hub.test, https://hub.test",
    "https://hub.test/, https://hub.test",
    "https://hub.test///, https://hub.test",
    "' https://hub.test ', https://hub.test",
    "https://hub.test:8443/, https://hub.test:8443",
    "https://hub.test/mirror/hf/, https://hub.test/mirror/hf",
    "http://localhost:8080, http://localhost:8080",
    "http://LOCALHOST:8080, http://LOCALHOST:8080",
    "http://127.0.0.1, http://127.0.0.1",
    "http://127.255.0.9:1, http://127.255.0.9:1",
    "http://[::1]:8080/, http://[::1]:8080",
  })
  void endpoint_isTakenWithoutItsTrailingSlash(String value, String endpoint) {
    assertEquals(
        URI.create(endpoint), with(HubSettings.ENDPOINT, value).endpoint(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "huggingface.co",
        "hub",
        "ftp://hub.test",
        "https://",
        "https:///path",
        "https:hub.test",
        "https://hub.test:99999",
        "https://hub test",
        "https://hub.test?x=1",
        "https://hub.test#top",
        "https://me:SECRET@hub.test",
        "https://me@hub.test",
        "http://hub.test",
        "http://huggingface.co",
        "http://10.0.0.1",
        "http://127.1",
        "http://127.0.0.1.evil.com",
        "http://127.0.0.256",
        "http://localhost.evil.com",
        "http://localhost@evil.com",
        "http://evil.com#localhost",
        "http://[::2]",
        "http://2130706433",
        "http://0.0.0.0",
      })
  void endpointThatIsNone_orWouldShowTheToken_isRefused(String value) {
    HubSettings settings = with(HubSettings.ENDPOINT, value);
    SettingException e =
        assertThrows(SettingException.class, () -> settings.endpoint(Optional.empty()));
    assertEquals("HF_ENDPOINT", e.setting());
    assertTrue(e.getMessage().startsWith("HF_ENDPOINT "), e.getMessage());
    assertFalse(e.getMessage().contains("SECRET"), e.getMessage());
  }

  @Test
  void endpointOption_winsOverTheVariable_andIsNamed() {
    HubSettings settings = with(HubSettings.ENDPOINT, "nonsense");
    assertEquals(
        URI.create("https://other.test"), settings.endpoint(Optional.of("https://other.test/")));
    SettingException e =
        assertThrows(SettingException.class, () -> settings.endpoint(Optional.of("x")));
    assertEquals("--endpoint", e.setting());
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10000",
    "0.5, 500",
    "' 3 ', 3000",
    "0.0001, 1",
    "86400, 86400000",
    "1e2, 100000"
  })
  void timeout_isInSeconds(String value, long millis) {
    assertEquals(Duration.ofMillis(millis), with(HubSettings.TIMEOUT, value).requestTimeout());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "0",
        "-1",
        "nan",
        "NaN",
        "inf",
        "Infinity",
        "1e9",
        "10s",
        "1,5",
        "5d",
        "5f"
      })
  void timeoutThatIsNone_isRefused(String value) {
    HubSettings settings = with(HubSettings.TIMEOUT, value);
    SettingException e = assertThrows(SettingException.class, settings::requestTimeout);
    assertEquals("HF_HUB_DOWNLOAD_TIMEOUT", e.setting());
  }

  @Test
  void blankValues_countAsUnset() {
    HubSettings settings =
        new HubSettings(
            Map.of("HF_ENDPOINT", " ", "HF_HUB_DOWNLOAD_TIMEOUT", "", "HF_TOKEN", "\n"));
    assertEquals(URI.create("https://huggingface.co"), settings.endpoint(Optional.empty()));
    assertEquals(Duration.ofSeconds(10), settings.requestTimeout());
    assertEquals(Optional.empty(), settings.tokenVariable());
  }

  @Test
  void client_comesFromTheOption_thenTheVariable_whoseSecretIsItsOwn() {
    HubSettings settings =
        new HubSettings(
            Map.of(HubSettings.CLIENT_ID, " from-variable ", HubSettings.CLIENT_SECRET, "s3cret"));
    assertEquals(
        ClientCredentials.publicClient("from-option"), settings.client(Optional.of("from-option")));
    assertEquals(
        new ClientCredentials("from-variable", Optional.of("s3cret")),
        settings.client(Optional.empty()));
    assertFalse(settings.client(Optional.empty()).toString().contains("s3cret"));
    assertEquals(
        new ClientCredentials("from-option", Optional.of("s3cret")),
        with(HubSettings.CLIENT_SECRET, "s3cret").client(Optional.of("from-option")));
  }

  @Test
  void tokenOfTheEnvironment_isCleanedAsHfDoes() {
    assertEquals(Optional.of("hf_xhf_y"), with("HF_TOKEN", " hf_x\r\nhf_y\n ").environmentToken());
  }

  @Test
  void firstTokenVariable_wins() {
    HubSettings both =
        new HubSettings(Map.of("HF_TOKEN", "hf_a", "HUGGING_FACE_HUB_TOKEN", "hf_b"));
    assertEquals(Optional.of("HF_TOKEN"), both.tokenVariable());
    assertEquals(Optional.of("hf_a"), both.environmentToken());
    HubSettings second =
        new HubSettings(Map.of("HF_TOKEN", " \n", "HUGGING_FACE_HUB_TOKEN", "hf_b"));
    assertEquals(Optional.of("HUGGING_FACE_HUB_TOKEN"), second.tokenVariable());
    assertEquals(Optional.of("hf_b"), second.environmentToken());
  }

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "ON, true",
    "on, true",
    "Yes, true",
    "TRUE, true",
    "' true ', true",
    "0, false",
    "no, false",
    "off, false",
    "false, false",
    "2, false",
    "y, false",
  })
  void offlineWords_areThoseOfHf(String value, boolean offline) {
    assertEquals(offline, with("HF_HUB_OFFLINE", value).isOffline());
    assertEquals(offline, with("HF_DEBUG", value).isDebug());
  }

  @Test
  void caVariables_comeInTheirOrder_andEmptyOnesAreUnset() {
    List<String> names =
        List.of("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE");
    Map<String, String> variables = new HashMap<>();
    names.forEach(name -> variables.put(name, "/ca"));
    for (String name : names) {
      assertEquals(Optional.of(name), new HubSettings(variables).caVariable());
      variables.put(name, "");
    }
    assertEquals(Optional.empty(), new HubSettings(variables).caVariable());
  }

  @Test
  void trustedCertificates_areThoseThatTheVariableNames_elseTheMachines() {
    assertEquals(List.of(), with("HF_HOME", "/x").trustedCertificates().places());
    assertEquals(
        List.of(Path.of("/a:b")), with("SSL_CERT_FILE", "/a:b").trustedCertificates().places());
    assertEquals(
        List.of(Path.of("/a"), Path.of("/b")),
        with("SSL_CERT_DIR", "/a" + File.pathSeparator + "/b").trustedCertificates().places());
  }
}
