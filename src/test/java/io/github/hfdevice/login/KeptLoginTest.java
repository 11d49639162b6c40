package io.github.hfdevice.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.store.PendingLogin;
import io.github.hfdevice.store.PendingLogins;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeptLoginTest extends LoginFixture {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private KeptLogin kept(Optional<PendingLogins> place) {
    return new KeptLogin(place, pendingLogin(), warnings::add);
  }

  private KeptLogin kept() {
    return kept(Optional.of(pendingLogins));
  }

  private PendingLogin onDisk() throws IOException {
    return pendingLogins.read().orElseThrow();
  }

  @Test
  void claim_putsThisProcessOnDisk() throws Exception {
    KeptLogin kept = kept();
    kept.claim();
    assertEquals(PendingLogin.Waiter.current(), onDisk().waiter());
    assertEquals(onDisk(), kept.pending());
    assertTrue(kept.isKept());
  }

  @Test
  void pollInVain_isWritten_onlyWhereTheServerWantsMoreTimeFromNowOn() throws Exception {
    KeptLogin kept = kept();
    kept.claim();
    kept.polled(NOW.plusSeconds(5), INTERVAL);
    assertEquals(NOW.plusSeconds(5), kept.pending().polledAt());
    assertEquals(NOW, onDisk().polledAt());
    kept.polled(NOW.plusSeconds(10), INTERVAL.plusMillis(1));
    assertEquals(NOW.plusSeconds(10), onDisk().polledAt());
    assertEquals(INTERVAL.plusMillis(1), onDisk().interval());
  }

  @Test
  void grant_isOnDiskAtOnce() throws Exception {
    KeptLogin kept = kept();
    kept.granted(granted("hf_a"));
    assertEquals(Optional.of(granted("hf_a")), onDisk().granted());
  }

  @Test
  void loginThatIsLeft_hasNoWaiter_andIsNotTouchedAgain() throws Exception {
    KeptLogin kept = kept();
    kept.claim();
    kept.leave();
    assertEquals(Optional.empty(), onDisk().waiter());
    kept.claim();
    kept.polled(NOW.plusSeconds(5), INTERVAL.plusSeconds(5));
    assertEquals(Optional.empty(), onDisk().waiter());
    assertEquals(NOW, onDisk().polledAt());
  }

  @Test
  void grantAfterTheEnd_isKeptAllTheSame() throws Exception {
    KeptLogin kept = kept();
    kept.leave();
    kept.granted(granted("hf_a"));
    assertTrue(onDisk().granted().isPresent());
  }

  @Test
  void loginThatIsOver_isForgotten() {
    KeptLogin kept = kept();
    kept.claim();
    kept.forget();
    assertFalse(exists("device_login"));
    assertEquals(Interruption.OVER, kept.interrupt());
    assertEquals(List.of(), warnings);
  }

  @Test
  void loginThatCannotBeForgotten_isWarnedOf() {
    KeptLogin kept = kept();
    block("device_login");
    kept.forget();
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).contains(dir.resolve("device_login").toString()));
  }

  @Test
  void interrupt_leavesTheLoginToAnotherProcess() throws Exception {
    KeptLogin kept = kept();
    kept.claim();
    assertEquals(Interruption.RESUMABLE, kept.interrupt());
    assertEquals(Optional.empty(), onDisk().waiter());
    assertEquals(Interruption.OVER, kept.interrupt());
  }

  @Test
  void interrupt_leavesAGrantedLoginToTheThreadThatStoresIt() throws Exception {
    KeptLogin kept = kept();
    kept.claim();
    kept.granted(granted("hf_a"));
    assertEquals(Interruption.RESUMABLE, kept.interrupt());
    assertEquals(PendingLogin.Waiter.current(), onDisk().waiter());
    assertEquals(Interruption.RESUMABLE, kept.interrupt());
  }

  @Test
  void withoutAPlace_nothingIsWritten_andAnInterruptLosesTheLogin() {
    KeptLogin kept = kept(Optional.empty());
    kept.claim();
    assertFalse(kept.isKept());
    assertFalse(exists("device_login"));
    assertEquals(Interruption.LOST, kept.interrupt());
    kept.forget();
    assertEquals(List.of(), warnings);
  }

  @Test
  void placeThatCannotBeWritten_isWarnedOfOnce_andTheLoginGoesOn() {
    block("device_login");
    KeptLogin kept = kept();
    kept.claim();
    kept.granted(granted("hf_a"));
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(
        warnings.get(0).startsWith("this login cannot be resumed if it is interrupted: Cannot "),
        warnings::toString);
    assertFalse(kept.isKept());
    assertEquals(Optional.of(granted("hf_a")), kept.pending().granted());
    assertEquals(Interruption.LOST, kept.interrupt());
  }
}
