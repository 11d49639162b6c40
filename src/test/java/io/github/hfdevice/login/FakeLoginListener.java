package io.github.hfdevice.login;

import io.github.hfdevice.oauth.DeviceAuthorization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears, a line each; warnings stand apart. */
final class FakeLoginListener implements LoginListener {
  final List<String> events = new ArrayList<>();
  private final List<String> warnings;

  FakeLoginListener(List<String> warnings) {
    this.warnings = warnings;
  }

  @Override
  public void code(DeviceAuthorization authorization) {
    events.add("code " + authorization.userCode());
  }

  @Override
  public void waitBegins(Duration codeExpiresIn, boolean resumable) {
    events.add("wait of " + codeExpiresIn + (resumable ? ", resumable" : ""));
  }

  @Override
  public void waitEnded() {
    events.add("wait ended");
  }

  @Override
  public void waiting(Duration wait, Duration left, String trouble) {
    events.add("poll in " + wait + " of " + left + (trouble.isEmpty() ? "" : ": " + trouble));
  }

  @Override
  public void waitsForProcess(long pid) {
    events.add("process " + pid);
  }

  @Override
  public void replaces(String userCode) {
    events.add("replaces " + userCode);
  }

  @Override
  public void warn(String sentence) {
    warnings.add(sentence);
  }
}
