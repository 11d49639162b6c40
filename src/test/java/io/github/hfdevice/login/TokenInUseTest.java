package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.store.StoredToken;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenInUseTest {
  private static final Instant NOW = LoginFixture.NOW;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Optional<URI> HUB = Optional.of(LoginFixture.THE_HUB);

  private static TokenInUse stored(Optional<String> refreshToken, Optional<Instant> expiresAt) {
    StoredToken section = new StoredToken("x", "hf_SECRET", refreshToken, expiresAt);
    return new TokenInUse("hf_SECRET", "/f", false, true, HUB, Optional.of(section), expiresAt);
  }

  private static TokenInUse refreshable(Instant expiresAt) {
    return stored(Optional.of("r"), Optional.of(expiresAt));
  }

  private static TokenInUse given(Optional<URI> server, Optional<Instant> expiresAt) {
    return new TokenInUse(
        "hf_SECRET", "HF_TOKEN", true, false, server, Optional.empty(), expiresAt);
  }

  @Test
  void tokenIsExpired_fromTheMomentOfItsEndOn() {
    assertFalse(refreshable(NOW.plusNanos(1)).isExpired(NOW));
    assertTrue(refreshable(NOW).isExpired(NOW));
    assertFalse(stored(Optional.empty(), Optional.empty()).isExpired(NOW));
  }

  @Test
  void refreshIsNeeded_withLessThanADayLeft_andARefreshTokenAtHand() {
    assertTrue(refreshable(NOW.plus(DAY).minusNanos(1)).needsRefresh(NOW));
    assertFalse(refreshable(NOW.plus(DAY)).needsRefresh(NOW));
    assertFalse(stored(Optional.empty(), Optional.of(NOW)).needsRefresh(NOW));
    assertFalse(stored(Optional.of("r"), Optional.empty()).needsRefresh(NOW));
    assertFalse(given(HUB, Optional.of(NOW)).needsRefresh(NOW));
  }

  @Test
  void tokenThatItsServerRefused_needsARefresh_howeverLongItLives() {
    StoredToken section = new StoredToken("x", "hf_SECRET", Optional.of("r"), Optional.empty());
    StoredToken refused = section.with(section.notes().ofRefused());
    assertTrue(
        new TokenInUse("hf_SECRET", "/f", false, true, HUB, Optional.of(refused), Optional.empty())
            .needsRefresh(NOW));
  }

  @Test
  void tokenIsOfItsServer_howeverThatIsSpelled_andOfNoOther() {
    TokenInUse token = given(HUB, Optional.empty());
    assertTrue(token.isOf(LoginFixture.THE_HUB));
    assertTrue(token.isOf(URI.create("https://hf.co/")));
    assertFalse(token.isOf(URI.create("https://elsewhere.test")));
    assertFalse(given(Optional.empty(), Optional.empty()).isOf(LoginFixture.THE_HUB));
  }

  @Test
  void name_isThatOfTheSection() {
    assertEquals(Optional.of("x"), refreshable(NOW).name());
    assertEquals(Optional.empty(), given(HUB, Optional.empty()).name());
  }

  @Test
  void expiredToken_tellsWhereItStands_andWhatHelps() {
    LoginException failure = refreshable(NOW).expired();
    assertEquals(LoginException.Reason.EXPIRED, failure.reason());
    assertEquals("the token of /f expired at 2026-03-01T12:00:00Z", failure.getMessage());
    assertEquals(HUB, failure.server());
    assertEquals(LoginException.Remedy.REFRESH, failure.remedy());
    assertEquals(
        LoginException.Remedy.LOG_IN,
        stored(Optional.empty(), Optional.of(NOW)).expired().remedy());
    LoginException ofVariable = given(Optional.empty(), Optional.of(NOW)).expired();
    assertEquals(LoginException.Remedy.REPLACE_VARIABLE, ofVariable.remedy());
    assertEquals(Optional.empty(), ofVariable.server());
  }

  @Test
  void textForm_hidesTheToken() {
    assertEquals(
        "TokenInUse[token=***, source=/f, server=Optional[https://huggingface.co],"
            + " expiresAt=Optional[2026-03-01T12:00:00Z]]",
        refreshable(NOW).toString());
  }
}
