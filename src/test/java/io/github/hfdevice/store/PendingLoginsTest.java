package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no ini with secret",
        "",
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
  void tokenThatWouldAddALine_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new PendingLogin.Granted("a\rb", Optional.empty(), Optional.empty(), Optional.empty()));
  }
}
