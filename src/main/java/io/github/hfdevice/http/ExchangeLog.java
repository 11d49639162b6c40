package io.github.hfdevice.http;

import java.io.IOException;

/** Is told of every exchange, for {@code --verbose}. Implementations hide what is secret. */
public interface ExchangeLog {
  /** Hears nothing. */
  ExchangeLog SILENT =
      new ExchangeLog() {
        @Override
        public void answered(HttpCall call, HttpReply reply) {}

        @Override
        public void failed(HttpCall call, IOException failure) {}
      };

  void answered(HttpCall call, HttpReply reply);

  void failed(HttpCall call, IOException failure);
}
