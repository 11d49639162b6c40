package io.github.hfdevice.http;

import io.github.hfdevice.text.Printable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every exchange at level debug, a line each, secrets shown as {@code ***}. */
public final class Slf4jExchangeLog implements ExchangeLog {
  private static final Logger LOG = LoggerFactory.getLogger("http");

  /** Writes to the logger {@code http}. */
  public Slf4jExchangeLog() {}

  @Override
  public void answered(HttpCall call, HttpReply reply, SentSecrets secrets) {
    if (LOG.isDebugEnabled()) {
      LOG.debug("{} -> {} {}", sent(call), reply.status(), Redaction.body(reply.body(), secrets));
    }
  }

  @Override
  public void failed(HttpCall call, IOException failure, SentSecrets secrets) {
    if (LOG.isDebugEnabled()) {
      LOG.debug("{} -> {}", sent(call), failed(failure, secrets));
    }
  }

  static String failed(IOException failure, SentSecrets secrets) {
    return secrets.hide(Printable.of(String.valueOf(failure.getMessage())));
  }

  static String sent(HttpCall call) {
    String authorization = call.authorization().isPresent() ? " (Authorization: ***)" : "";
    return Printable.of(call.toString())
        + authorization
        + call.form().map(form -> " " + Redaction.form(form)).orElse("");
  }
}
