package io.github.hfdevice.http;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every exchange at level debug, secrets shown as {@code ***}. */
public final class Slf4jExchangeLog implements ExchangeLog {
  private static final Logger LOG = LoggerFactory.getLogger("http");

  @Override
  public void answered(HttpCall call, HttpReply reply) {
    if (LOG.isDebugEnabled()) {
      LOG.debug("{} -> {} {}", sent(call), reply.status(), Redaction.body(reply.body(), call));
    }
  }

  @Override
  public void failed(HttpCall call, IOException failure) {
    LOG.debug("{} -> {}", sent(call), failure.getMessage());
  }

  static String sent(HttpCall call) {
    String authorization = call.authorization().isPresent() ? " (Authorization: ***)" : "";
    return call + authorization + call.form().map(form -> " " + Redaction.form(form)).orElse("");
  }
}
