package io.github.hfdevice.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingLoginsTest {
  private static final PendingLogin.Granted GRANTED =
      new PendingLogin.Granted(
          "hf_secret_access",
          Optional.of("hf_secret_refresh"),
          Optional.of(Instant.ofEpochSecond(1798017359)),
          Optional.of("openid read-repos"));

  @TempDir Path path;
  private Folder folder;
  private final List<String> warnings = new ArrayList<>();
  private PendingLogins logins;

  @BeforeEach
  void logins() throws IOException {
    folder = new Folder(path);
    logins = new PendingLogins(folder.paths(), warnings::add);
  }

  private static PendingLogin login(String deviceCode) {
    return new PendingLogin(
        new LoginOrigin(
            URI.create("https://auth.example.org"),
            "client % id",
            true,
            URI.create("https://auth.example.org/token"),
            Optional.of(URI.create("https://auth.example.org/userinfo")),
            Optional.of(URI.create("https://auth.example.org/revoke")),
            true),
        URI.create("https://auth.example.org/device/token"),
        deviceCode,
        "ABCD-1234",
        URI.create("https://hf.co/oauth/device"),
        Optional.of(URI.create("https://hf.co/oauth/device?user_code=ABCD-1234")),
        Instant.ofEpochSecond(1763892672),
        Duration.ofMillis(5500),
        Instant.ofEpochMilli(1763892372123L),
        new PendingLogin.Wishes(
            true, Optional.of("my [token] % = x"), true, Optional.of("openid read-repos")),
        Optional.of(new PendingLogin.Waiter(4711, 1763892371017L)),
        Optional.empty());
  }

  private static PendingLogin leastLogin() {
    PendingLogin full = login("# code");
    return new PendingLogin(
        new LoginOrigin(
            full.origin().endpoint(),
            full.origin().clientId(),
            false,
            full.origin().token(),
            Optional.empty(),
            Optional.empty(),
            false),
        full.tokenEndpoint(),
        full.deviceCode(),
        full.userCode(),
        full.verificationUri(),
        Optional.empty(),
        full.expiresAt(),
        full.interval(),
        full.polledAt(),
        PendingLogin.Wishes.NONE,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void login_comesBackAsItWas() throws Exception {
    for (PendingLogin login :
        List.of(
            login("secret-code"),
            leastLogin(),
            login("secret-code").withGranted(GRANTED),
            login("secret-code").withPoll(Instant.ofEpochMilli(99), Duration.ofSeconds(10)),
            login(" code\ngranted_token = x%41+"),
            login("secret-code").withWaiter(Optional.empty()),
            leastLogin()
                .withGranted(
                    new PendingLogin.Granted(
                        "hf_x", Optional.empty(), Optional.empty(), Optional.empty())))) {
      logins.write(login);
      assertEquals(Optional.of(login), logins.read());
    }
    assertEquals(Set.of("device_login"), folder.names());
    assertEquals(List.of(), warnings);
  }

  @Test
  void fileOfAnOlderVersion_isPolledWhereItsOriginSays() throws Exception {
    logins.write(login("code"));
    String older = folder.text("device_login").replaceFirst("\npolled_endpoint = [^\n]*", "");
    folder.write("device_login", older);
    PendingLogin read = logins.read().orElseThrow();
    assertEquals(URI.create("https://auth.example.org/token"), read.tokenEndpoint());
  }

  @Test
  void nothingPending_isEmpty() throws Exception {
    assertEquals(Optional.empty(), logins.read());
    logins.delete(login("secret-code"));
    assertEquals(Set.of(), folder.names());
  }

  @Test
  void file_isItsOwnersAlone_andRepaired() throws Exception {
    Folder.assumePosix(path);
    logins.write(login("secret-code"));
    assertEquals("rw-------", Folder.mode(folder.file("device_login")));
    Folder.setMode(folder.file("device_login"), "rw-r--r--");
    logins.read();
    assertEquals("rw-------", Folder.mode(folder.file("device_login")));
    assertEquals(1, warnings.size());
  }

  @Test
  void newestLogin_wins_andIsNotDeletedByAnOlderOne() throws Exception {
    logins.write(login("older"));
    logins.write(login("newer"));
    logins.delete(login("older"));
    assertEquals(Optional.of(login("newer")), logins.read());
    logins.delete(login("newer").withGranted(GRANTED));
    assertEquals(Optional.empty(), logins.read());
  }

  @Test
  void waiter_isAnother_onlyWhileThatVeryProcessLives() throws Exception {
    PendingLogin.Waiter self = PendingLogin.Waiter.current().orElseThrow();
    assertFalse(self.isAnotherAlive());
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      long start = other.info().startInstant().orElseThrow().toEpochMilli();
      assertTrue(new PendingLogin.Waiter(other.pid(), start).isAnotherAlive());
      assertFalse(new PendingLogin.Waiter(other.pid(), start - 60_000).isAnotherAlive());
      other.destroyForcibly().waitFor();
      assertFalse(new PendingLogin.Waiter(other.pid(), start).isAnotherAlive());
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void textForm_showsNoSecret() {
    String text = login("secret-code").withGranted(GRANTED).toString();
    assertFalse(text.contains("secret"), text);
    assertTrue(text.contains("ABCD-1234"), text);
    assertFalse(GRANTED.toString().contains("secret"), GRANTED.toString());
    Optional<String> secret = Optional.of("secret");
    assertEquals(
        "Granted[accessToken=***, refreshToken=***, expiresAt=Optional.empty]",
        new PendingLogin.Granted("secret", secret, Optional.empty(), secret).toString());
    assertEquals(
        "Granted[accessToken=***, refreshToken=none, expiresAt=Optional.empty]",
        new PendingLogin.Granted("secret", Optional.empty(), Optional.empty(), secret).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no ini with secret",
        "[other]\nk = secret\n",
        "[device_login]\nendpoint = https://x\ndevice_code = secret\n",
        "[device_login]\nendpoint = not a uri secret\n",
      })
  void unreadableFile_isAnErrorWithItsPath_andWithoutItsText(String text) throws Exception {
    folder.write("device_login", text);
    StoreException e = assertThrows(CorruptStoreException.class, logins::read);
    assertEquals(Optional.of(folder.file("device_login")), e.path());
    assertFalse(e.toString().contains("secret"), e.toString());
    assertFalse(String.valueOf(e.getCause()).contains("secret"));
    logins.delete(login("secret-code"));
    assertEquals(Set.of(), folder.names());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "interval_ms",
        "polled_at_ms",
        "waiter_start_ms",
        "expires_at",
        "endpoint",
        "polled_endpoint",
        "token_endpoint",
        "discovered",
        "granted_expires_at"
      })
  void valueThatMakesNoSense_isNeverTakenForAnother(String key) throws Exception {
    logins.write(login("secret-code").withGranted(GRANTED));
    String broken =
        folder.text("device_login").replaceFirst("\n" + key + " = .*", "\n" + key + " = a b");
    folder.write("device_login", broken);
    if (key.equals("granted_expires_at")) {
      assertEquals(
          Optional.empty(), logins.read().orElseThrow().granted().orElseThrow().expiresAt());
    } else {
      assertThrows(CorruptStoreException.class, logins::read);
    }
  }

  @Test
  void emptiedFile_isNothingPending() throws Exception {
    folder.write("device_login", "\n");
    assertEquals(Optional.empty(), logins.read());
  }

  @Test
  void unreadableFile_isReplacedByANewLogin_withAWarning() throws Exception {
    folder.write("device_login", "no ini with secret");
    assertEquals(Optional.empty(), logins.readReplaceable());
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).startsWith("The login that was pending is lost. Cannot read "));
    assertFalse(warnings.get(0).contains("secret"), warnings.toString());
    logins.write(login("code"));
    assertEquals(Optional.of(login("code")), logins.readReplaceable());
    assertEquals(1, warnings.size());
  }

  @Test
  void fileThatIsTooLarge_isReplacedByANewLogin() throws Exception {
    Files.write(folder.file("device_login"), new byte[SecretFile.MAX_BYTES + 1]);
    assertThrows(StoreException.class, logins::read);
    assertEquals(Optional.empty(), logins.readReplaceable());
    logins.write(login("code"));
    assertEquals(Optional.of(login("code")), logins.read());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void pipeInItsPlace_isRefusedAtOnce_andReplacedByANewLogin() throws Exception {
    assertEquals(
        0, new ProcessBuilder("mkfifo", folder.file("device_login").toString()).start().waitFor());
    StoreException e = assertThrows(StoreException.class, logins::read);
    assertTrue(e.getMessage().contains("device or pipe"), e.getMessage());
    assertEquals(Optional.empty(), logins.readReplaceable());
    logins.write(login("code"));
    assertEquals(Optional.of(login("code")), logins.read());
  }

  @Test
  void folderInItsPlace_isLeft() throws Exception {
    Files.createDirectory(folder.file("device_login"));
    assertThrows(StoreException.class, () -> logins.write(login("code")));
    assertTrue(Files.isDirectory(folder.file("device_login")));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void waiterThatEndedAndThatNobodyAsksFor_isNotAlive() throws Exception {
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0.01 & echo $!; exec sleep 60").start();
    try {
      String pid =
          new BufferedReader(new InputStreamReader(parent.getInputStream(), UTF_8)).readLine();
      Path status = Path.of("/proc", pid, "stat");
      while (!Files.readString(status).contains(") Z ")) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      ProcessHandle zombie = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
      Optional<Instant> start = zombie.info().startInstant();
      Assumptions.assumeTrue(start.isPresent() && zombie.isAlive(), "this Java knows it by itself");
      assertFalse(
          new PendingLogin.Waiter(zombie.pid(), start.get().toEpochMilli()).isAnotherAlive());
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void textsThatCouldNotBeReadBack_areRefused() {
    PendingLogin login = login("x".repeat(64 << 10));
    assertThrows(IllegalArgumentException.class, () -> login("x".repeat((64 << 10) + 1)));
    URI longest = URI.create("https://a.example/".concat("a".repeat(2048 - 18)));
    URI longer = URI.create(longest + "a");
    assertEquals(longest, with(login, "c".repeat(256), longest, longest).tokenEndpoint());
    for (Executable bad :
        List.<Executable>of(
            () -> with(login, "c".repeat(257), longest, longest),
            () -> with(login, "c", longer, longest),
            () -> with(login, "c", longest, longer),
            () -> with(login, "c", URI.create("urn:x"), longest))) {
      assertThrows(IllegalArgumentException.class, bad);
    }
  }

  private static PendingLogin with(
      PendingLogin login, String userCode, URI tokenEndpoint, URI verificationUri) {
    return new PendingLogin(
        login.origin(),
        tokenEndpoint,
        login.deviceCode(),
        userCode,
        verificationUri,
        Optional.of(verificationUri),
        login.expiresAt(),
        login.interval(),
        login.polledAt(),
        login.wishes(),
        login.waiter(),
        login.granted());
  }

  @Test
  void tokenThatWouldAddALine_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new PendingLogin.Granted("a\rb", Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  void wishes_keepWhatTheyAre_underAnotherName() {
    Optional<String> scope = Optional.of("openid");
    assertEquals(
        new PendingLogin.Wishes(true, Optional.of("b"), true, scope),
        new PendingLogin.Wishes(true, Optional.of("a"), true, scope).storedAs(Optional.of("b")));
  }
}
