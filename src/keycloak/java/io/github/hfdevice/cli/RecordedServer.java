package io.github.hfdevice.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands in front of a real server, passes everything on, and remembers what went by. */
final class RecordedServer implements AutoCloseable {
  private static final Pattern SECRET =
      Pattern.compile("\"(?:device_code|access_token|refresh_token|id_token)\":\"([^\"]+)\"");

  private final WireMockServer proxy =
      new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1").preserveHostHeader(true));

  RecordedServer(String address) {
    proxy.start();
    // With the name that it was asked by, the server gives addresses that lead through here.
    proxy.stubFor(any(anyUrl()).willReturn(aResponse().proxiedFrom(address)));
  }

  /** What it is called. */
  String authority() {
    return "127.0.0.1:" + proxy.port();
  }

  /** What the program sent so far, and no browser. */
  List<LoggedRequest> requests() {
    List<LoggedRequest> requests = new ArrayList<>();
    for (ServeEvent event : proxy.getAllServeEvents()) {
      if (event.getRequest().header("User-Agent").firstValue().startsWith("hf-device/")) {
        requests.add(event.getRequest());
      }
    }
    return requests;
  }

  /** How many of them went to addresses that end so. */
  long requestsTo(String end) {
    return requests().stream().filter(request -> request.getUrl().endsWith(end)).count();
  }

  /** Every secret that the server gave away. */
  Set<String> secrets() {
    Set<String> secrets = new TreeSet<>();
    for (ServeEvent event : proxy.getAllServeEvents()) {
      String answer = event.getResponse().getBodyAsString();
      Matcher secret = SECRET.matcher(answer == null ? "" : answer);
      while (secret.find()) {
        secrets.add(secret.group(1));
      }
    }
    return secrets;
  }

  @Override
  public void close() {
    proxy.stop();
  }
}
