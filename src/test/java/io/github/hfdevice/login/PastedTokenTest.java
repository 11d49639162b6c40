package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.oauth.DeviceAuthorization;
import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.StoredToken;
import io.github.hfdevice.store.TokenPaths;
import io.github.hfdevice.store.TokenStore;
import io.github.hfdevice.time.FakeWaitClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PastedTokenTest {
  private static final String WHOAMI = "/api/whoami-v2";

  @TempDir private Path dir;
  @AutoClose private FakeLoginServer hub;
  private final List<String> warnings = new ArrayList<>();
  private final Clock clock = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
  private TokenStore store;

  @BeforeEach
  void start() throws IOException {
    hub = new FakeLoginServer().answer(WHOAMI, 200, "{\"name\":\"bob\"}");
    store = new TokenStore(TokenPaths.at(dir.resolve("token")), clock, warnings::add);
  }

  private LoggedIn paste(String token) throws Exception {
    Servers servers = hub.servers();
    return new PastedToken(
            servers,
            new LoginPlace(store, Optional.empty()),
            new Clocks(new FakeWaitClock(), clock),
            new LoginListener() {
              @Override
              public void code(DeviceAuthorization authorization) {
                throw new AssertionError("no code is needed");
              }

              @Override
              public void warn(String sentence) {
                warnings.add(sentence);
              }
            })
        .store(token, servers.hub(hub.endpoint()), PendingLogin.Wishes.NONE);
  }

  private List<String> names() throws IOException {
    return store.list().stream().map(StoredToken::name).toList();
  }

  @Test
  void tokenThatTheServerKnows_isStoredUnderItsOwner() throws Exception {
    LoggedIn login = paste("hf_a");
    assertEquals(Optional.of("bob"), login.user());
    assertEquals(List.of("oauth-bob"), names());
    assertEquals("hf_a", Files.readString(dir.resolve("token")));
    assertEquals(List.of(), warnings);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410})
  void tokenThatTheServerRefuses_isNotStored(int status) throws Exception {
    hub.answer(WHOAMI, status, "{\"error\":\"no\"}").answer("/oauth/userinfo", status, "{}");
    LoginException refusal = assertThrows(LoginException.class, () -> paste("hf_a"));
    assertEquals(LoginException.Reason.REFUSED, refusal.reason());
    assertEquals(List.of(), names());
    assertTrue(Files.notExists(dir.resolve("token")));
  }

  @Test
  void pageInPlaceOfAnAnswer_vouchesForNothing() throws Exception {
    String page = "<html><body>Welcome</body></html>";
    hub.answer(WHOAMI, 200, page).answer("/oauth/userinfo", 200, page);
    assertThrows(LoginException.class, () -> paste("hf_a"));
    assertEquals(List.of(), names());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void serverInTrouble_saysNothingAgainstTheToken(int status) throws Exception {
    hub.answer(WHOAMI, status, "").answer("/oauth/userinfo", status, "");
    LoggedIn login = paste("hf_a");
    assertEquals(Optional.empty(), login.user());
    assertEquals(1, names().size());
    assertEquals(1, warnings.size(), warnings::toString);
  }

  @Test
  void sameTokenTwice_isOneSection_whetherOrNotTheServerKnewItsOwner() throws Exception {
    hub.answer(WHOAMI, 503, "").answer("/oauth/userinfo", 503, "");
    paste("hf_a");
    paste("hf_a");
    assertEquals(1, names().size(), names()::toString);
  }
}
