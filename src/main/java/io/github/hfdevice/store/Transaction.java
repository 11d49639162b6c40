package io.github.hfdevice.store;

import java.io.IOException;

/**
 * What is done while the store is locked.
 *
 * @param <T> what it gives
 * @param <X> what it throws of its own
 */
@FunctionalInterface
public interface Transaction<T, X extends Exception> {
  /** Runs once, on the thread that asked for the lock. */
  T run() throws IOException, X;
}
