package io.github.hfdevice.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.hfdevice.http.FakeTransport;
import io.github.hfdevice.http.HttpCall;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationClientTest {
  private static final URI REVOKE = URI.create("https://id.test/revoke");

  private final FakeTransport server = new FakeTransport();
  private final RevocationClient client =
      new RevocationClient(
          server, ClientCredentials.publicClient("the-client"), Duration.ofSeconds(3));

  private Optional<String> revoke() throws InterruptedException {
    return client.requestRevocation(REVOKE, "the-token", "refresh_token");
  }

  @Test
  void tokenIsVoid_onceTheServerSaidSo() throws Exception {
    server.reply(200, "");
    assertEquals(Optional.empty(), revoke());
    assertEquals(
        List.of(
            HttpCall.post(
                REVOKE,
                Optional.empty(),
                Map.of(
                    "token",
                    "the-token",
                    "token_type_hint",
                    "refresh_token",
                    "client_id",
                    "the-client"),
                Duration.ofSeconds(3))),
        server.calls());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | '{\"error\":\"unsupported_token_type\"}' | unsupported_token_type",
        "503 | '' | HTTP 503",
        "204 | '' | HTTP 204",
        "302 | <html> | HTTP 302",
      })
  void anyOtherAnswer_isTold(int status, String body, String reason) throws Exception {
    server.reply(status, body);
    assertEquals(Optional.of(reason), revoke());
  }

  @Test
  void noAnswer_isTold() throws Exception {
    server.fail(new IOException("no route"));
    assertEquals(Optional.of("no route"), revoke());
  }

  @Test
  void endpoint_comesFromTheMetadata() throws Exception {
    server.reply(
        200, "{\"issuer\":\"https://id.test\",\"revocation_endpoint\":\"" + REVOKE + "\"}");
    assertEquals(Optional.of(REVOKE), client.requestEndpoint(URI.create("https://id.test")));
  }
}
