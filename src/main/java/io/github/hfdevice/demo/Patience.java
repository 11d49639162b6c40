package io.github.hfdevice.demo;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * How long connections may keep this server waiting. It closes those that do so for too long, since
 * nothing else ends a blocked read or write. Safe for several threads.
 */
final class Patience implements AutoCloseable {

  /** Time that a client takes, until {@link #end}. */
  final class Wait {
    private final Socket socket;
    private final Future<?> limit;

    private Wait(Socket socket, Duration limit) {
      this.socket = socket;
      this.limit = timer.schedule(this::giveUp, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void giveUp() {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no use any more, closed or not.
      }
    }

    void end() {
      limit.cancel(false);
      waits.remove(this);
    }
  }

  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor timer;

  Patience(ThreadFactory threads) {
    timer = new ScheduledThreadPoolExecutor(1, threads);
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Begins to wait for the client of {@code socket}, which is closed after {@code limit}.
   *
   * @throws IOException when this is closed
   */
  Wait with(Socket socket, Duration limit) throws IOException {
    try {
      Wait wait = new Wait(socket, limit);
      waits.add(wait);
      if (timer.isShutdown()) {
        wait.giveUp();
      }
      return wait;
    } catch (RejectedExecutionException e) {
      throw new IOException("closed", e);
    }
  }

  /** The waits of this moment. */
  List<Wait> waits() {
    return List.copyOf(waits);
  }

  /** Ends those of {@code some} that still go on. */
  void giveUp(List<Wait> some) {
    for (Wait wait : some) {
      if (waits.contains(wait)) {
        wait.giveUp();
      }
    }
  }

  /** Ends them all. */
  @Override
  public void close() {
    timer.shutdownNow();
    giveUp(waits());
  }
}
