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

  private static SettingException endpointRefusal(String value) {
    HubSettings settings = with(HubSettings.ENDPOINT, value);
    return assertThrows(SettingException.class, () -> settings.endpoint(Optional.empty()));
  }

  @Test
  void nothingSet_isTheHub_andItsPublicClient() {
    HubSettings settings = new HubSettings(Map.of());
    assertEquals(URI.create("https://huggingface.co"), settings.endpoint(Optional.empty()));
    assertEquals(
        ClientCredentials.publicClient("26be6b09-91c5-47da-9861-d2d2bb7a7e36"),
        settings.client(settings.endpoint(Optional.empty()), Optional.empty()));
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
        "http://127.0.0.1000",
        "http://127.0.0.1.1",
        "http://127.0.0",
        "http://128.0.0.1",
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "huggingface.co | https://huggingface.co",
        "huggingface.co/ | https://huggingface.co",
        "hub.test:8443/hf | https://hub.test:8443/hf",
        "\"https://hub.test\" | https://hub.test",
        "'https://hub.test/' | https://hub.test",
        "\"hub.test\" | https://hub.test",
        "“https://hub.test” | https://hub.test",
        "localhost:8080 | http://localhost:8080",
        "127.0.0.1:8080 | http://127.0.0.1:8080",
        "//hub.test | https://hub.test",
        "https:/hub.test | https://hub.test",
        "https//hub.test/a | https://hub.test/a",
        "https://https://hub.test | https://hub.test",
        "HF_ENDPOINT=https://hub.test | https://hub.test",
        "export HF_ENDPOINT=\"https://hub.test\" | https://hub.test",
        "https://hub.test,https://b.test | https://b.test",
      })
  void endpointWithoutASchemeOrInQuotes_isShown_andTheRightOneOffered(String value, String offer) {
    SettingException e = endpointRefusal(value);
    assertEquals(
        "HF_ENDPOINT is not a valid address of a server (\""
            + value
            + "\"); did you mean "
            + offer
            + "?",
        e.getMessage());
    assertEquals(URI.create(offer), with(HubSettings.ENDPOINT, offer).endpoint(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"http://hub.test\"",
        "https:hub.test",
        "https://",
        "None",
        "$HF_MIRROR",
        "https://hub.test:0",
        "https://hub.test:",
        "https://hub.test/é",
        "ftp://hub.test",
        "hub test",
        "https://hf_mirror.test",
        "https://hub.test:99999",
        "file:///etc/hosts",
      })
  void endpointThatNobodyCanGuess_isShown_withOneForAnExample(String value) {
    SettingException e = endpointRefusal(value);
    assertEquals(
        "HF_ENDPOINT is not a valid address of a server (\""
            + value
            + "\"); it should look like https://huggingface.co",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hf_abcdefghijklmnopSECRET", "hf_oauth_eyJhbGciOi.e30.SECRET"})
  void tokenInPlaceOfAnEndpoint_isNotShown(String value) {
    SettingException e = endpointRefusal(value);
    assertEquals(
        "HF_ENDPOINT holds what looks like a token, and is for an address. A token goes into"
            + " HF_TOKEN",
        e.getMessage());
  }

  @Test
  void textWithoutEnd_isNeitherShownNorOfferedWhole() {
    SettingException e = endpointRefusal("a".repeat(100_000) + ".b");
    assertTrue(e.getMessage().length() < 250, e.getMessage());
    assertTrue(e.getMessage().endsWith("https://huggingface.co"), e.getMessage());
    assertThrows(
        SettingException.class,
        () -> with(HubSettings.TIMEOUT, "1".repeat(1_000_000)).requestTimeout());
  }

  @Test
  void passwordInAnEndpoint_isNotShown_andLongTextIsCut() {
    SettingException e = endpointRefusal("me:SECRET@hub.test");
    assertEquals(
        "HF_ENDPOINT is not a valid address of a server; it should look like https://huggingface.co",
        e.getMessage());
    e =
        assertThrows(
            SettingException.class,
            () -> EndpointSetting.parse("--endpoint", "\u001b" + "x y".repeat(100_000)));
    assertTrue(e.getMessage().length() < 250, e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1, true, TRANSFORMERS_OFFLINE",
    "' ', yes, true, TRANSFORMERS_OFFLINE",
    "0, 1, false, HF_HUB_OFFLINE",
    "1, 0, true, HF_HUB_OFFLINE",
    "'', 0, false, TRANSFORMERS_OFFLINE",
    "'', '', false, HF_HUB_OFFLINE",
  })
  void olderOfflineVariable_counts_whereTheNewerIsEmpty(
      String newer, String older, boolean offline, String deciding) {
    HubSettings settings =
        new HubSettings(Map.of("HF_HUB_OFFLINE", newer, "TRANSFORMERS_OFFLINE", older));
    assertEquals(offline, settings.isOffline());
    assertEquals(deciding, settings.offlineVariable());
  }

  @ParameterizedTest
  @ValueSource(strings = {"maybe", "2", "y", "\"1\"", "enabled", "-1"})
  void offlineVariable_thatIsNeitherYesNorNo_isRefused(String value) {
    SettingException e =
        assertThrows(SettingException.class, () -> with("TRANSFORMERS_OFFLINE", value).isOffline());
    assertEquals(
        "TRANSFORMERS_OFFLINE is \""
            + value
            + "\", which is neither yes (1, on, yes, true) nor no (0, off, no, false)",
        e.getMessage());
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

  private static final URI HUB = URI.create("https://huggingface.co");
  private static final URI OTHER = URI.create("https://other.test");

  @Test
  void client_comesFromTheOption_thenTheVariable_whoseSecretIsItsOwn() {
    HubSettings settings =
        new HubSettings(
            Map.of(HubSettings.CLIENT_ID, " from-variable ", HubSettings.CLIENT_SECRET, "s3cret"));
    assertEquals(
        ClientCredentials.publicClient("from-option"),
        settings.client(HUB, Optional.of("from-option")));
    assertEquals(
        new ClientCredentials("from-variable", Optional.of("s3cret")),
        settings.client(HUB, Optional.empty()));
    assertFalse(settings.client(HUB, Optional.empty()).toString().contains("s3cret"));
    assertEquals(
        new ClientCredentials("from-option", Optional.of("s3cret")),
        with(HubSettings.CLIENT_SECRET, "s3cret").client(HUB, Optional.of("from-option")));
  }

  @Test
  void clientOfTheVariables_isNoneOfAnotherServer() {
    HubSettings settings =
        new HubSettings(Map.of(HubSettings.CLIENT_ID, "mine", HubSettings.CLIENT_SECRET, "s3cret"));
    String standard = "26be6b09-91c5-47da-9861-d2d2bb7a7e36";
    assertEquals(
        ClientCredentials.publicClient(standard), settings.client(OTHER, Optional.empty()));
    assertEquals(
        ClientCredentials.publicClient("mine"), settings.client(OTHER, Optional.of("mine")));
    assertEquals(
        new ClientCredentials("named", Optional.of("s3cret")),
        with(HubSettings.CLIENT_SECRET, "s3cret").client(OTHER, Optional.of("named")));
    assertEquals(
        ClientCredentials.publicClient(standard),
        with(HubSettings.CLIENT_SECRET, "s3cret").client(OTHER, Optional.empty()));
  }

  @Test
  void secret_isShownAgain_whereTheLoginWasMadeWithOne() {
    HubSettings settings =
        new HubSettings(Map.of(HubSettings.CLIENT_ID, "mine", HubSettings.CLIENT_SECRET, "s3cret"));
    assertEquals(Optional.of("s3cret"), settings.storedClient(HUB, "mine", true).secret());
    assertEquals(Optional.empty(), settings.storedClient(HUB, "mine", false).secret());
    assertEquals(Optional.empty(), settings.storedClient(HUB, "another", true).secret());
    assertEquals(
        Optional.of("s3cret"),
        with(HubSettings.CLIENT_SECRET, "s3cret").storedClient(OTHER, "another", true).secret());
    HubSettings elsewhere =
        new HubSettings(
            Map.of("HF_ENDPOINT", OTHER.toString(), HubSettings.CLIENT_SECRET, "s3cret"));
    assertEquals(Optional.empty(), elsewhere.storedClient(HUB, "mine", true).secret());
    assertEquals(Optional.of("s3cret"), elsewhere.storedClient(OTHER, "mine", true).secret());
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
