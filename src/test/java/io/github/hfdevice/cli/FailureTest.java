package io.github.hfdevice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.hfdevice.setting.SettingException;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailureTest {
  private final Platform platform = new FakePlatform().platform();

  @Test
  void bug_isToldWithoutWordsOfJava() {
    Failure bug = Failure.of(new IllegalStateException("java.lang.x"), platform);
    assertEquals(ExitCode.BUG, bug.exitCode());
    assertEquals("something failed that never should", bug.getMessage());
  }

  @Test
  void failureOfAFileWithoutWords_hasSome() {
    Failure failure = Failure.of(new IOException(), platform);
    assertEquals(ExitCode.FILE, failure.exitCode());
    assertEquals("a file or a stream could not be used", failure.getMessage());
  }

  @Test
  void wrongSetting_saysWhatToDoWithIt() {
    Failure failure = Failure.of(new SettingException("HF_X", "is odd"), platform);
    assertEquals(ExitCode.USAGE, failure.exitCode());
    assertEquals("HF_X is odd", failure.getMessage());
    assertEquals(Optional.of("Correct HF_X, or unset it."), failure.hint());
    Failure option = Failure.of(new SettingException("--x", "is odd"), platform);
    assertEquals(Optional.of("Correct --x."), option.hint());
  }
}
