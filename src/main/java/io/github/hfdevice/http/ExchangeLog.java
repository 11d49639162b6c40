package io.github.hfdevice.http;

import java.io.IOException;

/** Is told of every exchange, for {@code --verbose}. Implementations hide what is secret. */
public interface ExchangeLog {
  /** Hears nothing. */
  ExchangeLog SILENT =
      new ExchangeLog() {
        @Override
        public void answered(HttpCall call, HttpReply reply, SentSecrets secrets) {}

        @Override
        public void failed(HttpCall call, IOException failure, SentSecrets secrets) {}
      };

  /**
   * An answer came, whatever its status.
   *
   * @param secrets what was sent, which the answer may repeat
   */
  void answered(HttpCall call, HttpReply reply, SentSecrets secrets);

  /**
   * No whole answer came.
   *
   * @param secrets what was to be sent
   */
  void failed(HttpCall call, IOException failure, SentSecrets secrets);
}
