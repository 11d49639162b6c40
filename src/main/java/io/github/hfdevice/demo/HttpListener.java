package io.github.hfdevice.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * An HTTP server on loopback that no client can stop: not by connections that it leaves half open,
 * not by slowness, not by size. The JDK's own gives each request a thread for as long as it takes,
 * and its limits are properties of the whole process.
 */
final class HttpListener implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 128;

  /** Connections that the system may keep for it. */
  private static final int BACKLOG = 1024;

  /** What a connection is always given before another one may take its place. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final int PAUSE_MILLIS = 100;
  private static final int MOST_END_MILLIS = 2000;
  private static final int STACK_BYTES = 256 * 1024;

  private final ServerSocket server;
  private final Clock clock;
  private final ExecutorService threads = Executors.newCachedThreadPool(HttpListener::daemon);
  private final Patience patience = new Patience(HttpListener::daemon);
  private final Semaphore free;
  private final Duration grace;
  private volatile Optional<Thread> acceptor = Optional.empty();

  /**
   * Listens, but answers nobody before {@link #start}.
   *
   * @param port 0 for any free one
   * @throws IOException when the port cannot be had
   */
  HttpListener(int port, Clock clock) throws IOException {
    this(port, clock, MOST_CONNECTIONS, GRACE);
  }

  HttpListener(int port, Clock clock, int mostConnections, Duration grace) throws IOException {
    this.server =
        new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    this.clock = clock;
    this.free = new Semaphore(mostConnections);
    this.grace = grace;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(null, task, "practice-hub", STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  int port() {
    return server.getLocalPort();
  }

  /**
   * Answers from now on.
   *
   * @param handler gives the answers; called by several threads at once, and must not block
   */
  void start(Function<Request, Reply> handler) {
    Thread thread = daemon(() -> accept(handler));
    acceptor = Optional.of(thread);
    thread.start();
  }

  private void accept(Function<Request, Reply> handler) {
    try {
      while (!server.isClosed()) {
        awaitRoom();
        if (!acceptOne(handler)) {
          free.release();
          // Out of files or threads: some come free.
          threads.awaitTermination(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Takes a place; where there is none, those make room who have kept it for a while without a
   * whole request.
   */
  private void awaitRoom() throws InterruptedException {
    while (!free.tryAcquire()) {
      List<Patience.Wait> slow = patience.waits();
      if (free.tryAcquire(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      patience.giveUp(slow);
    }
  }

  /** Whether a connection came and is served. */
  private boolean acceptOne(Function<Request, Reply> handler) {
    try {
      Socket socket = server.accept();
      try {
        threads.execute(() -> serve(socket, handler));
        return true;
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        socket.close();
      }
    } catch (IOException e) {
      // Closed, or the system has no file left for it.
    }
    return false;
  }

  private void serve(Socket socket, Function<Request, Reply> handler) {
    try {
      new HttpConnection(socket, patience, clock, handler).run();
    } finally {
      free.release();
    }
  }

  /** Stops listening and drops what is under way; the port is free when this returns. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // It listens no longer, whatever else failed.
    }
    acceptor.ifPresent(Thread::interrupt);
    threads.shutdownNow();
    patience.close();
    acceptor.ifPresent(HttpListener::awaitEnd);
  }

  /** The system listens for as long as a thread is in its accept(2). */
  private static void awaitEnd(Thread thread) {
    try {
      thread.join(MOST_END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
