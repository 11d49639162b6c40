package io.github.hfdevice.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.doctor.Finding.Status;
import io.github.hfdevice.http.FakeTransport;
import io.github.hfdevice.http.HttpReply;
import io.github.hfdevice.http.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(OS.WINDOWS)
class DoctorTest {
  private static final String METADATA = "{\"device_authorization_endpoint\":\"http://h/d\"}";
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String IN_TIME = "Fri, 02 Jan 2026 03:04:00 GMT";

  @TempDir private Path dir;
  private final Map<String, String> environment = new HashMap<>();
  private Duration grace = Duration.ofSeconds(20);
  private final FakeTransport transport = new FakeTransport();
  private Function<URI, HttpTransport> transports = hub -> transport;

  @BeforeEach
  void hub() {
    environment.put("HF_ENDPOINT", "http://127.0.0.1:8080");
    environment.put("HF_HOME", dir.resolve("hf").toString());
  }

  private void answer(int status, String body, String date) {
    transport.reply(
        new HttpReply(
            status, body, Optional.empty(), Optional.of("http://portal/"), Optional.of(date)));
  }

  private List<Finding> examine() throws Exception {
    List<Finding> findings = new ArrayList<>();
    new Doctor(
            new LoginSetup(
                environment,
                Optional.of(dir),
                Optional.empty(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                work -> {
                  Thread thread = new Thread(work);
                  thread.setDaemon(true);
                  return thread;
                },
                transports),
            findings::add,
            grace)
        .examine();
    for (Finding finding : findings) {
      assertEquals(finding.status() == Status.OK, finding.fix().isEmpty(), finding::toString);
    }
    return findings;
  }

  private Finding examine(String name) throws Exception {
    List<Finding> findings = examine();
    return findings.stream()
        .filter(finding -> finding.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + findings));
  }

  private static List<String> names(List<Finding> findings, Status status) {
    return findings.stream()
        .filter(finding -> finding.status() == status)
        .map(Finding::name)
        .toList();
  }

  private void store(String token, String storedTokens) throws IOException {
    Path folder = Files.createDirectories(dir.resolve("hf"));
    for (String[] file : new String[][] {{"token", token}, {"stored_tokens", storedTokens}}) {
      Path path = Files.writeString(folder.resolve(file[0]), file[1]);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static void assertIs(Status status, Area area, String message, Finding finding) {
    assertEquals(status, finding.status(), finding::toString);
    assertEquals(area, finding.area(), finding::toString);
    assertTrue(finding.message().contains(message), finding::toString);
  }

  @Test
  void everyCheck_isMade_inTheSameOrder() throws Exception {
    answer(200, METADATA, IN_TIME);
    store("hf_abcd", "[ci]\nhf_token = hf_abcd\n\n");
    List<Finding> findings = examine();
    assertEquals(
        List.of(
            "java",
            "endpoint",
            "certificates",
            "proxy",
            "connection",
            "tls",
            "clock",
            "paths",
            "stored_tokens",
            "token",
            "token_variable",
            "permissions",
            "lock"),
        names(findings, Status.OK));
    assertEquals(13, findings.size());
    assertEquals(
        "GET http://127.0.0.1:8080/.well-known/openid-configuration",
        transport.calls().get(0).toString());
    assertFalse(findings.toString().contains("hf_abcd"));
  }

  @ParameterizedTest
  @CsvSource({
    "404, WARNING",
    "200, WARNING",
    "429, WARNING",
    "302, FAILURE",
    "403, FAILURE",
    "407, FAILURE",
    "503, FAILURE",
  })
  void connection_isJudgedByTheAnswer(int status, Status expected) throws Exception {
    answer(status, "<html>Welcome</html>", IN_TIME);
    assertIs(expected, Area.SERVER, "http://127.0.0.1:8080", examine("connection"));
  }

  @Test
  void connectionThatFails_leavesOutWhatItWouldTell_andNothingElse() throws Exception {
    transport.fail(new IOException("no connection to http://127.0.0.1:8080: refused"));
    List<Finding> findings = examine();
    assertEquals(List.of("connection"), names(findings, Status.FAILURE));
    assertEquals(List.of("token"), names(findings, Status.WARNING));
    assertEquals(11, findings.size(), findings::toString);
  }

  @Test
  void offline_asksNobody() throws Exception {
    environment.put("HF_HUB_OFFLINE", "1");
    assertIs(Status.WARNING, Area.SERVER, "HF_HUB_OFFLINE", examine("connection"));
    assertEquals(List.of(), transport.calls());
  }

  @ParameterizedTest
  @CsvSource({
    "'Fri, 02 Jan 2026 03:05:04 GMT', OK, ''",
    "'Fri, 02 Jan 2026 03:05:06 GMT', WARNING, 61 s behind",
    "'Fri, 02 Jan 2026 00:04:05 GMT', WARNING, 3 hours ahead of",
    "'Sun, 04 Jan 2026 03:04:06 GMT', FAILURE, 2 days behind",
    "yesterday, OK, not compared",
  })
  void clock_isComparedWithTheServers(String date, Status expected, String message)
      throws Exception {
    answer(200, METADATA, date);
    assertIs(expected, Area.SERVER, message, examine("clock"));
  }

  @ParameterizedTest
  @CsvSource({
    "HF_ENDPOINT, hub, endpoint, HF_ENDPOINT",
    "HF_ENDPOINT, http://hub.test, endpoint, https://",
    "HF_HUB_DOWNLOAD_TIMEOUT, soon, connection, HF_HUB_DOWNLOAD_TIMEOUT",
    "HTTP_PROXY, ftp://proxy:1, proxy, HTTP_PROXY",
    "http_proxy, http://proxy:99999, proxy, http_proxy",
    "SSL_CERT_FILE, /nowhere/ca.pem, certificates, /nowhere/ca.pem",
    "REQUESTS_CA_BUNDLE, /dev/null, certificates, REQUESTS_CA_BUNDLE",
  })
  void wrongSetting_isAFailureThatNamesIt_andTheFilesAreCheckedAllTheSame(
      String variable, String value, String check, String message) throws Exception {
    environment.put(variable, value);
    List<Finding> findings = examine();
    assertEquals(List.of(check), names(findings, Status.FAILURE));
    assertIs(Status.FAILURE, Area.SETTINGS, message, byName(findings, check));
    assertIs(Status.OK, Area.FILES, "stored_tokens.lock", byName(findings, "lock"));
    assertEquals(List.of(), transport.calls());
  }

  private static Finding byName(List<Finding> findings, String name) {
    return findings.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void proxy_isNamedWithItsVariable_andWithoutItsPassword() throws Exception {
    environment.put("ALL_PROXY", "http://me:s3cret@proxy.test:3128");
    answer(200, METADATA, IN_TIME);
    assertIs(Status.OK, Area.SETTINGS, "none is used for this machine", examine("proxy"));
    environment.put("HF_ENDPOINT", "https://hub.test");
    transport.fail(new IOException("no connection")).fail(new IOException("no connection"));
    Finding proxy = examine("proxy");
    assertIs(Status.OK, Area.SETTINGS, "proxy.test:3128 as me (ALL_PROXY)", proxy);
    assertFalse(proxy.toString().contains("s3cret"));
    environment.put("NO_PROXY", "hub.test");
    assertIs(Status.OK, Area.SETTINGS, "NO_PROXY exempts hub.test", examine("proxy"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', WARNING, not logged in",
    "hf_abcd, '', WARNING, not in stored_tokens",
    "hf_abcd, '[ci]|hf_token = hf_abcd', OK, is ci",
    "hf_abcd, '[ci]|hf_token = hf_abcd|expires_at = 4000000000', OK, 2096",
    "hf_abcd, '[ci]|hf_token = hf_abcd|expires_at = 1000', WARNING, ended at 1970",
  })
  void token_isComparedWithStoredTokens(
      String token, String stored, Status expected, String message) throws Exception {
    answer(200, METADATA, IN_TIME);
    store(token, stored.replace("|", "\n"));
    assertIs(expected, Area.FILES, message, examine("token"));
  }

  @Test
  void tokenVariable_isAWarning_whereItHidesAStoredToken() throws Exception {
    environment.put("HF_TOKEN", "hf_of_the_variable");
    answer(200, METADATA, IN_TIME);
    answer(200, METADATA, IN_TIME);
    assertIs(Status.OK, Area.SETTINGS, "HF_TOKEN holds", examine("token_variable"));
    store("hf_abcd", "[ci]\nhf_token = hf_abcd\n");
    Finding hidden = examine("token_variable");
    assertIs(Status.WARNING, Area.SETTINGS, "HF_TOKEN is set and wins", hidden);
    assertFalse(hidden.toString().contains("hf_of_the_variable"));
  }

  @Test
  void corruptStoredTokens_areOneFailure_andStayAsTheyAre() throws Exception {
    answer(200, METADATA, IN_TIME);
    store("hf_abcd", "no section\n");
    List<Finding> findings = examine();
    assertEquals(List.of("stored_tokens"), names(findings, Status.FAILURE));
    Finding corrupt = byName(findings, "stored_tokens");
    assertIs(Status.FAILURE, Area.FILES, dir.resolve("hf/stored_tokens").toString(), corrupt);
    assertTrue(corrupt.fix().orElseThrow().startsWith("Repair it"), corrupt::toString);
    assertEquals("no section\n", Files.readString(dir.resolve("hf/stored_tokens")));
  }

  @Test
  void permissions_tellWhoElseCouldReadATokenFile_andWhetherOneCanBeWritten() throws Exception {
    for (int i = 0; i < 3; i++) {
      answer(200, METADATA, IN_TIME);
    }
    assertIs(Status.OK, Area.FILES, "made by the first login", examine("permissions"));
    assertFalse(Files.exists(dir.resolve("hf")), "a check made the folder");
    store("hf_abcd", "[ci]\nhf_token = hf_abcd\n");
    Files.setPosixFilePermissions(
        dir.resolve("hf/token"), PosixFilePermissions.fromString("rw-r--r--"));
    assertIs(Status.WARNING, Area.FILES, "hf/token", examine("permissions"));
    environment.put("HF_HOME", dir.resolve("hf/token/below").toString());
    assertIs(Status.FAILURE, Area.FILES, "cannot be written", examine("permissions"));
  }

  @Test
  void folderThatOthersCanWrite_isAFailure_alsoWhereNothingIsInIt() throws Exception {
    answer(200, METADATA, IN_TIME);
    Path open = Files.createDirectory(dir.resolve("hf"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Finding finding = examine("permissions");
    assertIs(Status.FAILURE, Area.FILES, "can be written by other users (mode 0777)", finding);
    assertEquals(Optional.of("Run: chmod go-w " + open), finding.fix());
  }

  @Test
  void pathThatHfReadsOtherwise_isAWarning() throws Exception {
    answer(200, METADATA, IN_TIME);
    environment.put("HF_HOME", "");
    assertIs(Status.WARNING, Area.SETTINGS, "HF_HOME is empty", examine("paths"));
  }

  @Test
  void checkThatBreaks_keepsNoOtherFromRunning() throws Exception {
    transports =
        hub -> {
          throw new IllegalStateException("a bug");
        };
    List<Finding> findings = examine();
    assertIs(
        Status.FAILURE, Area.PROGRAM, "this check itself failed", byName(findings, "connection"));
    assertIs(Status.OK, Area.FILES, "stored_tokens.lock", byName(findings, "lock"));
  }

  @Test
  void checkThatHangs_isGivenUp() throws Exception {
    environment.put("HF_HUB_DOWNLOAD_TIMEOUT", "0.001");
    grace = Duration.ofSeconds(2);
    transports =
        hub ->
            call -> {
              new CountDownLatch(1).await();
              throw new AssertionError("unreachable");
            };
    List<Finding> findings = examine();
    assertIs(Status.FAILURE, Area.SERVER, "within 2 s", byName(findings, "connection"));
    assertIs(Status.OK, Area.FILES, "stored_tokens.lock", byName(findings, "lock"));
  }

  @Test
  void unknownHome_isAFailure() throws Exception {
    environment.put("HF_HOME", "~nobody/hf");
    answer(200, METADATA, IN_TIME);
    assertIs(Status.FAILURE, Area.SETTINGS, "HF_HOME starts with ~", examine("paths"));
  }
}
