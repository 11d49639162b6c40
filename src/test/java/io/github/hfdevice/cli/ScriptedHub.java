package io.github.hfdevice.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.extension.ServeEventListener;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A Hub whose every answer the test writes. Without any, a login there is granted at once. */
final class ScriptedHub implements AutoCloseable {
  static final String DEVICE_CODE = "the-device-code-secret";
  static final String ACCESS_TOKEN = "hf_oauth_the.access.token-secret";
  static final String REFRESH_TOKEN = "hf_oauth__refresh_secret";
  static final String DEVICE =
      "{\"device_code\":\"the-device-code-secret\",\"user_code\":\"WXYZ-1234\","
          + "\"verification_uri\":\"http://127.0.0.1/oauth/device\",\"expires_in\":300,"
          + "\"interval\":1}";
  static final String GRANT =
      "{\"access_token\":\"hf_oauth_the.access.token-secret\",\"token_type\":\"bearer\","
          + "\"refresh_token\":\"hf_oauth__refresh_secret\",\"expires_in\":2591999}";

  /** The answer to a refresh. */
  static final String REFRESH =
      "{\"access_token\":\"hf_new\",\"refresh_token\":\"rt_new\",\"expires_in\":2592000,"
          + "\"token_type\":\"bearer\"}";

  /** What happens while a request is under way. */
  interface Meanwhile {
    void run() throws IOException, InterruptedException;
  }

  private static final int LAST = 10;

  private final Map<String, Meanwhile> meanwhile = new ConcurrentHashMap<>();
  private final WireMockServer server =
      new WireMockServer(
          options()
              .dynamicPort()
              .bindAddress("127.0.0.1")
              .containerThreads(16)
              .extensions(new BeforeTheAnswer()));

  ScriptedHub() {
    server.start();
    forgetAnswers();
    answer("/oauth/device", json(200, DEVICE));
    answer("/oauth/token", json(200, GRANT));
    answer("/api/whoami-v2", json(200, "{\"type\":\"user\",\"name\":\"bob\",\"orgs\":[]}"));
  }

  /** Tells of endpoints that no Hub has, as a server that is none does. */
  ScriptedHub publishMetadata() {
    String metadata =
        "{'issuer':'@','device_authorization_endpoint':'@/oauth/device',"
            + "'token_endpoint':'@/give','userinfo_endpoint':'@/me',"
            + "'revocation_endpoint':'@/take-back'}";
    return answer(
        "/.well-known/openid-configuration",
        json(200, metadata.replace('\'', '"').replace("@", endpoint())));
  }

  /** From now on {@code path} is answered so. */
  ScriptedHub answer(String path, ResponseDefinitionBuilder answer) {
    server.stubFor(any(urlPathEqualTo(path)).willReturn(answer));
    return this;
  }

  /** From now on whoami answers so to that token, and as before to every other. */
  ScriptedHub whoami(String token, ResponseDefinitionBuilder answer) {
    server.stubFor(
        any(urlPathEqualTo("/api/whoami-v2"))
            .withHeader("Authorization", equalTo("Bearer " + token))
            .willReturn(answer));
    return this;
  }

  /** From now on a request to {@code path} is answered after {@code action} has run. */
  ScriptedHub meanwhile(String path, Meanwhile action) {
    meanwhile.put(path, action);
    return this;
  }

  private final class BeforeTheAnswer implements ServeEventListener {
    @Override
    public String getName() {
      return "before-the-answer";
    }

    @Override
    public void beforeResponseSent(ServeEvent event, Parameters parameters) {
      try {
        meanwhile.getOrDefault(event.getRequest().getUrl(), () -> {}).run();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** From now on nothing is there, until a test says what is. */
  ScriptedHub forgetAnswers() {
    server.resetMappings();
    server.stubFor(any(anyUrl()).atPriority(LAST).willReturn(aResponse().withStatus(404)));
    return this;
  }

  static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(body);
  }

  static ResponseDefinitionBuilder html(int status) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "text/html")
        .withBody("<html><body><h1>Welcome</h1></body></html>");
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.port();
  }

  /** The requests to {@code path} so far, the oldest first. */
  List<LoggedRequest> requests(String path) {
    return server.findAll(anyRequestedFor(urlPathEqualTo(path)));
  }

  /** Every request so far. */
  List<LoggedRequest> requests() {
    return server.findAll(anyRequestedFor(anyUrl()));
  }

  /** How many requests came so far. */
  int requestCount() {
    return server.getAllServeEvents().size();
  }

  @Override
  public void close() {
    server.stop();
  }
}
