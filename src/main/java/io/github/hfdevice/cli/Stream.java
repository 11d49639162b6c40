package io.github.hfdevice.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One of the program's output streams, always UTF-8, flushed with each line. Writing never throws:
 * a reader that left or a full disk must not cost a granted token. Thread-safe.
 */
final class Stream {
  private final OutputStream out;
  private IOException failure;

  Stream(OutputStream out) {
    this.out = out;
  }

  void line(String text) {
    raw(text + "\n");
  }

  synchronized void raw(String text) {
    if (failure != null) {
      return;
    }
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Whether something that was written did not arrive. */
  synchronized boolean failed() {
    return failure != null;
  }

  /** Whether it failed for another reason than a reader that had seen enough. */
  synchronized boolean lostData() {
    String message = failure == null ? null : failure.getMessage();
    return failure != null && (message == null || !message.contains("Broken pipe"));
  }
}
