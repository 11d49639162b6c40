package io.github.hfdevice.http;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Answers from a script, one entry a call, and records the calls. An unplanned call is a failure.
 */
public final class FakeTransport implements HttpTransport {
  private final Deque<Object> script = new ArrayDeque<>();
  private final List<HttpCall> calls = new ArrayList<>();

  public FakeTransport reply(int status, String body) {
    return reply(HttpReply.of(status, body));
  }

  public FakeTransport reply(HttpReply reply) {
    script.add(reply);
    return this;
  }

  public FakeTransport fail(IOException failure) {
    script.add(failure);
    return this;
  }

  /** An answer over the transport's limit. */
  public FakeTransport failTooLarge() {
    return fail(new ReplyTooLargeException("https://hub.test/too-large", 1 << 20));
  }

  public List<HttpCall> calls() {
    return calls;
  }

  /** Whether every entry of the script was used. */
  public boolean isUsedUp() {
    return script.isEmpty();
  }

  @Override
  public HttpReply exchange(HttpCall call) throws IOException {
    calls.add(call);
    Object next = script.poll();
    if (next == null) {
      throw new AssertionError("nothing scripted for " + call);
    }
    if (next instanceof IOException failure) {
      throw failure;
    }
    return (HttpReply) next;
  }
}
