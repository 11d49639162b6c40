package io.github.hfdevice.http;

import java.io.IOException;

/**
 * Carries one request to a server and brings back its whole answer. Implementations are
 * thread-safe.
 */
public interface HttpTransport {
  /**
   * Sends {@code call} once and reads the whole answer; blocks for at most {@link
   * HttpCall#timeout()}.
   *
   * @return the answer, whatever its status; redirects are answers too
   * @throws ReplyTooLargeException if the answer is longer than the limit of the transport
   * @throws IOException if no whole answer came in time; the message is fit for a user and holds no
   *     secret
   * @throws InterruptedException if the calling thread was interrupted; the exchange is given up
   */
  HttpReply exchange(HttpCall call) throws IOException, InterruptedException;
}
