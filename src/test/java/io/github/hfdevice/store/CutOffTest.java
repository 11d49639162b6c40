package io.github.hfdevice.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.hfdevice.time.FakeWaitClock;
import org.junit.jupiter.api.Test;

class CutOffTest {
  @Test
  void interruptWhileItWaits_endsTheReadingAgain_andStaysSet() {
    CutOff cutOff = new CutOff(new FakeWaitClock());
    Thread.currentThread().interrupt();
    assertTrue(cutOff.isReadAgain(), "what is there now counts");
    assertTrue(Thread.interrupted());
    assertFalse(cutOff.isReadAgain());
  }
}
