package io.github.hfdevice.cli;

import static io.github.hfdevice.cli.ScriptedHub.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that wants to be left alone for a while, or says that it is in trouble. */
@Execution(ExecutionMode.CONCURRENT)
class RetryAfterIT extends ScriptedHubCase {
  private static final String RFC_1123 = "EEE, dd MMM yyyy HH:mm:ss 'GMT'";
  private static final String RFC_850 = "EEEE, dd-MMM-yy HH:mm:ss 'GMT'";
  private static final String ASCTIME = "EEE MMM ppd HH:mm:ss yyyy";
  private static final String PENDING = "{\"error\":\"authorization_pending\"}";

  private static String date(Instant moment, String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
        .withZone(ZoneOffset.UTC)
        .format(moment);
  }

  private static ResponseDefinitionBuilder later(String retryAfter) {
    return json(429, "{}").withHeader("Retry-After", retryAfter);
  }

  private void awaitRequest(Running login, String path) throws Exception {
    while (hub.requests(path).isEmpty()) {
      if (!login.process().isAlive()) {
        fail("no request to " + path + ": " + login.end());
      }
      Thread.sleep(10);
    }
  }

  private Duration gap(String path) {
    List<LoggedRequest> requests = hub.requests(path);
    assertEquals(2, requests.size());
    return Duration.between(
        requests.get(0).getLoggedDate().toInstant(), requests.get(1).getLoggedDate().toInstant());
  }

  /** The second try of the device request, which without a header comes after a second. */
  @ParameterizedTest
  @ValueSource(strings = {"2", " 2 ", "1.5", RFC_850})
  void shortRetryAfter_onTheFirstRequest_isWaitedFor(String value) throws Exception {
    boolean isDate = value.equals(RFC_850);
    hub.answer(
        "/oauth/device", later(isDate ? date(Instant.now().plusSeconds(4), RFC_850) : value));
    Running login = program.start("auth", "login");
    awaitRequest(login, "/oauth/device");
    hub.answer("/oauth/device", json(200, ScriptedHub.DEVICE));
    login.end().exits(0).says("Logged in as bob");
    Duration gap = gap("/oauth/device");
    assertTrue(gap.toMillis() >= 1_900, gap::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"seconds", RFC_1123, RFC_850, ASCTIME})
  void longRetryAfter_endsTheTryAtOnce_withTheTimeToComeBack(String pattern) throws Exception {
    Instant moment = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
    boolean isDate = !pattern.equals("seconds");
    hub.answer("/oauth/device", later(isDate ? date(moment, pattern) : "3600"));
    Run run = program.run("auth", "login").failsShortly(6);
    run.says("(HTTP 429); it asks to come back at ").says("Wait until then, and try again.");
    run.hides("proxy");
    JsonNode event = program.run("auth", "login", "--json").exits(6).onlyJson();
    String said = event.path("message").asText().replaceFirst(".* at ", "");
    Instant told = Instant.parse(said);
    assertTrue(isDate ? told.equals(moment) : !told.isBefore(moment), said);
    assertEquals(2, hub.requests("/oauth/device").size(), "one for each login");
  }

  @Test
  void dateOnAPoll_isHonouredToo() throws Exception {
    hub.answer("/oauth/token", later(date(Instant.now().plusSeconds(6), ASCTIME)));
    Running login = program.start("auth", "login");
    awaitRequest(login, "/oauth/token");
    hub.answer("/oauth/token", json(200, ScriptedHub.GRANT));
    login.end().exits(0).says("HTTP 429");
    Duration gap = gap("/oauth/token");
    assertTrue(gap.toMillis() >= 2_500, gap::toString);
  }

  @ParameterizedTest
  @CsvSource({"temporarily_unavailable, 400", "server_error, 200", "temporarily_unavailable, 401"})
  void troubleThatItsCodeNames_isWaitedOut_whateverTheStatus(String code, int status)
      throws Exception {
    String body = "{\"error\":\"" + code + "\",\"error_description\":\"back at noon\"}";
    hub.answer("/oauth/device", json(status, body)).answer("/oauth/token", json(status, body));
    Running login = program.start("auth", "login");
    awaitRequest(login, "/oauth/device");
    hub.answer("/oauth/device", json(200, ScriptedHub.DEVICE));
    awaitRequest(login, "/oauth/token");
    hub.answer("/oauth/token", json(200, ScriptedHub.GRANT));
    login
        .end()
        .exits(0)
        .says(
            "Still waiting, next try in 2 s: the server is in trouble (" + code + " (back at noon)")
        .says("Logged in as bob");
  }

  @Test
  void troubleThatItsCodeNames_isNoRefusalOfATokenOrARefresh() throws Exception {
    String body = "{\"error\":\"temporarily_unavailable\"}";
    hub.answer("/oauth/token", json(400, body));
    String section = "[x]\nhf_token = hf_x\nrefresh_token = hf_r\nexpires_at = @\n\n";
    long soon = Instant.now().plusSeconds(1000).getEpochSecond();
    program.loggedIn("hf_x", section.replace("@", "" + soon));
    program
        .run("auth", "token")
        .exits(0)
        .prints("hf_x\n")
        .says("is used as it is")
        .says("temporarily_unavailable");
    program.loggedIn("hf_x", section.replace("@", "1000"));
    program.run("auth", "token").failsShortly(6).says("temporarily_unavailable").hides("log in");

    for (String path : List.of("/api/whoami-v2", "/oauth/userinfo")) {
      hub.answer(path, json(401, body));
    }
    program.loggedIn("hf_y", "[y]\nhf_token = hf_y\n\n");
    program.run("auth", "whoami").failsShortly(6).says("temporarily_unavailable");
    program.stdin("hf_pasted").run("auth", "login", "--force", "--with-token").exits(0);
    assertEquals("hf_pasted", Files.readString(program.token()));
  }

  @Test
  void pendingWithRetryAfter_isStillPending() throws Exception {
    hub.answer("/oauth/token", json(400, PENDING).withHeader("Retry-After", "2"));
    Running login = program.start("auth", "login");
    awaitRequest(login, "/oauth/token");
    hub.answer("/oauth/token", json(200, ScriptedHub.GRANT));
    login.end().exits(0).hides("Still waiting");
    assertTrue(gap("/oauth/token").toMillis() >= 1_900);
  }
}
