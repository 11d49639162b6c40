package io.github.hfdevice.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Secrets that a server repeats. */
class SentSecretsTest {
  private static final String DEVICE_CODE = "device+code/1==";
  private static final String CLIENT_SECRET = "a secret:+/ü%";
  private static final String PROXY_PASSWORD = "prøxy p@ss";
  private static final String PAIR = "an-app:" + encoded(CLIENT_SECRET);

  private static final SentSecrets SECRETS =
      new SentSecrets(
          HttpCall.post(
              URI.create("https://hub.test/"),
              Optional.of("Basic " + base64(PAIR)),
              Map.of("device_code", DEVICE_CODE, "client_id", "an-app", "empty", ""),
              Duration.ofSeconds(1)),
          Optional.of(ProxyServer.parse("ALL_PROXY", "me:pr%C3%B8xy%20p%40ss@p.test:1")));

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String asBytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  @Test
  void everySpelling_isHidden() {
    for (String secret :
        List.of(DEVICE_CODE, CLIENT_SECRET, PROXY_PASSWORD, PAIR, "me:" + PROXY_PASSWORD)) {
      for (String spelling :
          List.of(
              secret,
              asBytes(secret),
              encoded(secret),
              encoded(secret).replace("+", "%20"),
              withSmallEscapes(encoded(secret)),
              base64(secret),
              base64(secret).replace("=", ""),
              base64(secret).replace('+', '-').replace('/', '_'))) {
        String hidden = SECRETS.hide("<" + spelling + "> and again " + spelling);
        assertTrue(hidden.startsWith("<***"), spelling + " -> " + hidden);
        assertFalse(hidden.contains(spelling), hidden);
      }
    }
  }

  private static String withSmallEscapes(String text) {
    StringBuilder small = new StringBuilder(text);
    for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
      small.replace(i, i + 3, text.substring(i, i + 3).toLowerCase(Locale.ROOT));
    }
    return small.toString();
  }

  @Test
  void whatIsNotSecret_stays() {
    String text = "an-app may not do that: device_code is unknown";
    assertEquals(text, SECRETS.hide(text));
  }

  @Test
  void serverThatTakesASecretApart_doesNotGetItIntoTheLog() {
    for (String echo :
        List.of(
            "device+\\u0063ode/1==",
            "device+code\\/1==",
            "de\u200bvice+code/1==",
            "dev\\u0007ice+code\\/1==",
            "device\u001b+code/1==")) {
      String shown = Redaction.body("{\"error_description\":\"not " + echo + "!\"}", SECRETS);
      assertEquals("{error_description: \"not ***!\"}", shown, echo);
    }
  }

  @Test
  void failure_showsNoSecretEither() {
    IOException failure = new IOException("it said " + DEVICE_CODE + "\u001b[0m");
    assertEquals("it said ***[0m", Slf4jExchangeLog.failed(failure, SECRETS));
  }

  @Test
  void authorizationThatIsNoBase64_isHiddenAsItIs() {
    HttpCall call =
        HttpCall.get(
            URI.create("https://hub.test/"), Optional.of("Basic %%%"), Duration.ofSeconds(1));
    assertEquals("<***>", new SentSecrets(call, Optional.empty()).hide("<%%%>"));
  }
}
