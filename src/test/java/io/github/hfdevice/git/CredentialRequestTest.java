package io.github.hfdevice.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialRequestTest {
  private static final String MINIMAL = "protocol=https\nhost=h.co\n";

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<CredentialRequest> parse(String text) throws IOException {
    return CredentialRequest.parse(in(text));
  }

  private static Optional<CredentialRequest> request(String protocol, String host) {
    return Optional.of(new CredentialRequest(protocol, host, Optional.empty(), Optional.empty()));
  }

  @Test
  void lines_areReadUpToTheEmptyOne_andUnknownOnesArePassedOver() throws IOException {
    InputStream in = in("protocol=https\nunknown=x=y\nhost=h.co:8080\npath=a=b\n\nhost=x\n");
    assertEquals(request("https", "h.co:8080"), CredentialRequest.parse(in));
    assertEquals("host=x\n", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    assertEquals(request("https", "h.co"), parse("protocol=https\nhost=h.co"), "no end of line");
  }

  @Test
  void keysOfSeveralValues_mayComeAgain() throws IOException {
    assertEquals(
        request("https", "h.co"),
        parse(
            "capability[]=authtype\ncapability[]=state\nwwwauth[]=Basic realm=\"a\"\n"
                + "wwwauth[]=\nwwwauth[]=Bearer\nstate[]=a.b:1\nstate[]=a.b:2\n"
                + MINIMAL));
  }

  @Test
  void userNameAndPassword_areTaken_blanksAndAll_andThePasswordIsShownNowhere() throws IOException {
    CredentialRequest request =
        parse(MINIMAL + "username= bob \npassword= \u00fc=s3cret \n").orElseThrow();
    assertEquals(Optional.of(" bob "), request.username());
    assertEquals(Optional.of(" \u00fc=s3cret "), request.password());
    assertEquals("CredentialRequest[https, h.co,  bob , ***]", request.toString());
    assertEquals("CredentialRequest[https, h.co, -, -]", parse(MINIMAL).orElseThrow().toString());
    assertEquals("CredentialAttributes[password]", attributes("password=s3cret\n").toString());
  }

  private static CredentialAttributes attributes(String text) throws IOException {
    try {
      return CredentialAttributes.read(in(text));
    } catch (CredentialAttributes.MalformedException e) {
      throw new IOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n" + MINIMAL,
        "host=h.co\n",
        "protocol=https\n",
        "protocol=\nhost=h.co\n",
        "protocol=https\nhost=\n",
        "protocol=https\nhost=h.co\nhost=evil.test\n",
        "protocol=https\nhost=h.co\nhost=h.co\n",
        "protocol=https\nprotocol=http\nhost=h.co\n",
        MINIMAL + "unknown=1\nunknown=1\n",
        MINIMAL + "password=a\npassword=b\n",
        " protocol=https\nhost=h.co\n",
        "protocol =https\nhost=h.co\n",
        "Protocol=https\nhost=h.co\n",
        MINIMAL + "no sign\n",
        MINIMAL + "=x\n",
        MINIMAL + " \n",
        "protocol=https\r\nhost=h.co\r\n",
        MINIMAL + "\r\n",
        "protocol=https\nhost=h.co\0\n",
        "protocol=https\nhost=h\u001b.co\n",
        "protocol=https\nhost=h.co\u007f\n",
        "protocol=https\nhost=h.co\u0085\n",
        MINIMAL + "path=a\tb\n",
        MINIMAL + "a\tb=c\n",
        MINIMAL + "wwwauth[]=a\u0001\n",
      })
  void whatGitDoesNotWrite_isNoRequest(String text) throws IOException {
    assertEquals(Optional.empty(), parse(text));
  }

  @ParameterizedTest
  @CsvSource({"host=h\u00fc.co, true", "path=\u00fc, true"})
  void bytesThatAreNoUtf8_areNoRequest(String line, boolean asUtf8) throws IOException {
    String text = "protocol=https\n" + (line.startsWith("host") ? "" : "host=h.co\n") + line;
    assertEquals(asUtf8, parse(text).isPresent());
    byte[] latin1 = text.getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(Optional.empty(), CredentialRequest.parse(new ByteArrayInputStream(latin1)));
  }

  @Test
  void line_has65535BytesAtMost_itsEndIncluded_countedInBytes() throws IOException {
    int room = 65_534 - "path=".length();
    assertEquals(request("https", "h.co"), parse("path=" + "x".repeat(room) + "\n" + MINIMAL));
    assertEquals(Optional.empty(), parse("path=" + "x".repeat(room + 1) + "\n" + MINIMAL));
    String umlauts = "\u00fc".repeat(room / 2);
    assertEquals(request("https", "h.co"), parse("path=" + umlauts + "\n" + MINIMAL));
    assertEquals(Optional.empty(), parse("path=" + umlauts + "\u00fc\n" + MINIMAL));
  }

  @Test
  void text_hasALimitToo() throws IOException {
    int most = CredentialAttributes.MOST_BYTES - MINIMAL.length() + 2;
    String filler = ("wwwauth[]=" + "x".repeat(989) + "\n").repeat(most / 999);
    String rest = "a[]=" + "x".repeat(most % 999 - 4) + "\n";
    assertEquals(request("https", "h.co"), parse(filler + rest + MINIMAL));
    assertEquals(Optional.empty(), parse(filler + "x" + rest + MINIMAL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "a[]=\n"})
  void inputWithoutEnd_isNotReadForEver(String repeated) throws IOException {
    InputStream in = in(repeated.repeat(1_000_000));
    assertEquals(Optional.empty(), CredentialRequest.parse(in));
    assertTrue(in.available() > 500_000, "there is more, and nobody reads it");
  }

  @Test
  void url_standsForItsParts() throws IOException {
    assertEquals(request("https", "h.co"), parse("url=https://h.co\n"));
    assertEquals(request("https", "h.co:8443"), parse("url=https://h.co:8443/a/b?c=d#e\n"));
    assertEquals(request("http", "[::1]:80"), parse("url=http://[::1]:80/\n"));
    assertEquals(request("https", "h.co:0"), parse("url=https://h.co:0\n"));
    assertEquals(
        Optional.of(new CredentialRequest("https", "h.co", Optional.of(""), Optional.of("p"))),
        parse("url=https://:p@h.co\n"));
    assertEquals(
        Optional.of(new CredentialRequest("https", "h.co", Optional.of("a b"), Optional.empty())),
        parse("url=https://a%20b@h.co\n"));
    assertEquals(
        Optional.of(
            new CredentialRequest("https", "h.co", Optional.of("u:1"), Optional.of("p+:@"))),
        parse("url=https://u%3A1:p+:%40@h.co\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "url=h.co\n",
        "url=//h.co\n",
        "url=https:///path\n",
        "url=https://h .co\n",
        "url=https://h.co/%zz\n",
        "url=https://a%0Ab@h.co\n",
        "url=https://a:b%00@h.co\n",
        "url=https://h%0A.co\n",
        "url=https://h.co\nhost=h.co\n",
        "protocol=https\nurl=https://h.co\n",
        "url=https://h.co\nurl=https://h.co\n",
        "url=https://a:b@h.co\npassword=c\n",
      })
  void urlThatIsNone_orSaysTwice_isNoRequest(String text) throws IOException {
    assertEquals(Optional.empty(), parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "https, huggingface.co, https://huggingface.co, true",
    "https, HuggingFace.co, https://huggingface.co, true",
    "HTTPS, huggingface.co, https://HUGGINGFACE.CO, true",
    "https, huggingface.co:443, https://huggingface.co, true",
    "https, huggingface.co, https://huggingface.co:443/hub, true",
    "https, hub.test:8443, https://hub.test:8443, true",
    "https, hf.co, https://huggingface.co, true",
    "https, huggingface.co, https://hf.co, true",
    "https, HF.co:443, https://huggingface.co, true",
    "http, 127.0.0.1:8080, http://127.0.0.1:8080, true",
    "http, 127.1.2.3, http://127.1.2.3, true",
    "http, localhost:80, http://LocalHost, true",
    "http, [::1]:8080, http://[::1]:8080, true",
    "http, [::1], http://[::1]:80, true",
    "https, [::2], https://[::2]:443, true",
    "https, h.co:0, https://h.co:0, true",
    "https, huggingface.co, https://user@huggingface.co, true",
    "http, huggingface.co, https://huggingface.co, false",
    "https, 127.0.0.1, http://127.0.0.1, false",
    "http, huggingface.co, http://huggingface.co, false",
    "http, hub.test, http://hub.test, false",
    "http, 127.evil.test, http://127.evil.test, false",
    "http, 128.0.0.1, http://128.0.0.1, false",
    "http, a127.0.0.1, http://a127.0.0.1, false",
    "http, localhost.evil.test, http://localhost.evil.test, false",
    "ftp, 127.0.0.1, ftp://127.0.0.1, false",
    "https, huggingface.co:8443, https://huggingface.co, false",
    "https, huggingface.co, https://huggingface.co:8443, false",
    "https, hf.co:8443, https://huggingface.co:8443, false",
    "https, huggingface.co:, https://huggingface.co, false",
    "https, huggingface.co:0443, https://huggingface.co, false",
    "https, huggingface.co., https://huggingface.co, false",
    "https, x@huggingface.co, https://huggingface.co, false",
    "https, huggingface.co/, https://huggingface.co, false",
    "https, ' huggingface.co', https://huggingface.co, false",
    "https, huggingface.co.evil.test, https://huggingface.co, false",
    "https, evil.test, https://huggingface.co, false",
    "https, cdn.huggingface.co, https://huggingface.co, false",
    "https, cdn-lfs.hf.co, https://huggingface.co, false",
    "https, '[::1]', https://[::2], false",
    "https, '', https://huggingface.co, false",
    "'', huggingface.co, https://huggingface.co, false",
    "https, huggingface.co, huggingface.co, false",
    "https, huggingface.co, //huggingface.co, false",
    "https, huggingface.co, https:huggingface.co, false",
  })
  void token_isForTheSameProtocolHostAndPortOnly(
      String protocol, String host, URI server, boolean expected) {
    assertEquals(expected, request(protocol, host).orElseThrow().isFor(server));
  }

  @Test
  void wordsOfARefusal_holdNothingOfTheText() {
    for (String text :
        new String[] {"s3cret\n", "a=s3cret\ns3cret\n", "url=s3cret\n", "a=s3cret\u0001\n"}) {
      try {
        attributes(text);
      } catch (IOException e) {
        assertFalse(String.valueOf(e.getMessage()).contains("s3cret"), text);
      }
    }
  }
}
