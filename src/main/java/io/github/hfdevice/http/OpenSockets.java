package io.github.hfdevice.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one exchange has open. To close it from another thread ends each wait of the exchange at
 * once, which nothing else does. Thread-safe.
 */
final class OpenSockets implements Closeable {
  private final List<Closeable> open = new ArrayList<>();
  private boolean closed;

  /**
   * Takes {@code socket}, to be closed with the others.
   *
   * @throws IOException if that happened already: {@code socket} is closed then
   */
  <T extends Closeable> T add(T socket) throws IOException {
    synchronized (open) {
      if (!closed) {
        open.add(socket);
        return socket;
      }
    }
    socket.close();
    throw new InterruptedIOException("given up");
  }

  @Override
  public void close() {
    List<Closeable> all;
    synchronized (open) {
      closed = true;
      all = List.copyOf(open);
      open.clear();
    }
    for (Closeable socket : all) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no use any more, closed or not.
      }
    }
  }
}
