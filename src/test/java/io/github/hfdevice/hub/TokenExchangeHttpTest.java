package io.github.hfdevice.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.hfdevice.http.ExchangeLog;
import io.github.hfdevice.http.ProxyRules;
import io.github.hfdevice.http.SocketTransport;
import io.github.hfdevice.http.TrustedCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The exchange over HTTP, with a GitHub Actions and a Hub on loopback. */
class TokenExchangeHttpTest {
  private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + exchange.getRequestHeaders().getFirst("Content-Type")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String body =
        exchange.getRequestURI().getPath().equals("/id")
            ? "{\"value\":\"the-id-token\"}"
            : "{\"access_token\":\"hf_jwt_x\",\"token_type\":\"bearer\",\"expires_in\":60}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void identityToken_isFetchedAndExchanged() throws Exception {
    URI hub = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    HubSettings settings =
        new HubSettings(
            Map.of(
                "HF_OIDC_RESOURCE",
                "acme/model",
                "GITHUB_ACTIONS",
                "true",
                "ACTIONS_ID_TOKEN_REQUEST_URL",
                hub + "/id?api-version=2.0",
                "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                "job-token"));
    SocketTransport transport =
        new SocketTransport(
            "hf-device/test",
            new ProxyRules(Map.of()),
            TrustedCertificates.ofMachine(),
            task -> new Thread(task, "exchange").start(),
            ExchangeLog.SILENT);
    ExchangedToken token =
        new TokenExchange(settings, transport, Clock.fixed(NOW, ZoneOffset.UTC))
            .requestToken(hub, settings.exchangeResource().orElseThrow());
    assertEquals(new ExchangedToken("hf_jwt_x", NOW.plusSeconds(60)), token);
    String audience = "http%3A%2F%2F127.0.0.1%3A" + server.getAddress().getPort();
    assertEquals(
        List.of(
            "GET /id?api-version=2.0&audience=" + audience + " Bearer job-token null ",
            "POST /oauth/token null application/json"
                + " {\"grant_type\":\"urn:ietf:params:oauth:grant-type:token-exchange\","
                + "\"subject_token_type\":\"urn:ietf:params:oauth:token-type:id_token\","
                + "\"subject_token\":\"the-id-token\","
                + "\"resource\":\"acme/model\"}"),
        requests);
  }
}
