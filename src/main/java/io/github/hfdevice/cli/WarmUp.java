package io.github.hfdevice.cli;

import io.github.hfdevice.http.TlsWarmUp;
import io.github.hfdevice.oauth.JsonReply;

/** Does ahead, on another core, what a login's first exchange computes once in each process. */
final class WarmUp implements Runnable {
  private final boolean overTls;

  WarmUp(boolean overTls) {
    this.overTls = overTls;
  }

  boolean isOverTls() {
    return overTls;
  }

  @Override
  public void run() {
    if (overTls) {
      TlsWarmUp.run();
    }
    // Any answer: what takes time is to set the parser up.
    JsonReply.parse("{}");
  }
}
