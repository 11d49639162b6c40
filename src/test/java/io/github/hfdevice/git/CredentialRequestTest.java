package io.github.hfdevice.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialRequestTest {
  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void lines_areReadUpToTheEmptyOne_andUnknownOnesAreIgnored() throws IOException {
    InputStream in =
        in("capability[]=authtype\nprotocol=https\nno sign\nhost=h.co:8080\npath=a=b\n\nhost=x\n");
    assertEquals(new CredentialRequest("https", "h.co:8080"), CredentialRequest.parse(in));
    assertEquals("host=x\n", new String(in.readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void whatIsNotSaid_isEmpty_andFitsNoServer() throws IOException {
    CredentialRequest nothing = CredentialRequest.parse(in(""));
    assertEquals(new CredentialRequest("", ""), nothing);
    assertFalse(nothing.isFor(URI.create("https://huggingface.co")));
    assertEquals(
        new CredentialRequest("https", "h"),
        CredentialRequest.parse(in("protocol=https\r\nhost=h")));
  }

  @Test
  void inputWithoutEnd_isNotReadForEver() throws IOException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };
    assertEquals(new CredentialRequest("", ""), CredentialRequest.parse(endless));
  }

  @ParameterizedTest
  @CsvSource({
    "https, huggingface.co, https://huggingface.co, true",
    "https, HuggingFace.co, https://huggingface.co, true",
    "https, huggingface.co:443, https://huggingface.co, true",
    "https, huggingface.co, https://huggingface.co:443/hub, true",
    "http, 127.0.0.1:8080, http://127.0.0.1:8080, true",
    "http, [::1]:8080, http://[::1]:8080, true",
    "http, [::1], http://[::1]:80, true",
    "http, huggingface.co, https://huggingface.co, false",
    "https, huggingface.co:8443, https://huggingface.co, false",
    "https, huggingface.co.evil.test, https://huggingface.co, false",
    "https, evil.test, https://huggingface.co, false",
    "https, cdn.huggingface.co, https://huggingface.co, false",
    "https, '', https://huggingface.co, false",
    "'', huggingface.co, https://huggingface.co, false",
  })
  void token_isForTheSameProtocolHostAndPortOnly(
      String protocol, String host, URI server, boolean expected) {
    assertEquals(expected, new CredentialRequest(protocol, host).isFor(server));
  }
}
