package io.github.hfdevice.demo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

/**
 * One connection of a client, its requests answered one after the other, each within limits of
 * time.
 */
final class HttpConnection implements Runnable {
  /** Between two requests. Longer than the intervals of usual polls, which may use it again. */
  static final Duration IDLE_LIMIT = Duration.ofSeconds(75);

  /** For a whole request to come, and for its answer to be taken. */
  static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);

  private static final int BUFFER_BYTES = 2048;

  /** Read of a body that is too large, so that its sender gets to see the answer. */
  private static final int MOST_DRAINED_BYTES = 1 << 20;

  private final Socket socket;
  private final Patience patience;
  private final Clock clock;
  private final Function<Request, Reply> handler;

  HttpConnection(Socket socket, Patience patience, Clock clock, Function<Request, Reply> handler) {
    this.socket = socket;
    this.patience = patience;
    this.clock = clock;
    this.handler = handler;
  }

  /** Serves until either side has enough. */
  @Override
  public void run() {
    try (socket) {
      // Otherwise an answer waits for the client to acknowledge the one before it (RFC 896).
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
      while (awaitRequest(in) && serve(in)) {
        // The connection is kept.
      }
    } catch (IOException e) {
      // The client left, or was too slow: there is nobody to tell.
    }
  }

  private boolean awaitRequest(InputStream in) throws IOException {
    Patience.Wait wait = patience.with(socket, IDLE_LIMIT);
    try {
      in.mark(1);
      boolean there = in.read() >= 0;
      in.reset();
      return there;
    } finally {
      wait.end();
    }
  }

  /** Answers one request; whether the client may send another. */
  private boolean serve(InputStream in) throws IOException {
    Request request;
    try {
      request = read(in);
    } catch (BadRequest e) {
      send(e.reply(), false, false);
      drain(in);
      return false;
    }
    Reply reply = handler.apply(request);
    if (reply.equals(Reply.DROPPED)) {
      return false;
    }
    send(reply, request.isHead(), request.kept());
    if (request.oversized()) {
      drain(in);
    }
    return request.kept();
  }

  private Request read(InputStream in) throws IOException, BadRequest {
    Patience.Wait wait = patience.with(socket, REQUEST_LIMIT);
    try {
      return new RequestReader(in, socket.getOutputStream()).read();
    } finally {
      wait.end();
    }
  }

  private void send(Reply reply, boolean head, boolean kept) throws IOException {
    Patience.Wait wait = patience.with(socket, REQUEST_LIMIT);
    try {
      OutputStream out = socket.getOutputStream();
      out.write(reply.encode(clock.instant(), head, kept));
      out.flush();
    } finally {
      wait.end();
    }
  }

  /** Closed with bytes unread, the connection would be reset, and the answer lost with it. */
  private void drain(InputStream in) throws IOException {
    Patience.Wait wait = patience.with(socket, REQUEST_LIMIT);
    try {
      socket.shutdownOutput();
      byte[] buffer = new byte[BUFFER_BYTES];
      int read = 0;
      for (int drained = 0; read >= 0 && drained < MOST_DRAINED_BYTES; drained += read) {
        read = in.read(buffer);
      }
    } finally {
      wait.end();
    }
  }
}
