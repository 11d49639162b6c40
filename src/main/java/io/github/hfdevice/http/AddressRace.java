package io.github.hfdevice.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Connections to several addresses at once, of which the first that stands is kept. For one thread;
 * its selector takes longer to set up than most connections, so it is for hosts that do not answer
 * at once.
 */
final class AddressRace {
  private final Selector selector;
  private final OpenSockets open;
  private final List<SocketChannel> running = new ArrayList<>();
  private IOException failure;

  private AddressRace(Selector selector, OpenSockets open, IOException earlierFailure) {
    this.selector = selector;
    this.open = open;
    this.failure = earlierFailure;
  }

  /**
   * Blocks until one of {@code waiting} answers, all have failed, or {@code open} is closed.
   *
   * @param earlierFailure what to throw if all fail, or {@code null} for the first of theirs
   */
  static Socket run(Deque<InetSocketAddress> waiting, IOException earlierFailure, OpenSockets open)
      throws IOException {
    SocketChannel winner;
    try (Selector selector = open.add(Selector.open())) {
      winner = new AddressRace(selector, open, earlierFailure).winner(waiting);
    } catch (ClosedSelectorException e) {
      throw new IOException("given up", e);
    }
    winner.configureBlocking(true);
    return winner.socket();
  }

  private SocketChannel winner(Deque<InetSocketAddress> waiting) throws IOException {
    SocketChannel winner = null;
    while (winner == null) {
      if (waiting.isEmpty() && running.isEmpty()) {
        throw failure;
      }
      if (!waiting.isEmpty()) {
        winner = start(waiting.remove());
      }
      if (winner == null && !running.isEmpty()) {
        winner = firstConnected(waiting.isEmpty() ? 0 : Connector.HEAD_START_MILLIS);
      }
    }
    running.remove(winner);
    for (SocketChannel loser : running) {
      loser.close();
    }
    return winner;
  }

  /** Gives the connection if it stands already; else it runs, or has failed. */
  private SocketChannel start(InetSocketAddress address) throws IOException {
    SocketChannel channel = open.add(SocketChannel.open());
    try {
      channel.configureBlocking(false);
      if (channel.connect(address)) {
        return channel;
      }
      channel.register(selector, SelectionKey.OP_CONNECT);
      running.add(channel);
    } catch (IOException | UnsupportedAddressTypeException e) {
      failed(channel, e);
    }
    return null;
  }

  /**
   * Waits for one of those that run to stand or to fail.
   *
   * @param millis how long; 0 for ever
   * @return {@code null} if none stands
   */
  private SocketChannel firstConnected(int millis) throws IOException {
    selector.select(millis);
    SocketChannel winner = null;
    for (SelectionKey key : selector.selectedKeys()) {
      SocketChannel channel = (SocketChannel) key.channel();
      try {
        if (winner == null && channel.finishConnect()) {
          winner = channel;
        }
      } catch (IOException e) {
        failed(channel, e);
      }
    }
    selector.selectedKeys().clear();
    return winner;
  }

  private void failed(SocketChannel channel, Exception cause) throws IOException {
    running.remove(channel);
    channel.close();
    failure = failure == null ? Connector.asIo(cause) : failure;
  }
}
