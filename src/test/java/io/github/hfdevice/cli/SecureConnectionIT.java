package io.github.hfdevice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.http.FakeServer;
import io.github.hfdevice.http.TestAuthority;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS to a port without it, http to one with it, and TLS that comes to nothing. */
class SecureConnectionIT extends ScriptedHubCase {
  private static final String SECTION = "[x]\nhf_token = hf_x\n\n";

  private Run at(String endpoint, String... arguments) throws Exception {
    Run run = program.with("HF_ENDPOINT", endpoint).run(arguments);
    String said = run.stdout() + run.stderr();
    assertFalse(said.matches("(?s).*([a-z]\\.[a-z]+\\.[A-Z]|Exception).*"), run::toString);
    return run;
  }

  /** It sends no request a second time, as a login does. */
  private Run whoami(String endpoint) throws Exception {
    program.loggedIn("hf_x", SECTION);
    return at(endpoint, "auth", "whoami");
  }

  private String https() {
    return hub.endpoint().replace("http:", "https:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth login", "auth whoami", "auth login --token hf_y", "doctor"})
  void tlsToAPortWithoutIt_isSaid_withoutAHintAtCertificates(String command) throws Exception {
    if (!command.equals("auth login")) {
      program.loggedIn("hf_x", SECTION.replace("hf_x\n", "hf_x\n# at " + https() + "\n"));
    }
    Run run = at(https(), command.split(" ", -1));
    String said = command.equals("doctor") ? run.stdout() : run.stderr();
    assertTrue(said.contains(https() + " answers without TLS"), run::toString);
    assertTrue(said.contains("use " + hub.endpoint()), run::toString);
    assertFalse(run.stderr().contains("certificate") || said.contains("SSL_CERT"), run::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2\r\n", "220 mail.test ESMTP\r\n", "<html>hello"})
  void tlsToAnotherService_isSaidToo(String banner) throws Exception {
    try (FakeServer server =
        new FakeServer(
            c -> {
              c.write(banner);
              c.hangReading();
            })) {
      String address = "https://127.0.0.1:" + server.port();
      whoami(address).failsShortly(6).says(address + " answers without TLS").hides("certificate");
    }
  }

  @Test
  void connectionThatEndsInTheHandshake_isSaid() throws Exception {
    try (FakeServer server = new FakeServer(c -> c.read(5))) {
      whoami("https://127.0.0.1:" + server.port())
          .failsShortly(6)
          .says("closed in the TLS handshake (does that port speak TLS?)")
          .hides("certificate");
    }
  }

  @Test
  void httpToAPortWithTls_isSaid() throws Exception {
    try (FakeServer server = TlsHub.of(TestAuthority.create(dir));
        FakeServer page =
            FakeServer.answering(
                "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n"
                    + "<html>The plain HTTP request was sent to HTTPS port</html>")) {
      for (FakeServer each : new FakeServer[] {server, page}) {
        String address = "http://127.0.0.1:" + each.port();
        whoami(address)
            .failsShortly(6)
            .says(address + " answers with TLS, and was asked without")
            .says("use https://127.0.0.1:" + each.port())
            .hides("certificate");
        Run doctor = at(address, "doctor").exits(6);
        assertTrue(
            doctor.stdout().contains("use https://127.0.0.1:" + each.port()), doctor::stdout);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"70, unrecognized_name", "46, protocol_version", "28, handshake_failure"})
  void handshakeThatTheServerRefuses_isSaid_withTheServersWord(String code, String word)
      throws Exception {
    try (FakeServer server =
        new FakeServer(
            c -> {
              c.read(5);
              c.write(HexFormat.of().parseHex("150303000202" + code));
              c.hangReading();
            })) {
      whoami("https://127.0.0.1:" + server.port())
          .failsShortly(6)
          .says("the server refused the TLS handshake (" + word + ")");
    }
  }

  @Test
  void certificateThatIsNotGoodHere_isSaid_withWhatIsWrongWithIt() throws Exception {
    TestAuthority authority = TestAuthority.create(dir);
    try (FakeServer expired = TlsHub.of(authority, "127.0.0.1", Duration.ofDays(-5));
        FakeServer early = TlsHub.of(authority, "127.0.0.1", Duration.ofDays(5));
        FakeServer other = TlsHub.of(authority, "other.test", Duration.ZERO);
        FakeServer good = TlsHub.of(authority)) {
      whoami("https://127.0.0.1:" + good.port())
          .failsShortly(6)
          .says("its certificate is signed by CN=Company CA, which is not trusted here")
          .says("SSL_CERT_FILE");
      program.with("SSL_CERT_FILE", authority.bundle());
      whoami("https://127.0.0.1:" + expired.port())
          .failsShortly(6)
          .says("a certificate ended at ")
          .says("clock");
      whoami("https://127.0.0.1:" + early.port())
          .failsShortly(6)
          .says("a certificate is good only from ");
      whoami("https://127.0.0.1:" + other.port())
          .failsShortly(6)
          .says("its certificate is for another name (other.test)");
      whoami("https://127.0.0.1:" + good.port()).exits(0).prints("bob\n");
    }
  }

  @Test
  void proxyThatIsAnotherService_isSaid() throws Exception {
    try (FakeServer proxy = FakeServer.answering("SSH-2.0-OpenSSH_9.2\r\n");
        FakeServer tunnel =
            new FakeServer(
                c -> {
                  c.readRequest();
                  c.write("HTTP/1.1 200 OK\r\n\r\n");
                  c.read(5);
                  c.write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(UTF_8));
                  c.hangReading();
                })) {
      program.with("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port());
      whoami("https://hub.test:8443")
          .failsShortly(6)
          .says("through the proxy 127.0.0.1:" + proxy.port())
          .says("what came is not HTTP");
      program.with("HTTPS_PROXY", "http://127.0.0.1:" + tunnel.port());
      whoami("https://hub.test:8443")
          .failsShortly(6)
          .says("https://hub.test:8443 answers without TLS: check its port")
          .hides("certificate");
    }
  }
}
